"""The functions of the language over columns: dates, choices, rounding."""

from __future__ import annotations

import operator
from collections.abc import Set
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from ..kernel.values import COMPARABLE

from .columns import Array, Column, Dates, Texts, Truths
from .numbers import Exact, Numbers, extreme

Days = Dates | date
Count = Numbers | int | float
FARTHEST = 4_000_000


def literal(operand: Any) -> Any:
    """A literal as a column of one row; columns stay as they are."""
    match operand:
        case Column():
            return operand
        case bool():
            return Truths.of(operand)
        case str():
            return Texts.of(operand)
        case date():
            return Dates.of(operand)
        case _:
            return Numbers.of(operand)


def within(day: Days, start: date, end: date) -> Truths:
    """Whether the day lies between start and end, both included."""
    at = Dates.of(day)
    days = at.days
    return Truths((days >= np.datetime64(start, "D")) & (days <= np.datetime64(end, "D")), at.known)


def _numbers(whole: Array, known: Array) -> Numbers:
    return Numbers(np.where(known, whole.astype(float), np.nan))


def days(first: Days, last: Days) -> Numbers:
    """Calendar days from first to last."""
    a, b = Dates.of(first), Dates.of(last)
    return _numbers((b.days - a.days).astype(np.int64), a.known & b.known)


def working_days(first: Days, last: Days, holidays: Set[date]) -> Numbers:
    """Mondays to Fridays d with first <= d < last, less holidays; negative backwards."""
    a, b = Dates.of(first), Dates.of(last)
    known = a.known & b.known
    start, end = (np.where(known, side.days, np.datetime64("2000-01-01", "D")) for side in (a, b))
    closed = np.array(sorted(holidays), "datetime64[D]")
    count = np.busday_count(np.minimum(start, end), np.maximum(start, end), holidays=closed)
    return _numbers(np.where(end < start, -count, count), known)


def months(first: Days, last: Days) -> Numbers:
    """Complete months: the largest n with first + n months <= last, and its mirror backwards."""
    a, b = Dates.of(first), Dates.of(last)
    known = a.known & b.known
    start, end = np.where(b.values < a.values, b.values, a.values), np.where(b.values < a.values, a.values, b.values)
    count = (end.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(np.int64)
    count = count - (_moved(start, count) > end)
    return _numbers(np.where(b.values < a.values, -count, count), known)


def hours(first: Dates, last: Dates) -> Numbers:
    """Hours between two datetimes, with their fraction."""
    a, b = Dates.of(first), Dates.of(last)
    elapsed = _numbers((b.values - a.values).astype("timedelta64[us]").astype(np.int64), a.known & b.known)
    return elapsed / 3_600_000_000


def add_days(day: Days, count: Count) -> Dates:
    """The date `count` days later; missing when the count is not whole or the year is not 1 to 9999."""
    at = Dates.of(day)
    steps, known = _steps(count)
    moved = at.values + np.where(known, steps, 0).astype("timedelta64[D]")
    return Dates.within_years(np.where(known, moved, np.datetime64("NaT")))


def add_months(day: Days, count: Count) -> Dates:
    """The date `count` months later, at the latest the month's last day."""
    at = Dates.of(day)
    steps, known = _steps(count)
    moved = _moved(at.values, np.where(known, steps, 0))
    return Dates.within_years(np.where(known, moved, np.datetime64("NaT")))


def _steps(count: Count) -> tuple[Array, Array]:
    """Whole numbers of days or months, and where there are any."""
    number = Numbers.of(count)
    values = number.values if number.places is not None else number.decimals
    known = (np.abs(values) <= FARTHEST) & (values == np.floor(values))
    return np.where(known, values, 0).astype(np.int64), known


def _moved(values: Array, count: Array) -> Array:
    """So many months later, clipped to the month's end, with the time of day kept."""
    month = values.astype("datetime64[M]")
    day = values.astype("datetime64[D]")
    target = month + count.astype("timedelta64[M]")
    last = (target + 1).astype("datetime64[D]") - 1
    moved = np.minimum(target.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)
    return np.asarray(moved + (values - day))


def year(day: Days) -> Numbers:
    """The year."""
    at = Dates.of(day)
    return _numbers(at.values.astype("datetime64[Y]").astype(np.int64) + 1970, at.known)


def month(day: Days) -> Numbers:
    """The month, 1 to 12."""
    at = Dates.of(day)
    return _numbers(at.values.astype("datetime64[M]").astype(np.int64) % 12 + 1, at.known)


def quarter(day: Days) -> Numbers:
    """The quarter, 1 to 4."""
    at = Dates.of(day)
    return _numbers(at.values.astype("datetime64[M]").astype(np.int64) % 12 // 3 + 1, at.known)


def choose(condition: Truths | bool, then: Any, otherwise: Any) -> Any:
    """`if`: an unknown condition takes the third argument."""
    first, second = literal(then), literal(otherwise)
    return first.pick(Truths.of(condition).true, first, second)


def coalesce(*candidates: Any) -> Any:
    """The first argument that has a value."""
    found = literal(candidates[0])
    for candidate in candidates[1:]:
        found = found.pick(found.known, found, literal(candidate))
    return found


def absolute(operand: Count) -> Numbers:
    """The size of a number."""
    number = Numbers.of(operand)
    return Numbers(np.abs(number.whole), number.places)


def smallest(*operands: Any) -> Any:
    """The least argument; missing if any is."""
    return _extreme(operator.lt, operands)


def largest(*operands: Any) -> Any:
    """The greatest argument; missing if any is."""
    return _extreme(operator.gt, operands)


def _extreme(better: Any, operands: tuple[Any, ...]) -> Any:
    found, *others = (literal(operand) for operand in operands)
    for other in others:
        if isinstance(found, Numbers):
            found = extreme(better, found, other)
        else:
            both = np.where(better(found.values, other.values), found.values, other.values)
            found = Dates(np.where(found.known & other.known, both, np.datetime64("NaT")))
    return found


def rounded(operand: Count, places: int) -> Numbers:
    """Rounded half away from zero to `places` decimals, which may be negative."""
    number = _comparable(Numbers.of(operand))
    if number.places <= places:
        return number
    step = 10 ** (number.places - places)
    whole = number.divisible(step)
    size = (np.abs(whole) + step // 2) // step
    whole = np.where(whole < 0, 0 - size, size)
    return Numbers(whole, places) if places >= 0 else Numbers(whole) * 10**-places


def floored(operand: Count) -> Numbers:
    """The whole number at or below."""
    number = _comparable(Numbers.of(operand))
    step = 10**number.places
    return Numbers(number.divisible(step) // step)


def ceiled(operand: Count) -> Numbers:
    """The whole number at or above."""
    return -floored(-Numbers.of(operand))


def _comparable(number: Numbers) -> Exact:
    """As decimals, binary numbers with twelve significant digits; missing beyond 10^15."""
    if number.places is None:
        found, positions = np.unique(number.decimals, return_inverse=True)
        small = [each if abs(each) <= COMPARABLE else None for each in found.tolist()]
        number = Numbers.exact([None if each is None else Decimal(repr(each)) for each in small]).take(positions)
    return Exact(np.where(number.small, number.whole, np.nan), number.places)
