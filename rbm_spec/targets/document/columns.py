"""A table of a Word document -> the same with columns that hold their longest word, and rows that stay whole.

The templates share the page out among columns as suits most tables. Where a column is too narrow for a word of its own,
it takes what it lacks from columns with room to spare; where all words together are wider than the page, those are cut
that are longest. Rows of data have columns that no template knows: beyond its longest word, each gets a share by its
longest text.

A row is not split over two pages unless it is as tall as half a page: what is taller would leave too much of a page
empty, and could be taller than a page, where LibreOffice loses what must not be split.
"""

from __future__ import annotations

import re
from html import unescape

PAGE = 9639
"""Twentieths of a point between the margins of the page."""
MARGINS = 170
EM = {b"Table": 200, b"Facts": 200, b"Rows": 160}
"""Size of the letters, by the style of the table, in the same measure."""
LARGEST = 240
OF_DATA = b"Rows"
HALF, LINE = 6500, 1.3
"""Half the height between the margins, less what spaces take, and that of a line as a multiple of its letters."""
WIDER, WIDE, USUAL = 0.65, 0.57, 0.535
"""Width of a bold letter, Arabic, Cyrillic and other, as a part of its size."""
WIDEST, BROAD = 0.9, frozenset("MWmw@%ЖМФШЩЫЮжмфшщыюسشصضطظفقبتثكىي")
"""And of those that are wider than all others: Women is as wide as six letters."""

SURE = 0.9
"""What a word takes at least of the width that it is thought to have."""

STYLE = re.compile(rb'<w:tblStyle w:val="(\w+)" />')
GRID = re.compile(rb"<w:tblGrid>.*?</w:tblGrid>")
COLUMN = re.compile(rb'<w:gridCol w:w="(\d+)" />')
ROW, CELL = re.compile(rb"<w:tr>.*?</w:tr>", re.DOTALL), re.compile(rb"<w:tc>.*?</w:tc>", re.DOTALL)
START, WHOLE_ROW = re.compile(rb"<w:tr>(<w:trPr>)?"), b"<w:tr><w:trPr><w:cantSplit />"
TEXT = re.compile(rb"<w:t(?: [^<>]*)?>([^<>]*)</w:t>|(</w:p>)")
WORD = re.compile(r"(?:[^\s/–-]|(?<=\d)-(?=\d))+-?")
"""A line ends at a blank or behind a hyphen, but a date stays whole."""
WHOLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)
IDEOGRAPHS = "\u2e80"
"""From here on a line may end behind any sign."""


def widened(table: bytes) -> bytes:
    """The table with the widths that its words need; as it is when they all fit, or when its style is not known."""
    style, grid = STYLE.search(table), GRID.search(table)
    if style is None or grid is None or style[1] not in EM:
        return table
    widths = [int(width) for width in COLUMN.findall(grid[0])]
    needed = _needed(table, len(widths), EM[style[1]])
    total = sum(widths)
    if not total or len(needed) != len(widths):
        return table
    if style[1] == OF_DATA and sum(needed) < PAGE:
        shared = _stretched(needed, _needed(table, len(widths), EM[style[1]], WHOLE))
    elif (found := _shared([width * PAGE / total for width in widths], needed)) is not None:
        shared = found
    else:
        return table
    columns = b"".join(b'<w:gridCol w:w="%d" />' % round(width) for width in shared)
    return table.replace(grid[0], b"<w:tblGrid>" + columns + b"</w:tblGrid>", 1)


def unsplit(table: bytes) -> bytes:
    """The table with rows that stay on one page, but for tall ones."""
    style, grid = STYLE.search(table), GRID.search(table)
    em = EM.get(style[1], LARGEST) if style else LARGEST
    widths = [int(width) for width in COLUMN.findall(grid[0])] if grid else []
    shares = [max(width * PAGE / sum(widths) - MARGINS, em) for width in widths if width]

    def whole(row: re.Match[bytes]) -> bytes:
        cells = (_said(cell) for cell in CELL.findall(row[0]))
        lines = max((_width(text, cut=False) * em / room for text, room in zip(cells, shares, strict=False)), default=0)
        if b"<w:cantSplit />" in row[0] or lines * LINE * em > HALF:
            return row[0]
        return START.sub(lambda start: WHOLE_ROW if start[1] else WHOLE_ROW + b"</w:trPr>", row[0], count=1)

    return ROW.sub(whole, table)


def _stretched(needed: list[float], longest: list[float]) -> list[float]:
    """Widths that hold what is needed, and share the rest of the page by what would hold each text in one line."""
    wanted = [whole - need for whole, need in zip(longest, needed, strict=True)]
    if not any(wanted):
        wanted = needed
    rest = (PAGE - sum(needed)) / sum(wanted)
    return [need + each * rest for need, each in zip(needed, wanted, strict=True)]


def _shared(widths: list[float], needed: list[float]) -> list[float] | None:
    """Widths of the same sum that hold what is needed, or None when these already do."""
    if all(width >= need for width, need in zip(widths, needed, strict=True)):
        return None
    if sum(needed) * SURE <= PAGE <= sum(needed):
        return [need * PAGE / sum(needed) for need in needed]
    if sum(needed) > PAGE:
        most = _most(needed)
        return [min(need, most) for need in needed]
    lacking = sum(max(need - width, 0) for width, need in zip(widths, needed, strict=True))
    room = sum(max(width - need, 0) for width, need in zip(widths, needed, strict=True))
    return [
        need if need > width else width - (width - need) * lacking / room
        for width, need in zip(widths, needed, strict=True)
    ]


def _most(needed: list[float]) -> float:
    """What the widest columns share alike, when the others have what they need."""
    room = float(PAGE)
    for count, need in enumerate(sorted(needed)):
        if need > (share := room / (len(needed) - count)):
            return share
        room -= need
    return max(needed)


def _needed(table: bytes, columns: int, em: int, part: re.Pattern[str] = WORD) -> list[float]:
    """The width of the longest word, or other part, of every column, with the margins of a cell."""
    found = [0.0] * columns
    for row in ROW.findall(table):
        for place, cell in enumerate(CELL.findall(row)[:columns]):
            said = (_width(each, cut=part is WORD) for each in part.findall(_said(cell)))
            found[place] = max([found[place], *(width * em for width in said)])
    return [width + MARGINS for width in found]


def _said(cell: bytes) -> str:
    return unescape("".join(" " if end else text.decode() for text, end in TEXT.findall(cell)))


def _width(text: str, *, cut: bool) -> float:
    """In sizes of a letter; of a word that may be cut anywhere, one sign where it is `cut`."""
    if cut and any(sign >= IDEOGRAPHS for sign in text):
        return 1.0
    return sum(map(_letter, text))


def _letter(sign: str) -> float:
    if sign in BROAD:
        return WIDEST
    if "\u0600" <= sign <= "\u06ff":
        return WIDER
    return 1.0 if sign >= IDEOGRAPHS else WIDE if "\u0400" <= sign <= "\u04ff" else USUAL
