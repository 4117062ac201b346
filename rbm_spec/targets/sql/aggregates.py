"""Aggregates -> columns: what is counted and summed for a measure, first at the finest cell and then rolled up.

Counts, sums, least and greatest values add up from finer cells. Medians, percentiles, distinct values and distinct
persons do not: they are taken from the rows of each cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Aggregate
from rbm_spec.targets.sql.dialects import Dialect, exact_type
from rbm_spec.targets.sql.numbers import COMPARABLE, UNKNOWN, Computed, Exact, Numeric
from rbm_spec.targets.sql.terms import Setting, Term, as_decimal, bounded, comparable
from rbm_spec.targets.sql.trees import (
    Tree,
    case,
    cast,
    count_rows,
    divided,
    infix,
    is_null,
    is_present,
    opposite,
    or_zero,
    where,
    whole,
)

HEADROOM = 12
"""Digits left free, so that a sum of as many rows as there may be still fits."""
PLACES = {"median": 1, "percentile": 6}
"""Places beyond those of its values that the middle of two values, and what is interpolated between them, has."""

ROLL_UP: Mapping[str, type[Tree]] = {"min": exp.Min, "max": exp.Max}
HOLISTIC = ("median", "percentile", "count_distinct")


@dataclass(frozen=True)
class Part:
    """A column of a measure: `suffix` tells it apart, `tree` is taken from the rows, `roll_up` from finer cells."""

    suffix: str
    tree: Tree
    roll_up: type[Tree] | None


def fitting(term: Term, setting: Setting) -> Term:
    """The value of a row so that its sum fits into the dialect's decimals."""
    number = term.number
    if isinstance(number, Exact) and number.precision + HEADROOM > setting.dialect.widest:
        computed = Computed(number.magnitude)
        return Term(cast(term.tree, setting.dialect.type_name(computed)), term.kind, computed)
    return term


def additive(aggregate: Aggregate, value: Term | None, kept: Tree | None, setting: Setting) -> list[Part]:
    """The columns that add up: rows kept, present values, and the sum or extreme if there is one.

    `value` stands for the column that holds `of`, `kept` for the one that says whether the row counts.
    """
    parts = [Part("rows", where(count_rows(), kept), exp.Sum)]
    if value is None:
        return parts
    parts.append(Part("n", where(exp.Count(this=value.tree), kept), exp.Sum))
    match aggregate.name:
        case "sum" | "mean":
            summed = value.again if setting.dialect.wide_sums else as_decimal(value, setting).copy()
            parts.append(Part("sum", where(exp.Sum(this=summed), _copy(kept)), exp.Sum))
        case "min" | "max":
            kind = ROLL_UP[aggregate.name]
            parts.append(Part(aggregate.name, where(kind(this=value.again), _copy(kept)), kind))
        case "all" | "any":
            is_false = opposite(value.again)
            condition = is_false if kept is None else infix(exp.And, kept.copy(), is_false)
            parts.append(Part("false", where(count_rows(), condition), exp.Sum))
    return parts


def _copy(tree: Tree | None) -> Tree | None:
    return None if tree is None else tree.copy()


def holistic(aggregate: Aggregate, value: Term | None, kept: Tree | None, setting: Setting) -> list[Part]:
    """The column that has to be taken from the rows of each cell, if there is one."""
    if value is None or aggregate.name not in HOLISTIC:
        return []
    if aggregate.name == "count_distinct":
        tree = comparable(value, setting) if isinstance(value.number, Computed) else value.again
        return [Part("distinct", where(exp.Count(this=exp.Distinct(expressions=[tree])), _copy(kept)), None)]
    found = setting.dialect.percentile(interpolated(aggregate, value, setting.dialect), share(aggregate))
    kept_only = where(found, _copy(kept))
    if setting.dialect.decimal_only:  # its percentiles are binary whatever goes in, and its rounding takes decimals
        kept_only = cast(kept_only, "decimal")
    return [Part(aggregate.name, kept_only, None)]


def share(aggregate: Aggregate) -> Decimal:
    """The percentile from 0 to 1, exactly as written."""
    return Decimal("0.5") if aggregate.name == "median" else Decimal(repr(aggregate.percentile)) / 100


def interpolated(aggregate: Aggregate, value: Term, dialect: Dialect) -> Tree:
    """The value with places enough for what lies between two ranks."""
    assert value.number is not None
    number = percentile_number(aggregate, value.number, dialect)
    return cast(value.again, exact_type(dialect, number) if isinstance(number, Exact) else "double")


def persons(person: Tree, value: Tree | None, kept: Tree | None) -> Tree:
    """Distinct persons among the rows that entered a measure; rows without one count as one person."""
    entered = kept
    if value is not None:
        present = is_present(value.copy())
        entered = present if kept is None else infix(exp.And, kept.copy(), present)
    known = where(exp.Count(this=exp.Distinct(expressions=[person])), _copy(entered))
    nameless = is_null(person.copy())
    unknown = where(count_rows(), nameless if entered is None else infix(exp.And, entered.copy(), nameless))
    return infix(exp.Add, known, exp.Anonymous(this="LEAST", expressions=[unknown, whole(1)]))


def measured(aggregate: Aggregate, of: Mapping[str, Tree], number: Numeric | None, setting: Setting) -> Term:
    """The value of an aggregate from its columns, by suffix; NULL without data, or with money beyond what is exact."""
    match aggregate.name:
        case "count":
            return Term(or_zero(of["n"] if "n" in of else of["rows"]), Kind.NUMBER, Exact(18, 0))
        case "count_distinct":
            return Term(or_zero(of["distinct"]), Kind.NUMBER, Exact(18, 0))
        case "all":
            undecided = infix(exp.GT, of["rows"], of["n"])
            found = case([(infix(exp.GT, of["false"], whole(0)), exp.false()), (undecided, exp.Null())], exp.true())
            return Term(found, Kind.BOOLEAN)
        case "any":
            some_true = infix(exp.GT, of["n"], of["false"])
            undecided = infix(exp.GT, of["rows"].copy(), of["n"].copy())
            return Term(case([(some_true, exp.true()), (undecided, exp.Null())], exp.false()), Kind.BOOLEAN)
    assert number is not None
    statistic = _statistic(aggregate, of, number, setting)
    if aggregate.type.unit.money:
        inside = infix(exp.LTE, exp.Abs(this=statistic.again), exp.Literal.number(f"1E{COMPARABLE}"))
        amount = case([(inside, statistic.tree)])
        if not isinstance(statistic.number, Exact):
            return Term(amount, Kind.NUMBER, statistic.number)
        scale = statistic.number.scale
        fit = Exact(min(statistic.number.precision, COMPARABLE + 1 + scale), scale)
        return Term(cast(amount, exact_type(setting.dialect, fit)), Kind.NUMBER, fit)
    return statistic


def _statistic(aggregate: Aggregate, of: Mapping[str, Tree], number: Numeric, setting: Setting) -> Term:
    match aggregate.name:
        case "sum":
            return _summed(or_zero(of["sum"]), number, setting)
        case "mean":
            computed = Computed(number.magnitude)
            over = cast(of["sum"], setting.dialect.type_name(computed))
            return bounded(divided(over, exp.Nullif(this=of["n"], expression=whole(0))), number.magnitude)
        case "min" | "max":
            return Term(of[aggregate.name], Kind.NUMBER, number)
        case _:
            return Term(of[aggregate.name], Kind.NUMBER, percentile_number(aggregate, number, setting.dialect))


def _summed(found: Tree, number: Numeric, setting: Setting) -> Term:
    """A sum in no more digits than it needs: engines give the widest decimal, over which formulas cannot go on."""
    if isinstance(number, Computed):
        return Term(found, Kind.NUMBER, Computed(UNKNOWN))
    fit = Exact(min(number.precision + HEADROOM, setting.dialect.widest), number.scale)
    return Term(cast(found, exact_type(setting.dialect, fit)), Kind.NUMBER, fit)


def percentile_number(aggregate: Aggregate, number: Numeric, dialect: Dialect) -> Numeric:
    """What is known of a median or percentile of such numbers."""
    more = PLACES[aggregate.name]
    if isinstance(number, Exact) and not dialect.decimal_only and number.precision + more <= dialect.widest:
        return Exact(number.precision + more, number.scale + more)
    return Computed(number.magnitude)
