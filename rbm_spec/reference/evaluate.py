"""A typed expression -> its value, given what its names stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from rbm_spec.expr.catalogue import CATALOGUE, Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.kernel.values import Value


def evaluate(expr: Expr, lookup: Callable[[Name], Value], window: Window) -> Value:
    """The value of `expr`; `lookup` answers for names that are not constants."""

    def visit(node: Expr, args: list[Value]) -> Value:
        if isinstance(node, Call):
            return CATALOGUE[node.op].meaning(args, window)
        if isinstance(node, Name):
            return Value(_constant(node.dotted, window)) if node.role == "constant" else lookup(node)
        return Value(Fraction(node.value) if isinstance(node, Number) else node.value)

    return fold(expr, visit)


def _constant(name: str, window: Window) -> date:
    return {
        "period.start": window.period_start,
        "period.end": window.period_end,
        "plan.start": window.plan_start,
        "plan.end": window.plan_end,
    }[name]
