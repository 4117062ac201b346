"""Columns of formulas over a number of rows, as they will stand on a hidden sheet; nothing is written here."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rbm_spec.targets.unsupported import Inexpressible

Cached = str | int | float
LONGEST_FORMULA = 8_000
MOST_COLUMNS = 16_000


@cache
def letters(column: int) -> str:
    """The letters of a column, from 0 for A."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text, column = chr(65 + rest) + text, column - 1
    return text


def number_of(column: str) -> int:
    """The number of a column, from 1 for A."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True)
class Ref:
    """A column of a grid: `here` is its cell in the row at hand, `all` its cells, `abroad` these from another sheet.

    Names of hidden sheets are single words, which need no quotes.
    """

    sheet: str
    letter: str
    first: int
    last: int

    @property
    def here(self) -> str:
        """The cell in the same row."""
        return f"${self.letter}#"

    @property
    def all(self) -> str:
        """All cells, from the same sheet."""
        return f"${self.letter}${self.first}:${self.letter}${self.last}"

    @property
    def abroad(self) -> str:
        """All cells, from any sheet."""
        return f"{self.sheet}!{self.all}"

    def at(self, row: int) -> str:
        """The cell in one row, from any sheet."""
        return f"{self.sheet}!${self.letter}${row}"


@dataclass(frozen=True, slots=True)
class Column:
    """A title, and for each row, or for all alike, a formula and its value before data is entered.

    Without formulas the values are constants.
    """

    title: str
    formula: str | Sequence[str]
    cached: Cached | Sequence[Cached]

    def formulas(self, rows: int) -> Sequence[str]:
        """One for each row."""
        return [self.formula] * rows if isinstance(self.formula, str) else self.formula

    def values(self, rows: int) -> Sequence[Cached]:
        """One for each row."""
        return [self.cached] * rows if isinstance(self.cached, str | int | float) else self.cached


@dataclass
class Grid:
    """`first` is the number of its first row, from 1; titles stand in the row above. Column A counts the rows."""

    sheet: str
    first: int
    rows: int
    columns: list[Column] = field(default_factory=list)
    known: dict[Hashable, Ref] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + self.rows - 1

    def ref(self, column: int) -> Ref:
        """The column of this number, from 0 for column A."""
        return Ref(self.sheet, letters(column), self.first, self.last)

    @property
    def number(self) -> Ref:
        """Column A: 1, 2, 3, ..."""
        return self.ref(0)

    def marked(self, mark: str) -> list[tuple[tuple[object, ...], Ref]]:
        """The columns whose keys begin with `mark`, by the rest of their keys."""
        return [(key[1:], ref) for key, ref in self.known.items() if isinstance(key, tuple) and key[0] == mark]

    def add(
        self,
        key: Hashable,
        title: str,
        formula: str | Sequence[str],
        cached: Cached | Sequence[Cached],
    ) -> Ref:
        """The column of this key, made when there is none yet. Inexpressible beyond what Excel holds."""
        if key not in self.known:
            texts = [formula] if isinstance(formula, str) else formula
            if any(len(text) > LONGEST_FORMULA for text in texts):
                raise Inexpressible(f"A formula would be longer than {LONGEST_FORMULA:,} characters.")
            if len(self.columns) >= MOST_COLUMNS:
                raise Inexpressible(f"It would take more than {MOST_COLUMNS:,} columns.")
            self.columns.append(Column(title, formula, cached))
            self.known[key] = self.ref(len(self.columns))
        return self.known[key]
