"""An aggregate as written -> typed: does it need `of`, what may `of` be, which unit comes out."""

from __future__ import annotations

from decimal import Decimal

from rbm_spec.expr.agreement import common_unit
from rbm_spec.expr.nodes import Expr
from rbm_spec.expr.types import BOOLEAN, ROWS, UNTYPED, Kind, Type, Unit, number
from rbm_spec.expr.typing import TYPE, UNIT, Scope
from rbm_spec.model.spec import DerivedFieldSpec, MeasureSpec
from rbm_spec.plan.context import AGGREGATE, Context
from rbm_spec.plan.model import Aggregate
from rbm_spec.source import Where

COUNTS = ("count", "count_distinct")
CONDITIONS = ("all", "any")


def typed_aggregate(context: Context, spec: MeasureSpec | DerivedFieldSpec, scope: Scope, rows: str) -> Aggregate:
    """The typed aggregate over rows of the dataset `rows`."""
    condition = context.typed_condition(spec.condition, scope)
    of = context.typed(spec.of, scope)
    _check_presence(context, spec)
    context.check_unit(spec.unit, spec.where)
    type_ = UNTYPED if context.damaged(spec.where) else _result(context, spec, of, rows)
    percentile = _percentile(context, spec.aggregate, spec.percentile, spec.where)
    return Aggregate(spec.aggregate, of, condition, percentile, type_)


def _check_presence(context: Context, spec: MeasureSpec | DerivedFieldSpec) -> None:
    if spec.of is None and spec.aggregate != "count" and not context.lost(spec.where, "aggregate", "of"):
        context.report(
            AGGREGATE, spec.where.key(), f"{spec.aggregate} needs `of`: what is to be taken from each row.",
            "Only count works without of; it counts rows.",
        )  # fmt: skip


def _percentile(context: Context, aggregate: str, value: Decimal | None, where: Where) -> float | None:
    if context.lost(where, "aggregate", "percentile"):
        return None
    if aggregate == "percentile" and value is None:
        context.report(AGGREGATE, where.key(), "percentile needs the key `percentile`, a number from 0 to 100.")
    elif value is not None and aggregate != "percentile":
        context.report(AGGREGATE, where.key("percentile"), f"`percentile` has no meaning for {aggregate}.")
    elif value is not None and not 0 <= value <= 100:
        context.report(
            AGGREGATE,
            where.at("percentile"),
            f"A percentile lies between 0 and 100; this is {value}.",
        )
    return None if value is None else float(value)


def _result(context: Context, spec: MeasureSpec | DerivedFieldSpec, of: Expr | None, rows: str) -> Type:
    if not context.knows_unit(spec.unit):
        return UNTYPED
    if spec.aggregate in COUNTS:
        return number(spec.unit) if spec.unit else number(ROWS + rows)
    if of is None or spec.of is None:
        return BOOLEAN if spec.aggregate in CONDITIONS else UNTYPED
    wanted = Kind.BOOLEAN if spec.aggregate in CONDITIONS else Kind.NUMBER
    if of.type.kind is Kind.UNTYPED:
        return BOOLEAN if wanted is Kind.BOOLEAN else UNTYPED
    if of.type.kind is not wanted:
        what = "conditions" if wanted is Kind.BOOLEAN else "numbers"
        context.report(
            TYPE, spec.of.where.chars(of.span), f"{spec.aggregate} needs {what}; this is {of.type}.",
            "Text, codes and dates can be counted: aggregate: count or count_distinct.",
        )  # fmt: skip
        return UNTYPED
    if wanted is Kind.BOOLEAN or spec.unit is None:
        return of.type
    return _declared(context, spec, of, Unit.of(spec.unit))


def _declared(context: Context, spec: MeasureSpec | DerivedFieldSpec, of: Expr, unit: Unit) -> Type:
    if spec.unit != "score" and common_unit(of.type.unit, unit, context.vocabulary) != unit:
        context.report(
            UNIT, spec.where.at("unit"), f"The measure gives {of.type.unit}, but its unit is {unit}.",
            "Leave unit out, or declare the one that the values have.",
        )  # fmt: skip
    return number(unit)
