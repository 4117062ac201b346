"""A typed expression -> the same with the idioms that a person would use, as operators of their own.

`100 * a / b` is a percentage, `not a < b` is `a >= b`, a field that is true or false a statement `is true`. Only
`sentences` reads the result; its meaning is that of the expression.
"""

from __future__ import annotations

from dataclasses import replace

from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.expr.types import Kind

DATES = (Kind.DATE, Kind.DATETIME)
ORDERED = frozenset(("<", "<=", ">", ">="))
LOGIC = frozenset(("and", "or", "not"))
NEGATED = frozenset(("in", "in_period", "in_plan"))
MOVES = frozenset(("add_days", "add_months"))
OPPOSITES = {
    "=": "!=", "<": ">=", ">": "<=", "date <": "date >=", "date >": "date <=", "is_missing": "is_present",
    "is true": "is false",
}  # fmt: skip
OPPOSITES |= {opposite: op for op, opposite in OPPOSITES.items()}
"""A comparison and its opposite are missing for the same values, so `not` before one is the other."""


def idiomatic(expr: Expr) -> Expr:
    """The expression with idioms; when it is a condition, a statement."""
    return _statement(fold(expr, _visit)) if expr.type.kind is Kind.BOOLEAN else fold(expr, _visit)


def _visit(node: Expr, parts: list[Expr]) -> Expr:
    if not isinstance(node, Call):
        return node
    if node.op in LOGIC:
        parts = [_statement(part) for part in parts]
    elif node.op == "if":
        parts = [_statement(parts[0]), *parts[1:]]
    call = replace(node, args=tuple(parts))
    if node.op == "not":
        return _negation(call)
    if node.op in ("*", "/"):
        return _percentage(call)
    if node.op in MOVES and isinstance(call.args[1], Call) and call.args[1].op == "neg":
        return replace(call, op=f"{node.op} before", args=(call.args[0], *call.args[1].args))
    if node.op in ORDERED and node.args[0].type.kind in DATES:
        return replace(call, op=f"date {node.op}")
    return call


def _statement(part: Expr) -> Expr:
    """A name or a choice of conditions becomes `… is true`."""
    if isinstance(part, Name) or (isinstance(part, Call) and part.op in ("if", "coalesce")):
        return Call("is true", (part,), part.span, part.type)
    return part


def _negation(call: Call) -> Call:
    inner = call.args[0]
    if isinstance(inner, Call) and inner.op in OPPOSITES:
        return replace(inner, op=OPPOSITES[inner.op])
    if isinstance(inner, Call) and inner.op in NEGATED:
        return replace(inner, op=f"not {inner.op}")
    return call


def _percentage(call: Call) -> Call:
    match call.op, call.args:
        case "/", (Call("*", (Number(value), part)), whole) if value == 100:
            return replace(call, op="percentage", args=(part, whole))
        case "*", (Number(value), Call("/", (part, whole))) | (Call("/", (part, whole)), Number(value)) if value == 100:
            return replace(call, op="percentage", args=(part, whole))
        case _:
            return call
