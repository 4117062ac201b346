"""Functions of dates over SQL terms: one spelling an entry of the catalogue.

Working days are arithmetic: the weekdays before a day, counted from a Monday, less the holidays before it; a span is
the difference of two such counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.targets.sql.numbers import SMALL, Computed, Exact
from rbm_spec.targets.sql.terms import Setting, Spelling, Term, as_day, comparable, counted, numeric
from rbm_spec.targets.sql.trees import Tree, case, cast, day, divided, every, infix, operand, whole

FIRST_DAY = date(1, 1, 1)
"""A Monday."""
LAST_DAY = (date(9999, 12, 31) - FIRST_DAY).days
LARGEST_STEP = 4_000_000


def part(unit: str, moment: Tree) -> Tree:
    """The year, month or day of a date or datetime."""
    return cast(exp.Extract(this=exp.var(unit), expression=moment), "int")


def _days(args: Sequence[Term], setting: Setting) -> Term:
    first, last = (as_day(arg) for arg in args)
    return counted(setting.dialect.days(first, last))


def _since_start(moment: Tree, setting: Setting) -> Tree:
    return setting.dialect.days(day(FIRST_DAY), moment)


def _working_days(args: Sequence[Term], setting: Setting) -> Term:
    first, last = args
    return counted(infix(exp.Sub, _weekdays_before(last, setting), _weekdays_before(first, setting)))


def _weekdays_before(moment: Term, setting: Setting) -> Tree:
    """Weekdays from a Monday long ago up to, but without, the day, less holidays."""
    at = as_day(moment)
    weeks = cast(exp.Floor(this=divided(_since_start(at, setting), whole(7))), "int")
    rest = infix(exp.Mod, _since_start(at.copy(), setting), whole(7))
    weekdays = infix(
        exp.Add, infix(exp.Mul, weeks, whole(5)), exp.Anonymous(this="LEAST", expressions=[rest, whole(5)])
    )
    closed = [holiday for holiday in setting.holidays if holiday.weekday() < 5]
    if not closed:
        return weekdays
    steps = [(infix(exp.LTE, at.copy(), day(holiday)), whole(number)) for number, holiday in enumerate(closed)]
    return infix(exp.Sub, weekdays, case(steps, whole(len(closed))))


def _months(args: Sequence[Term], setting: Setting) -> Term:
    forward = _months_forward(args[0], args[1], setting)
    backward = exp.Neg(this=operand(_months_forward(args[1], args[0], setting), 8))
    ordered = infix(exp.LTE, args[0].again, args[1].again)
    # Without a value on one side both branches are missing.
    return counted(case([(ordered, forward)], backward))


def _months_forward(first: Term, last: Term, setting: Setting) -> Tree:
    """Complete months when first <= last: one less than the difference where the day is not reached yet."""
    years = infix(exp.Sub, part("YEAR", last.again), part("YEAR", first.again))
    months = infix(exp.Sub, part("MONTH", last.again), part("MONTH", first.again))
    whole_months = infix(exp.Add, infix(exp.Mul, years, whole(12)), months)
    end = part("DAY", exp.LastDay(this=as_day(Term(last.again, last.kind))))
    reached = exp.Anonymous(this="LEAST", expressions=[part("DAY", first.again), end])
    early = infix(exp.GT, reached, part("DAY", last.again))
    if first.kind is Kind.DATETIME:
        same_day = infix(exp.EQ, reached.copy(), part("DAY", last.again))
        later = infix(exp.GT, _time_of_day(first, setting), _time_of_day(last, setting))
        early = infix(exp.Or, early, infix(exp.And, same_day, later))
    return infix(exp.Sub, whole_months, case([(early, whole(1))], whole(0)))


def _time_of_day(moment: Term, setting: Setting) -> Tree:
    midnight = cast(cast(moment.again, "date"), setting.dialect.datetime)
    return setting.dialect.microseconds(midnight, moment.again)


def _hours(args: Sequence[Term], setting: Setting) -> Term:
    elapsed = setting.dialect.microseconds(args[0].tree, args[1].tree)
    converted = cast(elapsed, setting.dialect.type_name(Computed(0)))
    return Term(divided(converted, whole(3_600_000_000)), Kind.NUMBER, Computed(8))


def _whole_count(count: Term, setting: Setting) -> tuple[Tree, list[Tree]]:
    """The count, and what must hold for it to be a whole number of a size that can be added."""
    tree = comparable(count, setting)
    conditions: list[Tree] = [exp.Between(this=tree, low=whole(-LARGEST_STEP), high=whole(LARGEST_STEP))]
    number = numeric(count)
    if isinstance(number, Exact) and number.scale == 0:
        return tree, [] if count.literal and len(tree.name) < 7 else conditions
    conditions.append(infix(exp.EQ, tree.copy(), exp.Floor(this=tree.copy())))
    return cast(tree.copy(), "int"), conditions


def _add_days(args: Sequence[Term], setting: Setting) -> Term:
    moment, count = args
    step, conditions = _whole_count(count, setting)
    reached = infix(exp.Add, _since_start(as_day(moment), setting), step.copy())
    conditions.append(exp.Between(this=reached, low=whole(0), high=whole(LAST_DAY)))
    return _guarded(moment, conditions, setting.dialect.add_days(moment.again, step, moment.kind is Kind.DATETIME))


def _add_months(args: Sequence[Term], setting: Setting) -> Term:
    moment, count = args
    step, conditions = _whole_count(count, setting)
    months = infix(exp.Mul, part("YEAR", moment.tree), whole(12))
    reached = infix(exp.Add, infix(exp.Add, months, part("MONTH", moment.again)), step.copy())
    conditions.append(exp.Between(this=reached, low=whole(13), high=whole(9999 * 12 + 12)))
    return _guarded(moment, conditions, setting.dialect.add_months(moment.again, step, moment.kind is Kind.DATETIME))


def _guarded(moment: Term, conditions: list[Tree], moved: Tree) -> Term:
    condition = every(conditions)
    assert condition is not None
    return Term(case([(condition, moved)]), moment.kind)


def _number_of(unit: str) -> Spelling:
    return lambda args, setting: Term(part(unit, args[0].tree), Kind.NUMBER, SMALL)


FUNCTIONS: Mapping[str, Spelling] = {
    "days": _days,
    "working_days": _working_days,
    "months": _months,
    "hours": _hours,
    "add_days": _add_days,
    "add_months": _add_months,
    "year": _number_of("YEAR"),
    "month": _number_of("MONTH"),
    "quarter": _number_of("QUARTER"),
    "date": lambda args, setting: Term(cast(args[0].tree, "date"), Kind.DATE),
}
"""How functions of dates are spelled."""
