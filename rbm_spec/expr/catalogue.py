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
    """One operator or function.

    `arity` is least and most; `result` gives the type from the arguments' types. `example` holds an expression and its
    value in the year 2028 of a plan for 2028 to 2031 ('' where it needs data).
    """

    name: str
    arity: tuple[int, int]
    result: Outcome
    meaning: Meaning
    sentence: str
    example: tuple[str, str]
    function: bool = True


def _operator(
    name: str, arity: tuple[int, int], result: Outcome, meaning: Meaning, sentence: str, example: tuple[str, str]
) -> Entry:
    return Entry(name, arity, result, meaning, sentence, example, function=False)


ENTRIES = (
    _operator(
        "or", (2, 2), logic, lambda a, w: a[0] | a[1],
        "true when one side is true, whatever the other",
        ("true or false", "true"),
    ),
    _operator(
        "and", (2, 2), logic, lambda a, w: a[0] & a[1],
        "false when one side is false, whatever the other",
        ("true and false", "false"),
    ),
    _operator(
        "not", (1, 1), logic, lambda a, w: ~a[0],
        "the opposite; missing stays missing",
        ("not 1 = 2", "true"),
    ),
    _operator(
        "=", (2, 2), equality, lambda a, w: a[0].eq(a[1]),
        "equal, exactly",
        ('"a" = "A"', "false"),
    ),
    _operator(
        "!=", (2, 2), equality, lambda a, w: a[0].ne(a[1]),
        "not equal",
        ("1 != 2", "true"),
    ),
    _operator(
        "<", (2, 2), comparison, lambda a, w: a[0].lt(a[1]),
        "less, or earlier",
        ("1 < 1", "false"),
    ),
    _operator(
        "<=", (2, 2), comparison, lambda a, w: a[0].le(a[1]),
        "at most, or not later",
        ("1 <= 1", "true"),
    ),
    _operator(
        ">", (2, 2), comparison, lambda a, w: a[0].gt(a[1]),
        "greater, or later",
        ('date("2028-02-01") > date("2028-01-31")', "true"),
    ),
    _operator(
        ">=", (2, 2), comparison, lambda a, w: a[0].ge(a[1]),
        "at least, or not earlier",
        ("2 >= 3", "false"),
    ),
    _operator(
        "in", (2, MANY), membership, lambda a, w: a[0].isin(*a[1:]),
        "equal to one of the members",
        ("2 in (1, 2, 3)", "true"),
    ),
    _operator(
        "in_period", (1, 1), window, lambda a, w: dates.within(a[0], w.period_start, w.period_end),
        "in the reporting period, both ends included",
        ('date("2028-12-31") in period', "true"),
    ),
    _operator(
        "in_plan", (1, 1), window, lambda a, w: dates.within(a[0], w.plan_start, w.plan_end),
        "in the plan's years, both ends included",
        ('date("2032-01-01") in plan', "false"),
    ),
    _operator(
        "is_missing", (1, 1), lambda call, vocabulary: BOOLEAN, lambda a, w: a[0].is_missing(),
        "has no value",
        ("1 / 0 is missing", "true"),
    ),
    _operator(
        "is_present", (1, 1), lambda call, vocabulary: BOOLEAN, lambda a, w: a[0].is_present(),
        "has a value",
        ("0 is present", "true"),
    ),
    _operator(
        "+", (2, 2), arithmetic, lambda a, w: a[0] + a[1],
        "the sum",
        ("0.1 + 0.2", "0.3"),
    ),
    _operator(
        "-", (2, 2), arithmetic, lambda a, w: a[0] - a[1],
        "the difference",
        ("1 - 2 - 3", "-4"),
    ),
    _operator(
        "*", (2, 2), product, lambda a, w: a[0] * a[1],
        "the product",
        ("2 * 3", "6"),
    ),
    _operator(
        "/", (2, 2), quotient, lambda a, w: a[0] / a[1],
        "the quotient; missing when the divisor is zero",
        ("7 / 2", "3.5"),
    ),
    _operator(
        "neg", (1, 1), same_number, lambda a, w: -a[0],
        "the number with the other sign",
        ("-2 ^ 2", "-4"),
    ),
    _operator(
        "^", (2, 2), power, lambda a, w: a[0] ** int(a[1].decimal),
        "the power; binds tighter than minus",
        ("2 ^ 3 ^ 2", "512"),
    ),
    Entry(
        "days", (2, 2), span_of_time, lambda a, w: dates.days(*a),
        "calendar days from the first to the second",
        ('days(date("2028-02-28"), date("2028-03-01"))', "2"),
    ),
    Entry(
        "working_days", (2, 2), span_of_time, lambda a, w: dates.working_days(a[0], a[1], w.holidays),
        "Mondays to Fridays from the first day up to, but without, the second, less the plan's holidays",
        ('working_days(date("2028-01-07"), date("2028-01-10"))', "1"),
    ),
    Entry(
        "months", (2, 2), span_of_time, lambda a, w: dates.months(*a),
        "complete months between two dates",
        ('months(date("2028-01-31"), date("2028-02-29"))', "1"),
    ),
    Entry(
        "hours", (2, 2), span_of_time, lambda a, w: dates.hours(*a),
        "hours between two datetimes",
        ("hours(opened_at, closed_at)", ""),
    ),
    Entry(
        "add_days", (2, 2), moved, lambda a, w: dates.add_days(*a),
        "the date so many days later",
        ('add_days(date("2028-02-28"), 2)', "2028-03-01"),
    ),
    Entry(
        "add_months", (2, 2), moved, lambda a, w: dates.add_months(*a),
        "the date so many months later, at the latest the month's last day",
        ('add_months(date("2028-01-31"), 1)', "2028-02-29"),
    ),
    Entry(
        "year", (1, 1), part_of_date, lambda a, w: dates.year(*a),
        "the year of a date",
        ('year(date("2028-10-01"))', "2028"),
    ),
    Entry(
        "month", (1, 1), part_of_date, lambda a, w: dates.month(*a),
        "the month of a date, 1 to 12",
        ('month(date("2028-10-01"))', "10"),
    ),
    Entry(
        "quarter", (1, 1), part_of_date, lambda a, w: dates.quarter(*a),
        "the quarter of a date, 1 to 4",
        ('quarter(date("2028-10-01"))', "4"),
    ),
    Entry(
        "date", (1, 1), date_literal, lambda a, w: Value(date.fromisoformat(str(a[0].content))),
        "a fixed date",
        ('date("2028-01-31")', "2028-01-31"),
    ),
    Entry(
        "if", (3, 3), branches, lambda a, w: values.choose(*a),
        "the second argument when the first is true, else the third",
        ("if(1 / 0 > 1, 1, 2)", "2"),
    ),
    Entry(
        "coalesce", (1, MANY), same_kind, lambda a, w: values.coalesce(*a),
        "the first argument that has a value",
        ("coalesce(1 / 0, 0)", "0"),
    ),
    Entry(
        "abs", (1, 1), same_number, lambda a, w: values.absolute(*a),
        "the size of a number, without its sign",
        ("abs(-7)", "7"),
    ),
    Entry(
        "min", (1, MANY), same_kind, lambda a, w: values.smallest(*a),
        "the least; missing when any is missing",
        ("min(4, -1, 2)", "-1"),
    ),
    Entry(
        "max", (1, MANY), same_kind, lambda a, w: values.largest(*a),
        "the greatest; missing when any is missing",
        ("max(-3, 2)", "2"),
    ),
    Entry(
        "round", (2, 2), rounding, lambda a, w: values.rounded(a[0], int(a[1].decimal)),
        "rounded half away from zero to so many decimals",
        ("round(2.675, 2)", "2.68"),
    ),
    Entry(
        "floor", (1, 1), same_number, lambda a, w: values.floored(*a),
        "the whole number at or below",
        ("floor(-2.5)", "-3"),
    ),
    Entry(
        "ceil", (1, 1), same_number, lambda a, w: values.ceiled(*a),
        "the whole number at or above",
        ("ceil(-2.5)", "-2"),
    ),
)  # fmt: skip

CATALOGUE: Mapping[str, Entry] = {entry.name: entry for entry in ENTRIES}
FUNCTIONS: tuple[str, ...] = tuple(entry.name for entry in ENTRIES if entry.function)
