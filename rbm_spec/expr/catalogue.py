"""The catalogue: every operator and function of the language, one entry each.

An entry holds the name, how many arguments it takes, the type of the result (or what is wrong with the arguments), the
meaning over exact values, and a sentence for the reference page. Adding a function is adding an entry; the tests then
list the targets that do not spell it yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rbm_spec.expr.rules import (
    Outcome,
    arithmetic,
    branches,
    comparison,
    date_literal,
    equality,
    logic,
    membership,
    moved,
    part_of_date,
    power,
    product,
    quotient,
    rounding,
    same_kind,
    same_number,
    span_of_time,
    window,
)
from rbm_spec.expr.types import BOOLEAN
from rbm_spec.kernel import dates, values
from rbm_spec.kernel.values import Value

MANY = 1000


@dataclass(frozen=True, slots=True)
class Window:
    """What constants and calendars mean in one computation."""

    period_start: date
    period_end: date
    plan_start: date
    plan_end: date
    holidays: frozenset[date]


Meaning = Callable[[Sequence[Value], Window], Value]


@dataclass(frozen=True, slots=True)
class Entry:
    """One operator or function. `arity` is least and most; `result` gives the type from the arguments' types."""

    name: str
    arity: tuple[int, int]
    result: Outcome
    meaning: Meaning
    sentence: str
    function: bool = True


def _operator(name: str, arity: tuple[int, int], result: Outcome, meaning: Meaning, sentence: str) -> Entry:
    return Entry(name, arity, result, meaning, sentence, function=False)


ENTRIES = (
    _operator("or", (2, 2), logic, lambda a, w: a[0] | a[1], "true when one side is true, whatever the other"),
    _operator("and", (2, 2), logic, lambda a, w: a[0] & a[1], "false when one side is false, whatever the other"),
    _operator("not", (1, 1), logic, lambda a, w: ~a[0], "the opposite; missing stays missing"),
    _operator("=", (2, 2), equality, lambda a, w: a[0].eq(a[1]), "equal, exactly"),
    _operator("!=", (2, 2), equality, lambda a, w: a[0].ne(a[1]), "not equal"),
    _operator("<", (2, 2), comparison, lambda a, w: a[0].lt(a[1]), "less, or earlier"),
    _operator("<=", (2, 2), comparison, lambda a, w: a[0].le(a[1]), "at most, or not later"),
    _operator(">", (2, 2), comparison, lambda a, w: a[0].gt(a[1]), "greater, or later"),
    _operator(">=", (2, 2), comparison, lambda a, w: a[0].ge(a[1]), "at least, or not earlier"),
    _operator("in", (2, MANY), membership, lambda a, w: a[0].isin(*a[1:]), "equal to one of the members"),
    _operator(
        "in_period", (1, 1), window, lambda a, w: dates.within(a[0], w.period_start, w.period_end),
        "in the reporting period, both ends included",
    ),
    _operator(
        "in_plan", (1, 1), window, lambda a, w: dates.within(a[0], w.plan_start, w.plan_end),
        "in the plan's years, both ends included",
    ),
    _operator("is_missing", (1, 1), lambda call, vocabulary: BOOLEAN, lambda a, w: a[0].is_missing(), "has no value"),
    _operator("is_present", (1, 1), lambda call, vocabulary: BOOLEAN, lambda a, w: a[0].is_present(), "has a value"),
    _operator("+", (2, 2), arithmetic, lambda a, w: a[0] + a[1], "the sum"),
    _operator("-", (2, 2), arithmetic, lambda a, w: a[0] - a[1], "the difference"),
    _operator("*", (2, 2), product, lambda a, w: a[0] * a[1], "the product"),
    _operator("/", (2, 2), quotient, lambda a, w: a[0] / a[1], "the quotient; missing when the divisor is zero"),
    _operator("neg", (1, 1), same_number, lambda a, w: -a[0], "the number with the other sign"),
    _operator("^", (2, 2), power, lambda a, w: a[0] ** int(a[1].decimal), "the power; binds tighter than minus"),
    Entry("days", (2, 2), span_of_time, lambda a, w: dates.days(*a), "calendar days from the first to the second"),
    Entry(
        "working_days", (2, 2), span_of_time, lambda a, w: dates.working_days(a[0], a[1], w.holidays),
        "Mondays to Fridays from the first day up to, but without, the second, less the plan's holidays",
    ),
    Entry("months", (2, 2), span_of_time, lambda a, w: dates.months(*a), "complete months between two dates"),
    Entry("hours", (2, 2), span_of_time, lambda a, w: dates.hours(*a), "hours between two datetimes"),
    Entry("add_days", (2, 2), moved, lambda a, w: dates.add_days(*a), "the date so many days later"),
    Entry(
        "add_months", (2, 2), moved, lambda a, w: dates.add_months(*a),
        "the date so many months later, at the latest the month's last day",
    ),
    Entry("year", (1, 1), part_of_date, lambda a, w: dates.year(*a), "the year of a date"),
    Entry("month", (1, 1), part_of_date, lambda a, w: dates.month(*a), "the month of a date, 1 to 12"),
    Entry("quarter", (1, 1), part_of_date, lambda a, w: dates.quarter(*a), "the quarter of a date, 1 to 4"),
    Entry("date", (1, 1), date_literal, lambda a, w: Value(date.fromisoformat(str(a[0].content))), "a fixed date"),
    Entry(
        "if", (3, 3), branches, lambda a, w: values.choose(*a),
        "the second argument when the first is true, else the third",
    ),
    Entry("coalesce", (1, MANY), same_kind, lambda a, w: values.coalesce(*a), "the first argument that has a value"),
    Entry("abs", (1, 1), same_number, lambda a, w: values.absolute(*a), "the size of a number, without its sign"),
    Entry("min", (1, MANY), same_kind, lambda a, w: values.smallest(*a), "the least; missing when any is missing"),
    Entry("max", (1, MANY), same_kind, lambda a, w: values.largest(*a), "the greatest; missing when any is missing"),
    Entry(
        "round", (2, 2), rounding, lambda a, w: values.rounded(a[0], int(a[1].decimal)),
        "rounded half away from zero to so many decimals",
    ),
    Entry("floor", (1, 1), same_number, lambda a, w: values.floored(*a), "the whole number at or below"),
    Entry("ceil", (1, 1), same_number, lambda a, w: values.ceiled(*a), "the whole number at or above"),
)  # fmt: skip

CATALOGUE: Mapping[str, Entry] = {entry.name: entry for entry in ENTRIES}
FUNCTIONS: tuple[str, ...] = tuple(entry.name for entry in ENTRIES if entry.function)
