"""Two expressions -> a point at which they differ: values of their names, and what each expression is there.

Points are few and always the same: ordinary numbers first, then zero, equal, negative, broken and missing values, and
the literals that the expressions are written with. What differs at a point differs; what differs at none may still.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import product
from math import prod

from rbm_spec.expr.catalogue import CATALOGUE, Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, fold, names, walk
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.values import Content, Value

WINDOW = Window(date(2028, 1, 1), date(2028, 12, 31), date(2028, 1, 1), date(2031, 12, 31), frozenset())
GENERIC = tuple(Fraction(each) for each in (7, 3, 11, 5, 13, 17, 2, 19, 23, 29))
NUMBERS = tuple(map(Fraction, ("1", "2", "0", "3", "1/2", "-1", "10")))
OTHER_TEXT = "something else"
DAYS = (date(2028, 2, 29), date(2028, 1, 1), date(2027, 12, 31), date(2028, 5, 31), date(2029, 6, 30))
MOST_STEPS = 200_000
MOST_IN_FULL = 400

Point = Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Difference:
    """The values of the names (None: missing), and of both expressions at this point."""

    point: Point
    first: Value
    second: Value


def value_at(expr: Expr, point: Point, window: Window = WINDOW) -> Value:
    """The value of an expression where its names have these values; a name that has none is missing: `no_data`."""
    constants = {
        "period.start": window.period_start,
        "period.end": window.period_end,
        "plan.start": window.plan_start,
        "plan.end": window.plan_end,
    }

    def visit(node: Expr, args: list[Value]) -> Value:
        match node:
            case Call(op=op):
                return CATALOGUE[op].meaning(args, window)
            case Name():
                content = constants[node.dotted] if node.role == "constant" else point.get(node.dotted)
                return Value(content, "no_data" if content is None else None)
            case Number(value=value):
                return Value(Fraction(value))
            case _:
                return Value(node.value)

    return fold(expr, visit)


def difference(first: Expr, second: Expr, present: Collection[str] = ()) -> Difference | None:
    """A point where the two have different values or different reasons; None when no point tried is one.

    Of conditions only true, false and missing count. `present` lists names that are never missing.
    """
    found = [name for expr in (first, second) for name in names(expr) if name.role != "constant"]
    if _are_linked(found):
        return None
    choices = {name.dotted: _choices(name, (first, second), name.dotted in present) for name in found}
    size = sum(1 for expr in (first, second) for _ in walk(expr))
    for number, point in enumerate(_points(choices)):
        if number * size > MOST_STEPS:
            return None
        one, other = value_at(first, point), value_at(second, point)
        if one.content != other.content or (one.reason != other.reason and not _is_condition(first)):
            return Difference(point, one, other)
    return None


def _is_condition(expr: Expr) -> bool:
    return expr.type.kind is Kind.BOOLEAN or (isinstance(expr, Call) and expr.op in ("and", "or", "not"))


def _are_linked(found: Sequence[Name]) -> bool:
    """Whether one name leads on from another, so that their values cannot be chosen apart."""
    roots: dict[str, set[str]] = {}
    for name in found:
        if name.role == "field":
            roots.setdefault(name.parts[0], set()).add(name.dotted)
    return any(len(dotted) > 1 for dotted in roots.values())


def _choices(name: Name, exprs: Sequence[Expr], present: bool) -> list[Content]:
    """The values to try for a name, the most ordinary first."""
    nodes = [node for expr in exprs for node in walk(expr)]
    texts: list[Content] = [each.value for each in nodes if isinstance(each, Text)]
    found: list[Content]
    match name.type.kind:
        case Kind.BOOLEAN:
            found = [True, False]
        case Kind.DATE:
            found = list(DAYS)
        case Kind.DATETIME:
            found = [datetime(day.year, day.month, day.day, 9) for day in DAYS]
        case Kind.TEXT | Kind.REFERENCE:
            found = [*texts, OTHER_TEXT]
        case Kind.CODE:
            found = texts
        case _:
            literals = [Fraction(each.value) for each in nodes if isinstance(each, Number)]
            found = [*NUMBERS, *(number + step for number in literals for step in (0, 1, -1))]
    return [*dict.fromkeys(found), *([] if present else [None])]


def _points(choices: Mapping[str, Sequence[Content]]) -> Iterator[Point]:
    """One point with no particular values, then one or two names at each of their values, then all combinations."""
    usual: dict[str, Content] = {
        name: GENERIC[at % len(GENERIC)] if isinstance(values[0], Fraction) else values[0]
        for at, (name, values) in enumerate(choices.items())
    }
    yield usual
    for name, values in choices.items():
        yield from ({**usual, name: value} for value in values if value is not None)
    for one, other in product(choices, choices):
        if type(usual[one]) is type(usual[other]):
            yield {**usual, one: usual[other]}
    if prod(map(len, choices.values())) <= MOST_IN_FULL:
        yield from (dict(zip(choices, values, strict=True)) for values in product(*choices.values()))
    shortest = {name: [each for each in values if each is not None] for name, values in choices.items()}
    for at in range(max(map(len, choices.values()), default=0)):
        yield {name: values[(at + 3 * k) % len(values)] for k, (name, values) in enumerate(shortest.items()) if values}
    for name, values in choices.items():
        if None in values:
            yield {**usual, name: None}
