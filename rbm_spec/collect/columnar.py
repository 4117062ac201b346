"""A Parquet file -> a table whose columns keep their types; the generated code takes numbers and dates as they are.

The footer is judged before anything is decoded. Texts are read as a dictionary and its numbers: a small file in which
one long text is repeated a million times takes no more memory than it holds. For a database the rows stay in the file,
which is then looked through piece by piece and may be larger than memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from rbm_spec.collect import limits, rules
from rbm_spec.collect.tables import Origin, Table, Trouble, Troubles, Wanted
from rbm_spec.collect.text import check_header
from rbm_spec.kernel.faults import Wrong
from rbm_spec.kernel.reading import unwanted

DAMAGED = Wrong(rules.UNREADABLE.code, "The file is damaged or no Parquet file.")
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
NOT_UTF8 = Wrong(rules.UNWANTED_CHARACTER.code, "The cell holds text that is not UTF-8.")
PIECE = 128 * 1024
"""Rows that are looked through at a time."""


def read_parquet(dataset: Wanted, file: str, content: bytes) -> tuple[Table | None, list[Trouble]]:
    """The table and what is wrong with its form; places count rows from 1."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    wrong = _Wrong(dataset, file)
    try:
        footer = parquet.ParquetFile(arrow.BufferReader(content))
        refused = [wrong(name, found) for name, found in _judge(dataset, footer.metadata, footer.schema_arrow)]
        if refused:
            return None, refused
        texts = [field.name for field in footer.schema_arrow if _is_text(field.type)]
        data = _opened(arrow.BufferReader(content), texts).read()
        invalid = list(_invalid(data))
        if invalid:
            return None, [wrong(name, NOT_UTF8 if row else DAMAGED, row) for name, row in invalid]
        if data.num_rows != footer.metadata.num_rows:
            return None, [wrong("", DAMAGED)]
    except (arrow.ArrowException, OSError, ValueError, KeyError, TypeError):
        return None, [wrong("", DAMAGED)]
    troubles = Troubles()
    for name in texts:
        for row, value, found, times in _bad_texts(data[name]):
            troubles.add(wrong(name, found, row, value), times)
    columns = {name: data[name] for name in data.column_names}
    return Table(dataset.id, columns, (_origin(file, data.num_rows),)), troubles.all()


def inspect_parquet(dataset: Wanted, file: str, source: IO[bytes]) -> tuple[Table | None, list[Trouble]]:
    """The same of an open file whose rows stay where they are: the table holds no columns."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    wrong, troubles, before = _Wrong(dataset, file), Troubles(), 0
    try:
        footer = parquet.ParquetFile(source)
        metadata, schema = footer.metadata, footer.schema_arrow
        refused = [wrong(name, found) for name, found in _judge(dataset, metadata, schema, in_place=True)]
        if refused:
            return None, refused
        for batch in _opened(source, _with_dictionary(metadata, schema)).iter_batches(PIECE):
            data = arrow.Table.from_batches([batch])
            invalid = list(_invalid(data))
            if invalid:
                return None, [wrong(n, NOT_UTF8 if row else DAMAGED, before + row) for n, row in invalid]
            for field in schema:
                if _is_text(field.type):
                    for row, value, found, times in _bad_texts(data[field.name]):
                        troubles.add(wrong(field.name, found, before + row, value), times)
            before += data.num_rows
        if before != metadata.num_rows:
            return None, [wrong("", DAMAGED)]
    except (arrow.ArrowException, OSError, ValueError, KeyError, TypeError):
        return None, [wrong("", DAMAGED)]
    return Table(dataset.id, {}, (_origin(file, before),)), troubles.all()


class _Wrong:
    """Troubles of one file."""

    def __init__(self, dataset: Wanted, file: str) -> None:
        self.dataset, self.file = dataset.id, file

    def __call__(self, column: str, found: Wrong, row: int = 0, value: str = "") -> Trouble:
        place = f"row {row}" if row else ""
        return Trouble(self.file, row, place, self.dataset, column, value, found.message, found.code)


def _opened(source: Any, texts: list[str]) -> Any:
    import pyarrow.parquet as parquet

    return parquet.ParquetFile(source, read_dictionary=texts, page_checksum_verification=True)


def _with_dictionary(footer: Any, schema: Any) -> list[str]:
    """The texts of which the file says each only once. Others take as much room in it as in memory."""
    groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    return [
        field.name
        for number, field in enumerate(schema)
        if _is_text(field.type) and any(group.column(number).has_dictionary_page for group in groups)
    ]


def _origin(file: str, rows: int) -> Origin:
    return Origin(file, range(1, rows + 1), unit="row")


def _judge(dataset: Wanted, footer: Any, schema: Any, in_place: bool = False) -> Iterator[tuple[str, Wrong]]:
    """What the footer says that makes the file one that is not read, each with the column.

    Rows that stay in the file are not counted; then it is a single group of them that must not be too large.
    """
    rows, columns = footer.num_rows, len(schema.names)
    groups = [footer.row_group(number).total_byte_size for number in range(footer.num_row_groups)]
    decoded = min(groups, default=0) if min(groups, default=0) < 0 else (max if in_place else sum)([0, *groups])
    if not rows >= 0 or (not in_place and (rows > limits.TABLE_ROWS or rows * columns > limits.TABLE_CELLS)):
        most = f"{limits.TABLE_ROWS:,} rows or {limits.TABLE_CELLS:,} cells"
        message = f"The file says that it has {rows:,} rows and {columns:,} columns; more than {most} are not read."
        yield "", Wrong(rules.UNREADABLE.code, message)
    elif not 0 <= decoded <= limits.DECODED_BYTES:
        message = f"The file would unpack to more than {limits.DECODED_BYTES // 1024 // 1024:,} MB."
        yield "", Wrong(rules.UNREADABLE.code, message)
    else:
        yield from check_header(dataset, schema.names)
        for field in schema:
            if not _plain(field.type):
                message = f"The column {field.name} holds values of the type {field.type}, which no field has."
                yield field.name, Wrong(rules.MISREAD.code, message)


def _invalid(data: Any) -> Iterator[tuple[str, int]]:
    """The columns with values that their type cannot have, and the row, from 1, of the first text that is not UTF-8."""
    import pyarrow as arrow

    for name in data.column_names:
        start = 0
        for chunk in data[name].chunks:
            try:
                chunk.validate(full=True)
                if arrow.types.is_dictionary(chunk.type):
                    chunk.dictionary.validate(full=True)
            except arrow.ArrowException:
                at = _first_not_utf8(chunk)
                yield name, 0 if at is None else start + at + 1
                break
            start += len(chunk)


def _first_not_utf8(chunk: Any) -> int | None:
    """The position of the first text that cannot be decoded; None when something else is wrong."""
    import pyarrow as arrow

    if arrow.types.is_string(chunk.type) or arrow.types.is_large_string(chunk.type):
        chunk = chunk.cast("binary" if arrow.types.is_string(chunk.type) else arrow.large_binary()).dictionary_encode()
    if not arrow.types.is_dictionary(chunk.type):
        return None
    large = chunk.dictionary.type in (arrow.large_string(), arrow.large_binary())
    words = chunk.dictionary.cast(arrow.large_binary() if large else "binary")
    words.validate(full=True)
    for number, word in enumerate(words.to_pylist()):
        try:
            (word or b"").decode()
        except UnicodeDecodeError:
            position = chunk.indices.index(number).as_py()
            return position if position >= 0 else None
    return None


def _bad_texts(column: Any) -> Iterator[tuple[int, str, Wrong, int]]:
    """The rows, from 1, whose text is too long or holds what no text has: with the text, what is wrong, and for how
    many rows this one stands."""
    import numpy as np
    import pyarrow.compute as compute
    import pyarrow.types as types

    start = 1
    for chunk in column.chunks:
        if not types.is_dictionary(chunk.type):
            if not compute.any(_suspect(chunk)).as_py():
                start += len(chunk)
                continue
            chunk = chunk.dictionary_encode()
        words = chunk.dictionary
        suspect = _suspect(words)
        found = {number: words[number].as_py() for number in np.flatnonzero(suspect.to_numpy(zero_copy_only=False))}
        bad = {number: (text, wrong) for number, text in found.items() if (wrong := _bad(text))}
        if bad:
            numbers = chunk.indices.fill_null(-1).to_numpy()
            rows = np.flatnonzero(np.isin(numbers, list(bad)))
            for row in rows[: limits.TROUBLES].tolist():
                yield start + row, *bad[numbers[row]], 1
            for row in rows[limits.TROUBLES : limits.TROUBLES + 1].tolist():
                yield start + row, *bad[numbers[row]], len(rows) - limits.TROUBLES
        start += len(chunk)


def _suspect(words: Any) -> Any:
    import pyarrow.compute as compute

    long = compute.greater(compute.utf8_length(words), limits.LONGEST_CELL)
    return compute.or_(long, compute.match_substring_regex(words, CONTROLS)).fill_null(False)


def _bad(text: str) -> Wrong | None:
    if len(text) > limits.LONGEST_CELL:
        return Wrong(rules.UNREADABLE.code, f"The cell is longer than {limits.LONGEST_CELL:,} characters.")
    return unwanted(text)


def _is_text(kind: Any) -> bool:
    import pyarrow.types as types

    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind))


def _plain(kind: Any) -> bool:
    """Whether a field may have values of this type."""
    import pyarrow.types as types

    if types.is_dictionary(kind):
        kind = kind.value_type
    known = (
        types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_date, types.is_null,
    )  # fmt: skip
    return _is_text(kind) or any(fits(kind) for fits in known) or (types.is_timestamp(kind) and kind.tz is None)
