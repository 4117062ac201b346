"""Functions of dates: days, working days, months, hours, and moving a date.

Datetimes are read as written, in no time zone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Set
from datetime import date, datetime, timedelta
from fractions import Fraction

from .values import Operand, Value, as_value, missing


def day_of(moment: date) -> date:
    """The calendar day of a date or datetime."""
    return moment.date() if isinstance(moment, datetime) else moment


def shift_months(day: date, count: int) -> date | None:
    """`count` months later, clipped to the month's end; None outside the years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Complete months: the largest n with first + n months <= last, and its mirror backwards."""
    if last < first:
        return -months_between(last, first)
    count = (last.year - first.year) * 12 + last.month - first.month
    moved = shift_months(first, count)
    return count if moved is not None and moved <= last else count - 1


def weekdays_between(first: date, last: date, holidays: Set[date]) -> int:
    """Mondays to Fridays d with first <= d < last, less holidays; negative backwards."""
    first, last = day_of(first), day_of(last)
    if last < first:
        return -weekdays_between(last, first, holidays)
    weeks, rest = divmod((last - first).days, 7)
    extra = sum((first.weekday() + step) % 7 < 5 for step in range(rest))
    closed = sum(first <= day < last and day.weekday() < 5 for day in holidays)
    return weeks * 5 + extra - closed


def _pair(first: Operand, last: Operand) -> tuple[Value, Value, Value | None]:
    a, b = as_value(first), as_value(last)
    gone = missing(a.reason, b.reason) if a.missing or b.missing else None
    return a, b, gone


def _date(value: Value) -> date:
    assert isinstance(value.content, date)
    return value.content


def days(first: Operand, last: Operand) -> Value:
    """Calendar days from first to last."""
    a, b, gone = _pair(first, last)
    return gone or Value(Fraction((day_of(_date(b)) - day_of(_date(a))).days))


def working_days(first: Operand, last: Operand, holidays: Set[date]) -> Value:
    """Working days from first to last."""
    a, b, gone = _pair(first, last)
    return gone or Value(Fraction(weekdays_between(_date(a), _date(b), holidays)))


def months(first: Operand, last: Operand) -> Value:
    """Complete months from first to last."""
    a, b, gone = _pair(first, last)
    return gone or Value(Fraction(months_between(_date(a), _date(b))))


def hours(first: Operand, last: Operand) -> Value:
    """Hours between two datetimes, with their fraction."""
    a, b, gone = _pair(first, last)
    if gone:
        return gone
    elapsed = _date(b) - _date(a)
    return Value(Fraction(elapsed // timedelta(microseconds=1), 3_600_000_000))


def add_days(day: Operand, count: Operand) -> Value:
    """The date `count` days later; a count that is not whole, or a date outside 1 to 9999, is invalid."""
    a, b, gone = _pair(day, count)
    if gone:
        return gone
    whole = _whole(b)
    if whole is None or abs(whole) > 4_000_000:
        return missing("invalid")
    try:
        return Value(_date(a) + timedelta(days=whole))
    except OverflowError:
        return missing("invalid")


def add_months(day: Operand, count: Operand) -> Value:
    """The date `count` months later, clipped to the month's end."""
    a, b, gone = _pair(day, count)
    if gone:
        return gone
    whole = _whole(b)
    moved = None if whole is None else shift_months(_date(a), whole)
    return missing("invalid") if moved is None else Value(moved)


def _whole(value: Value) -> int | None:
    number = value.decimal
    return number.numerator if number.denominator == 1 else None


def year(day: Operand) -> Value:
    """The year."""
    value = as_value(day)
    return value if value.missing else Value(Fraction(_date(value).year))


def month(day: Operand) -> Value:
    """The month, 1 to 12."""
    value = as_value(day)
    return value if value.missing else Value(Fraction(_date(value).month))


def quarter(day: Operand) -> Value:
    """The quarter, 1 to 4."""
    value = as_value(day)
    return value if value.missing else Value(Fraction((_date(value).month + 2) // 3))


def within(day: Operand, start: date, end: date) -> Value:
    """Whether the day lies between start and end, both included."""
    value = as_value(day)
    return value if value.missing else Value(start <= day_of(_date(value)) <= end)
