"""A formula and figures -> the formula with the figures in place of names, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.kernel.values import Content
from rbm_spec.targets.words.quantities import decimal_of


def with_figures(formula: Expr, figures: Mapping[str, Content]) -> Expr:
    """Names that are a number become that number; others stay."""

    def visit(node: Expr, args: list[Expr]) -> Expr:
        match node:
            case Name():
                content = figures.get(node.dotted)
                return _number(content) if isinstance(content, Fraction) else node
            case Call():
                return Call(node.op, tuple(args), node.span, node.type)
            case _:
                return node

    return fold(formula, visit)


def _number(value: Fraction) -> Expr:
    """A decimal where it ends, else a fraction; with its sign before it."""
    if value < 0:
        return Call("neg", (_number(-value),))
    exact = decimal_of(value)
    if exact is not None:
        return Number(exact)
    return Call("/", (Number(Decimal(value.numerator)), Number(Decimal(value.denominator))))
