"""The worked examples of a plan -> what its rows look like: how far apart dates lie, how common codes are, how large
amounts.

Examples are all that a plan shows of its data; a handful of rows says more than bounds and types. Texts are not read
for meaning, and nothing of a row is taken over: what is counted here only sets the odds.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from rbm_spec.plan.model import Plan

MOST_ROWS = 1000
YEAR, QUARTER, MONTH = 12, 3, 1


@dataclass(frozen=True)
class Evidence:
    """The rows of all examples of a dataset, as text by field."""

    rows: tuple[Mapping[str, str], ...] = ()

    def cells(self, field: str) -> list[str]:
        """What stands in a field, "" where it is empty."""
        return [row[field] for row in self.rows if field in row]

    def alike(self, cells: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
        """The rows in which these fields hold these texts."""
        return tuple(row for row in self.rows if all(row.get(field) == text for field, text in cells.items()))

    def numbers(self, field: str) -> list[Decimal]:
        """The numbers in a field other than 0."""
        found = []
        for cell in self.cells(field):
            with suppress(InvalidOperation):
                found.append(Decimal(cell))
        return [each for each in found if each.is_finite() and each]

    def gaps(self, first: str, second: str) -> list[int]:
        """The days from one date to another of the same row, in all rows that have both."""
        pairs = ((_day(row.get(first)), _day(row.get(second))) for row in self.rows)
        return [(b - a).days for a, b in pairs if a and b]

    def ends(self, field: str) -> int | None:
        """The months of the periods on whose last day every date in a field lies; None where one does not."""
        days = [day for cell in self.cells(field) if (day := _day(cell))]
        if len(days) < 2:
            return None
        return next((months for months in (YEAR, QUARTER, MONTH) if all(is_end(day, months) for day in days)), None)

    def most_at_once(self, field: str) -> int:
        """The most rows that share a value of a field."""
        return max(Counter(filter(None, self.cells(field))).values(), default=0)


def evidence(plan: Plan) -> dict[str, Evidence]:
    """By dataset; one that no example shows has no entry."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for indicator in plan.indicators.values():
        for example in indicator.spec.examples:
            for dataset, text in example.data.items():
                with suppress(csv.Error):
                    found.setdefault(dataset, []).extend(_rows(text))
    return {dataset: Evidence(tuple(rows[:MOST_ROWS])) for dataset, rows in found.items() if rows}


def is_end(day: date, months: int) -> bool:
    """Whether a day is the last one of a calendar year, quarter or month."""
    return day < date.max and (day + timedelta(days=1)).day == 1 and day.month % months == 0


def _rows(text: str) -> list[Mapping[str, str]]:
    lines = csv.reader(io.StringIO(text.strip(), newline=""), strict=True)
    header = next(lines, [])
    return [dict(zip(header, line, strict=True)) for line in lines if len(line) == len(header)]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
