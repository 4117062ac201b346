"""A CSV file -> a table of text. RFC 4180 in UTF-8 with a header of field ids; anything else is refused by line."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator

from rbm_spec.collect import forms, limits, rules
from rbm_spec.collect.tables import Origin, Table, Trouble, Troubles, Wanted
from rbm_spec.kernel.faults import Wrong
from rbm_spec.kernel.reading import empty_file, line_not_utf8, no_more_csv, not_utf8, parted_otherwise, ragged, unwanted
from rbm_spec.suggest import hint

LARGE = 256 * 1024
_CHUNK = 16 * 1024 * 1024
_BYTE_ORDER = b"\xef\xbb\xbf"
_CONTROLS = bytes(point for point in range(32) if point not in b"\t\n\r")


def read_csv(dataset: Wanted, file: str, content: bytes) -> tuple[Table | None, list[Trouble]]:
    """The table, None without a header, and what is wrong with its form. Empty lines do not count as rows."""
    try:
        text = content.removeprefix(_BYTE_ORDER).decode("utf-8")
    except UnicodeDecodeError:
        line, found = line_not_utf8(content), not_utf8()
        return None, [Trouble(file, line, f"line {line}", dataset.id, "", "", found.message, found.code)]
    controls = _has_controls(content)
    if not controls and len(content) >= LARGE and (table := _read_plain(dataset, file, content)) is not None:
        return table, []
    troubles = Troubles()

    def wrong(line: int, column: str, value: str, found: Wrong) -> None:
        troubles.add(Trouble(file, line, f"line {line}", dataset.id, column, value, found.message, found.code))

    lines = _lines(text)
    try:
        _, header = next(lines, (1, []))
        export = forms.recognised(dataset.fields, header)
        names = list(export.names) if export else header
        for name, found in _wrong_header(dataset, header, [each for each in names if each or not export]):
            wrong(1, name, name, found)
        if troubles.listed:
            return None, troubles.listed
        columns: list[list[str]] = [[] for _ in header]
        places = array("L")
        for line, cells in lines:
            if len(cells) != len(header):
                wrong(line, "", "", ragged(len(cells), len(header)))
                cells = (cells + [""] * len(header))[: len(header)]
            for name, cell, fault in export.faults(dataset.meaning, cells) if export else ():
                wrong(line, name, cell, fault)
            for name, cell in zip(header, cells, strict=True) if controls else ():
                if bad := unwanted(cell):
                    wrong(line, name, cell, bad)
            places.append(line)
            for column, cell in zip(columns, cells, strict=True):
                column.append(cell)
    except _NoMoreCsv as end:
        wrong(end.line, "", "", no_more_csv(end.error))
        return None, troubles.all()
    read = {name: column for name, column in zip(names, columns, strict=True) if name}
    said = export.notes(file, forms.without_zones(dataset.times, read)) if export else ()
    return Table(dataset.id, read, (Origin(file, places),), notes=said), troubles.all()


def _wrong_header(dataset: Wanted, header: list[str], names: list[str]) -> Iterator[tuple[str, Wrong]]:
    if parted := parted_otherwise(header):
        yield "", parted
    else:
        yield from check_header(dataset, names)


def _has_controls(content: bytes) -> bool:
    chunks = (content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK))
    return any(len(chunk.translate(None, _CONTROLS)) != len(chunk) for chunk in chunks)


def _read_plain(dataset: Wanted, file: str, content: bytes) -> Table | None:
    """The table of a large file in which no cell is quoted, read by a parser in C; None for all that is not so simple.

    Then each line is a row, and commas part its cells: there is nothing on which two parsers could differ.
    """
    import pyarrow as arrow
    import pyarrow.compute as compute
    import pyarrow.csv as reader

    plain = content.removeprefix(_BYTE_ORDER)
    lone_return = plain.count(b"\r") != plain.count(b"\r\n")
    if b'"' in plain or lone_return or plain.startswith((b"\n", b"\r")) or b"\n\n" in plain or b"\n\r" in plain:
        return None
    header = plain.partition(b"\n")[0].rstrip(b"\r").decode().split(",")
    if list(check_header(dataset, header)):
        return None
    try:
        found = reader.read_csv(
            arrow.BufferReader(plain),
            parse_options=reader.ParseOptions(quote_char=False, double_quote=False, ignore_empty_lines=False),
            convert_options=reader.ConvertOptions(
                column_types=dict.fromkeys(header, arrow.string()), strings_can_be_null=False, null_values=[]
            ),
        )
    except arrow.ArrowInvalid:
        return None
    if any((compute.max(compute.utf8_length(column)).as_py() or 0) > limits.LONGEST_CELL for column in found.columns):
        return None
    columns = {name: found[name] for name in header}
    return Table(dataset.id, columns, (Origin(file, range(2, found.num_rows + 2)),))


def check_header(dataset: Wanted, header: list[str]) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with the names of columns, each with the name."""
    if not header:
        yield "", empty_file(dataset.fields)
    for name in dict.fromkeys(header):
        if name not in dataset.fields:
            near = hint(name, dataset.fields)
            message = f'{dataset.id} has no field "{name}".' + (f" {near}" if near else "")
            yield name, Wrong(rules.UNKNOWN_COLUMN.code, message)
        elif header.count(name) > 1:
            yield name, Wrong(rules.COLUMN_TWICE.code, f"The column {name} is there {header.count(name)} times.")


class _NoMoreCsv(Exception):
    """The record that starts on `line` cannot be read."""

    def __init__(self, line: int, error: csv.Error) -> None:
        super().__init__(line)
        self.line, self.error = line, error


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line on which each record starts, from 1, and its cells; raises _NoMoreCsv."""
    csv.field_size_limit(limits.LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            if cells:
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise _NoMoreCsv(before + 1, error) from error
