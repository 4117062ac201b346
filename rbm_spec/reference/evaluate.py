"""A typed expression -> its value, given what its names stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from rbm_spec.expr.catalogue import CATALOGUE, Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth, fold
from rbm_spec.kernel.values import Value


def evaluate(expr: Expr, lookup: Callable[[Name], Value], window: Window) -> Value:
    """The value of `expr`; `lookup` answers for names that are not constants."""

    def visit(node: Expr, args: list[Value]) -> Value:
        match node:
            case Number(value=value):
                return Value(Fraction(value))
            case Text(value=text):
                return Value(text)
            case Truth(value=truth):
                return Value(truth)
            case Name(role="constant"):
                return Value(_constant(node.dotted, window))
            case Name():
                return lookup(node)
            case Call():
                return CATALOGUE[node.op].meaning(args, window)

    return fold(expr, visit)


def _constant(name: str, window: Window) -> date:
    return {
        "period.start": window.period_start,
        "period.end": window.period_end,
        "plan.start": window.plan_start,
        "plan.end": window.plan_end,
    }[name]
