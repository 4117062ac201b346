"""The content of an .ods file -> where in its bytes rows, cells and styles stand, so that they can be changed in place.

Nothing is parsed into a tree and written again: whatever is not marked keeps every byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from rbm_spec.collect.archive import Refused

_SPACES = {
    "xmlns:office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "xmlns:table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "xmlns:text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xmlns:style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "xmlns:fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
OTHER_NAMES = "The names of this file are not those that spreadsheet programs write."
TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")


@dataclass(slots=True)
class Spot:
    """An element: its bytes from `start` to `end`, and the first of the places that it takes, counted from 1."""

    start: int
    end: int
    said: Mapping[str, str]
    first: int = 0
    many: int = 1


@dataclass(slots=True)
class Line(Spot):
    """A row with its cells; cells inside a merged area are not among them. `cells_end` is where one more could be."""

    cells: list[Spot] = field(default_factory=list)
    width: int = 0
    cells_end: int = 0


@dataclass
class Spots:
    """What was found: lines by sheet, the style of each column by sheet, cell styles by name, and two places."""

    names: list[str] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    columns: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    styles: dict[str, Spot] = field(default_factory=dict)
    styles_end: int = -1
    first_table: int = -1


def spots_in(content: bytes, wanted: Mapping[str, frozenset[int]]) -> Spots:
    """Those of the rows in `wanted`. Raises Refused where names are unusual, or the file is damaged."""
    pass_ = _Pass(content, wanted)
    parser = expat.ParserCreate()
    pass_.parser = parser
    parser.StartElementHandler, parser.EndElementHandler = pass_.start, pass_.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, IndexError) as error:
        raise Refused(OTHER_NAMES) from error
    if pass_.found.styles_end < 0 or pass_.found.first_table < 0:
        raise Refused(OTHER_NAMES)
    return pass_.found


class _Pass:
    """One pass over the content."""

    parser: expat.XMLParserType

    def __init__(self, content: bytes, wanted: Mapping[str, frozenset[int]]) -> None:
        self.found = Spots()
        self._content, self._wanted = content, wanted
        self._open: list[tuple[str, int, int]] = []
        self._tables = self._row = self._column = self._rows = 0
        self._line: Line | None = None
        self._cell: Spot | None = None
        self._style: tuple[str, Spot] | None = None

    def start(self, name: str, said: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        tag = TAG.match(self._content, at)
        if tag is None or (not self._open and any(said.get(key) != value for key, value in _SPACES.items())):
            raise Refused(OTHER_NAMES)
        self._open.append((name, at, tag.end() if tag[0].endswith(b"/>") else -1))
        match name:
            case "table:table":
                self._start_table(at, said)
            case "table:table-column" if self._tables == 1:
                many = int(said.get("table:number-columns-repeated", "1"))
                style = said.get("table:default-cell-style-name", "")
                self.found.columns[self.found.names[-1]].append((many, style))
            case "table:table-row" if self._tables == 1:
                self._start_row(at, said)
            case "table:table-cell" | "table:covered-table-cell" if self._tables == 1 and self._cell is None:
                many = int(said.get("table:number-columns-repeated", "1"))
                self._cell = Spot(at, at, said, self._column + 1, many)
                self._column += many
            case "style:style" if said.get("style:family") == "table-cell" and self.found.styles_end < 0:
                self._style = said.get("style:name", ""), Spot(at, at, said)

    def _start_table(self, at: int, said: Mapping[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            self.found.first_table = at if self.found.first_table < 0 else self.found.first_table
            self.found.names.append(said.get("table:name", ""))
            self.found.columns[self.found.names[-1]] = []
            self._row = 0

    def _start_row(self, at: int, said: Mapping[str, str]) -> None:
        many = int(said.get("table:number-rows-repeated", "1"))
        first, self._row, self._column = self._row + 1, self._row + many, 0
        name = self.found.names[-1]
        if any(first <= number <= self._row for number in self._wanted.get(name, ())):
            self._line = Line(at, at, said, first, many)

    def end(self, name: str) -> None:
        _, at, empty = self._open.pop()
        end = empty if empty >= 0 else self._content.index(b">", self.parser.CurrentByteIndex) + 1
        match name:
            case "table:table":
                self._tables -= 1
            case "table:table-row" if self._tables == 1 and self._line is not None:
                self._line.end, self._line.width = end, self._column
                self._line.cells_end = self.parser.CurrentByteIndex if empty < 0 else -1
                self.found.lines.setdefault(self.found.names[-1], []).append(self._line)
                self._line = None
            case "table:table-cell" | "table:covered-table-cell" if self._cell is not None and self._cell.start == at:
                self._cell.end = end
                if self._line is not None and name == "table:table-cell":
                    self._line.cells.append(self._cell)
                self._cell = None
            case "style:style" if self._style is not None and self._style[1].start == at:
                self._style[1].end = end
                self.found.styles[self._style[0]] = self._style[1]
                self._style = None
            case "office:automatic-styles" if empty < 0:
                self.found.styles_end = self.parser.CurrentByteIndex
