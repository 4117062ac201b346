"""Where formulas stand, and what the spellings of all kinds share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from rbm_spec.expr.types import Kind
from rbm_spec.targets.excel.live.terms import PRODUCT, UNKNOWN, Quality, Term

LARGEST_DAY = 2_958_465
"""31 December 9999."""

AT_ONCE = 40
"""Arguments of one function: Excel takes 255, 64 levels, and formulas of 8,192 characters."""


class Place(Protocol):
    """Where formulas stand."""

    def keep(self, term: Term) -> Term:
        """The term as a cell of its own, which may be mentioned several times."""
        ...

    def cut(self, term: Term) -> Term:
        """The number without the error of binary arithmetic; missing beyond 10^15."""
        ...

    def watch(self, day: Term) -> None:
        """Leave what reads the row to the centre where a kept day lies before those that spreadsheets know alike."""
        ...

    def period(self, end: str) -> str:
        """The name of the cell with the first (`start`) or last (`end`) day of the period."""
        ...

    def plan(self, end: str) -> str:
        """The first or last day of the plan."""
        ...

    @property
    def holidays(self) -> str | None:
        """The cells with the holidays."""
        ...


Spelling = Callable[[Sequence[Term], Place], Term]


def condition(text: str, strength: int = 9) -> Term:
    """A condition."""
    return Term(text, Kind.BOOLEAN, strength)


def decided(test: str) -> Term:
    """1 or 0 by a test that is an error when a side is missing."""
    return condition(f"IFERROR(IF({test},1,0),{UNKNOWN})")


def milliseconds(term: Term) -> str:
    """Days with their fraction come close to what was entered; whole milliseconds are exactly it."""
    return f"ROUND({term.bound(PRODUCT)}*86400000,0)"


def day_of(term: Term) -> str:
    """The day of a date or a moment, as the text of a formula."""
    return f"INT({term.text})" if term.kind is Kind.DATETIME else term.bound(1)


def small(text: str, strength: int = 9) -> Term:
    """A whole number that is surely not large."""
    return Term(text, Kind.NUMBER, strength, Quality.SMALL)
