"""What a sheet of a workbook is to us: cells of a kind, with text, and where; which sheets count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rbm_spec.collect import limits
from rbm_spec.collect.archive import Refused
from rbm_spec.plan import stamp as stamps

STAMP = stamps.SHEET
DAMAGED = "The workbook is damaged. Open it in Excel, save it as .xlsx and send it again."


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is number, text, truth, date, error or formula; `text` is what the file says."""

    kind: str
    text: str


Row = dict[int, Cell]


@dataclass(slots=True)
class Sheet:
    """`rows` by number from 1; cells by column from 0. Empty cells are not there. `merged` says areas as written."""

    name: str
    hidden: bool
    part: str
    rows: dict[int, Row] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[list[str]]:
        """The texts of the cells that are there, row by row."""
        return [[cell.text for _, cell in sorted(row.items())] for _, row in sorted(self.rows.items())]


def listed(found: Iterable[Sheet]) -> dict[str, Sheet]:
    """The sheets by name. Raises Refused where there are too many, or two of one name."""
    several = list(found)
    if len(several) > limits.SHEETS:
        raise Refused(f"The workbook has more than {limits.SHEETS} sheets.")
    sheets = {sheet.name: sheet for sheet in several}
    if len(sheets) < len(several):
        raise Refused(DAMAGED)
    return sheets


def sought(sheets: Mapping[str, Sheet]) -> Iterator[Sheet]:
    """The stamp, then the sheets that it names; what else is in a workbook is computed there, and nobody reads it.

    Data that somebody hid is refused by its sheet.
    """
    if STAMP not in sheets:
        return
    yield sheets[STAMP]
    stamp = stamps.read(sheets[STAMP].texts)
    if stamp is not None:
        names = dict.fromkeys([stamp.readme, *(table.sheet for table in stamp.tables.values())])
        yield from (sheets[name] for name in names if name in sheets and name != STAMP and not sheets[name].hidden)


def constant(formula: str) -> Cell | None:
    """The value of `TRUE()` and `FALSE()`, which is how LibreOffice saves a condition that was typed in Excel."""
    text = {"TRUE()": "true", "FALSE()": "false"}.get(formula.strip().upper())
    return Cell("truth", text) if text else None


def column_number(letters: str) -> int:
    """`A` is 0, `Z` is 25, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """0 is `A`."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
