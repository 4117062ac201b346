"""Reporting periods: `2028`, `2028-Q2`, `2028-2029`, and `2029` for what is cumulative since the plan's start."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol, TypeVar

from .dates import shift_months

FREQUENCIES = ("annual", "biennial", "quarterly", "plan")
_LABEL = re.compile(r"(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-(?P<last>[0-9]{4}))?\Z", re.ASCII)


@dataclass(frozen=True)
class Period:
    """A reporting period; both ends are in."""

    label: str
    start: date
    end: date


class Dated(Protocol):
    """Something that holds until a day, or (None) from then on."""

    @property
    def until(self) -> date | None:
        """The last day."""
        ...


Each = TypeVar("Each", bound=Dated)


def in_force(methods: Iterable[Each], period: Period) -> Each:
    """The first of `methods`, oldest first, that still holds at the period's end."""
    return next(each for each in methods if each.until is None or each.until >= period.end)


@lru_cache(maxsize=1024)
def parse(label: str, frequency: str, plan_start: date) -> Period | None:
    """The period that `label` names for an indicator of this frequency, or None if it names none."""
    match = _LABEL.match(label)
    if match is None:
        return None
    year = int(match["year"])
    if year < 2 or year > 9990:
        return None
    shape = "quarterly" if match["quarter"] else "biennial" if match["last"] else "year"
    if shape != {"annual": "year", "plan": "year"}.get(frequency, frequency):
        return None
    match frequency:
        case "quarterly":
            return _quarter(year, int(match["quarter"]))
        case "biennial":
            fits = int(match["last"]) == year + 1 and (year - plan_start.year) % 2 == 0
            return Period(label, date(year, 1, 1), date(year + 1, 12, 31)) if fits else None
        case "plan":
            return Period(label, plan_start, date(year, 12, 31)) if year >= plan_start.year else None
        case _:
            return Period(label, date(year, 1, 1), date(year, 12, 31))


def _quarter(year: int, quarter: int) -> Period:
    start = date(year, quarter * 3 - 2, 1)
    after = shift_months(start, 3)
    assert after is not None
    return Period(f"{year}-Q{quarter}", start, after - timedelta(days=1))


def containing(label: str, frequency: str, plan_start: date) -> Period | None:
    """The period to report when a year is asked for: for biennia the one that holds it, for quarters its last."""
    if frequency == "biennial" and label.isdigit():
        first = int(label) - (int(label) - plan_start.year) % 2
        label = f"{first}-{first + 1}"
    elif frequency == "quarterly" and label.isdigit():
        label = f"{label}-Q4"
    return parse(label, frequency, plan_start)


def previous(period: Period, frequency: str, plan_start: date) -> Period | None:
    """The period before; None before the first of a cumulative indicator."""
    year = period.end.year
    match frequency:
        case "quarterly":
            start = shift_months(period.start, -3)
            return None if start is None else _quarter(start.year, (start.month + 2) // 3)
        case "biennial":
            label = f"{year - 3:04}-{year - 2:04}"
        case _:
            label = f"{year - 1:04}"
    return parse(label, frequency, plan_start)
