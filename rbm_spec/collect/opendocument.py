"""The XML parts of an .ods file -> its sheets as cells, in the form that those of .xlsx have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from rbm_spec.collect import limits
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.sheets import STAMP, Cell, Sheet, column_letters, constant, listed, sought

CONTENT = "content.xml"
DAMAGED = "The workbook is damaged. Open it in LibreOffice, save it again and send that."
_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_VALUES = {
    "float": "value",
    "currency": "value",
    "percentage": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}
_KINDS = {"float": "number", "currency": "number", "percentage": "number", "date": "date", "boolean": "truth"}
_WHOLE = re.compile(r"[0-9]{1,7}\Z", re.ASCII)
_SPACES = 1_000


def read_sheets(parts: Mapping[str, bytes]) -> dict[str, Sheet]:
    """All sheets by name, with the cells of those that the stamp names. Raises Refused."""
    if CONTENT not in parts:
        raise Refused(DAMAGED)
    stamped = _read(parts[CONTENT], _Content(frozenset({STAMP})))
    wanted = frozenset(sheet.name for sheet in sought(stamped))
    return _read(parts[CONTENT], _Content(wanted))


def _read(part: bytes, content: _Content) -> dict[str, Sheet]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    content.attach(parser)
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Refused(DAMAGED) from error
    return listed(content.sheets)


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{_PREFIXES.get(space, '')}:{local}"


class _Content:
    """Collects the sheets; those in `wanted` with their cells."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.sheets: list[Sheet] = []
        self._wanted = wanted
        self._hidden: set[str] = set()
        self._style = ""
        self._depth = self._cells = 0
        self._row = self._column = 0
        self._rows_more = self._columns_more = 1
        self._pending: dict[int, Cell] = {}
        self._cell: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._paragraphs = self._aside = 0
        self._keeping = False

    def attach(self, parser: expat.XMLParserType) -> None:
        """Listen to a parser."""
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > limits.DEPTH:
            raise Refused(DAMAGED)
        tag = _short(name)
        if tag == "table:table":
            self._start_sheet({_short(key): value for key, value in attributes.items()})
        elif tag == "style:style":
            self._style = {_short(key): value for key, value in attributes.items()}.get("style:name", "")
        elif tag == "style:table-properties":
            said = {_short(key): value for key, value in attributes.items()}
            if said.get("table:display") == "false":
                self._hidden.add(self._style)
        elif self._keeping:
            self._inside(tag, {_short(key): value for key, value in attributes.items()})

    def _start_sheet(self, said: dict[str, str]) -> None:
        hidden = said.get("table:style-name", "") in self._hidden
        self.sheets.append(Sheet(said.get("table:name", ""), hidden, CONTENT))
        self._keeping = self.sheets[-1].name in self._wanted
        self._row = 0

    def _inside(self, tag: str, said: dict[str, str]) -> None:
        match tag:
            case "table:table-row":
                self._row += 1
                self._rows_more = _count(said.get("table:number-rows-repeated", "1"))
                self._column, self._pending = 0, {}
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._pieces, self._paragraphs = said, [], 0
                self._columns_more = _count(said.get("table:number-columns-repeated", "1"))
            case "office:annotation":
                self._aside += 1
            case "text:p" if not self._aside:
                self._pieces += ["\n"] if self._paragraphs else []
                self._paragraphs += 1
            case "text:s" if not self._aside:
                self._pieces.append(" " * min(_count(said.get("text:c", "1")), _SPACES))
            case "text:tab" if not self._aside:
                self._pieces.append("\t")
            case "text:line-break" if not self._aside:
                self._pieces.append("\n")

    def data(self, text: str) -> None:
        if self._keeping and self._cell is not None and self._paragraphs and not self._aside:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        self._depth -= 1
        if not self._keeping:
            return
        match _short(name):
            case "table:table-cell" | "table:covered-table-cell":
                self._end_cell()
            case "table:table-row":
                self._end_row()
            case "office:annotation":
                self._aside -= 1
            case "table:table":
                self._keeping = False

    def _end_cell(self) -> None:
        assert self._cell is not None
        cell, more = _cell(self._cell, "".join(self._pieces)), self._columns_more
        columns, rows = (_count(self._cell.get(f"table:number-{each}-spanned", "1")) for each in ("columns", "rows"))
        if columns > 1 or rows > 1:
            first = f"{column_letters(self._column)}{self._row}"
            self.sheets[-1].merged.append(f"{first}:{column_letters(self._column + columns - 1)}{self._row + rows - 1}")
        if cell is not None:
            self._check(self._row, self._column + more, more)
            self._pending |= dict.fromkeys(range(self._column, self._column + more), cell)
        self._column += more
        self._cell = None

    def _end_row(self) -> None:
        if self._pending:
            self._check(self._row + self._rows_more - 1, 0, len(self._pending) * (self._rows_more - 1))
            for number in range(self._row, self._row + self._rows_more):
                self.sheets[-1].rows[number] = self._pending
        self._row += self._rows_more - 1

    def _check(self, row: int, columns: int, cells: int) -> None:
        self._cells += cells
        if row > limits.ROWS or columns > limits.COLUMNS or self._cells > limits.CELLS:
            raise Refused(
                f"The sheet {self.sheets[-1].name} holds more than {limits.ROWS:,} rows, {limits.COLUMNS} columns"
                f" or {limits.CELLS:,} cells. Send data of this size as CSV or Parquet."
            )


def _count(text: str) -> int:
    if not _WHOLE.match(text) or int(text) < 1:
        raise Refused(DAMAGED)
    return int(text)


def _cell(said: Mapping[str, str], shown: str) -> Cell | None:
    kind = said.get("office:value-type", "")
    if "table:formula" in said:
        return constant(said["table:formula"].removeprefix("of:=")) or Cell("formula", shown)
    if said.get("calcext:value-type") == "error":
        return Cell("error", shown)
    if kind in _KINDS:
        text = said.get(f"office:{_VALUES[kind]}", "")
        return Cell(_KINDS[kind], text) if text else None
    text = said.get("office:string-value", shown)
    return Cell("text", text) if text else None
