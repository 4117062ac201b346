"""The XML parts of an Excel workbook -> its sheets as cells: what was typed, and where.

A reader of our own, because it must see what others hide: formulas and errors apart from values, cells out of order,
two cells in one place. It reads values only; styles, charts and names do not count.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from rbm_spec.collect import limits
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.sheets import DAMAGED, Cell, Sheet, column_number, constant, listed, sought

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z", re.ASCII)
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_", re.ASCII)


def read_sheets(parts: Mapping[str, bytes]) -> dict[str, Sheet]:
    """All sheets by name, with the cells of those that the stamp names. Raises Refused."""
    book = _Book()
    _parse(_part(parts, "xl/workbook.xml"), book.start)
    if book.from_1904:
        raise Refused("The workbook counts days from 1904. Copy the values into a new template.")
    links = _Links()
    _parse(_part(parts, "xl/_rels/workbook.xml.rels"), links.start)
    texts = _Texts()
    if "xl/sharedStrings.xml" in parts:
        _parse(parts["xl/sharedStrings.xml"], texts.start, texts.end, texts.data)
    sheets = listed(Sheet(name, hidden, links.targets.get(link, "")) for name, hidden, link in book.sheets)
    cells = 0
    for sheet in sought(sheets):
        reader = _Rows(sheet, texts.all, limits.CELLS - cells)
        _parse(_part(parts, sheet.part), reader.start, reader.end, reader.data)
        cells += reader.cells
    return sheets


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    if name not in parts:
        raise Refused(DAMAGED)
    return parts[name]


Start = Callable[[str, dict[str, str]], None]


def _parse(
    part: bytes,
    start: Start,
    end: Callable[[str], None] = lambda tag: None,
    data: Callable[[str], None] = lambda text: None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def enter(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEPTH:
            raise Refused(DAMAGED)
        start(tag.removeprefix(f"{MAIN} "), attributes)

    def leave(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.removeprefix(f"{MAIN} "))

    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.CharacterDataHandler = data
    parser.buffer_text = True
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Refused(DAMAGED) from error


class _Book:
    """Collects (name, hidden, link) of each sheet in workbook.xml."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), hidden, attributes.get(f"{LINKS} id", "")))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") not in ("0", "false")


class _Links:
    """Collects the part that each id of a .rels file leads to."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith(" Relationship"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.targets[attributes.get("Id", "")] = path


class _Texts:
    """Collects the shared texts: rich text is joined, hints for reading aloud are left out."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_hint = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._in_hint = True
        elif tag == "t":
            self._in_text = not self._in_hint

    def data(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_hint = False
        elif tag == "si":
            self.all.append(_unescaped("".join(self._pieces)))
            if len(self.all) > limits.TEXTS:
                raise Refused("The workbook holds more texts than an entry workbook can hold.")


class _Rows:
    """Collects the cells of one sheet, each row and cell after the one before."""

    def __init__(self, sheet: Sheet, texts: list[str], most: int) -> None:
        self.cells = 0
        self._sheet, self._texts, self._most = sheet, texts, most
        self._row = self._last_row = 0
        self._column = self._last_column = -1
        self._kind = ""
        self._formula = self._keep = self._in_formula = False
        self._pieces: list[str] = []
        self._formula_pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "f":
                self._formula = self._in_formula = True
            case "v" | "t":
                self._keep = True
            case "mergeCell":
                self._sheet.merged.append(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        if self._keep:
            self._pieces.append(text)
        elif self._in_formula:
            self._formula_pieces.append(text)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._keep = False
        elif tag == "f":
            self._in_formula = False
        elif tag == "c":
            self._end_cell()

    def _start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r", str(self._last_row + 1))
        self._row = int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else 0
        if self._row <= self._last_row:
            raise Refused(DAMAGED)
        self._last_row = self._row
        self._last_column = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column = self._last_column + 1  # where nothing is written, a cell follows the one before
        if "r" in attributes:
            match = _REFERENCE.match(attributes["r"])
            if match is None or int(match[2]) != self._row:
                raise Refused(DAMAGED)
            self._column = column_number(match[1])
        if self._column <= self._last_column or self._row == 0:
            raise Refused(DAMAGED)
        self._last_column = self._column
        self._kind = attributes.get("t", "n")
        self._formula = False
        self._pieces = []
        self._formula_pieces = []

    def _end_cell(self) -> None:
        cell = self._cell("".join(self._pieces))
        if cell is None:
            return
        self.cells += 1
        if self._row > limits.ROWS or self._column >= limits.COLUMNS or self.cells > self._most:
            raise Refused(
                f"The sheet {self._sheet.name} holds more than {limits.ROWS:,} rows, {limits.COLUMNS} columns"
                f" or {limits.CELLS:,} cells. Send data of this size as CSV or Parquet."
            )
        self._sheet.rows.setdefault(self._row, {})[self._column] = cell

    def _cell(self, text: str) -> Cell | None:
        if self._formula:
            return constant("".join(self._formula_pieces)) or Cell("formula", text)
        match self._kind:
            case "s":
                known = text.isascii() and text.isdigit() and len(text) <= 7 and int(text) < len(self._texts)
                if not known:
                    raise Refused(DAMAGED)
                shared = self._texts[int(text)]
                return Cell("text", shared) if shared else None
            case "inlineStr" | "str":
                return Cell("text", _unescaped(text)) if text else None
            case "b":
                if text not in ("", "0", "1"):
                    raise Refused(DAMAGED)
                return Cell("truth", "true" if text == "1" else "false") if text else None
            case "e":
                return Cell("error", text)
            case "d":
                return Cell("text", text) if text else None
            case "n":
                return Cell("number", text) if text else None
            case _:
                raise Refused(DAMAGED)


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_`; halves of a character stay as written."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
