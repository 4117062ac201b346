"""A formula with all names but one fixed -> the points where anything can change as that name moves.

Between two neighbouring points the formula keeps its branch, keeps having a value, and stays on one side of each level
asked about. So one value in between says it for the whole stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, product

from rbm_spec.expr.nodes import Call, Expr, Name, fold
from rbm_spec.expr.points import value_at
from rbm_spec.kernel.values import Content

MOST_BRANCHES = 32
MOST_DEGREE = 24

Poly = tuple[Fraction, ...]
"""Coefficients, that of the highest power last; without zeros at the end."""
Spot = tuple[Fraction, Fraction]
"""A point between two fractions, which are the same where it is one."""
Roots = Callable[[Poly], Sequence[Spot]]


@dataclass(frozen=True, slots=True)
class _Branch:
    """One of the fractions that a formula can be."""

    over: Poly
    under: Poly = (Fraction(1),)


class _Unknown(Exception):
    """The formula moves in steps, or is too large."""


@dataclass(slots=True)
class _Moving:
    """The polynomials whose zeros matter, gathered on the way up."""

    critical: set[Poly] = field(default_factory=set)

    def ratio(self, a: _Branch, b: _Branch) -> _Branch:
        self.critical.add(b.over)
        return _Branch(times(a.over, b.under), times(a.under, b.over))

    def meet(self, a: _Branch, b: _Branch) -> None:
        """Where one passes the other."""
        self.critical.add(plus(times(a.over, b.under), times(b.over, a.under), -1))


def breaks(
    expr: Expr, name: str, values: Mapping[str, Content], levels: Iterable[Fraction], roots: Roots
) -> list[Spot] | None:
    """The points in order; None when the formula moves in steps with `name`, or is too large to say.

    `roots` gives the real zeros of a polynomial.
    """
    moving = _Moving()
    try:
        found = _branches(expr, name, values, moving)
    except _Unknown:
        return None
    for branch, level in product(found, levels):
        moving.meet(branch, _Branch((level,)))
    spots: set[Spot] = set()
    for each in moving.critical:
        if len(each) > 1:
            spots |= set(roots(each))
    ordered = sorted(spots)
    return ordered if all(one[1] < other[0] for one, other in pairwise(ordered)) else _merged(ordered)


def _merged(spots: Sequence[Spot]) -> list[Spot]:
    """Spots that overlap are one."""
    found: list[Spot] = []
    for low, high in spots:
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _branches(expr: Expr, name: str, values: Mapping[str, Content], moving: _Moving) -> list[_Branch]:
    def visit(node: Expr, args: list[tuple[bool, list[_Branch]]]) -> tuple[bool, list[_Branch]]:
        if isinstance(node, Name) and node.dotted == name:
            return True, [_Branch((Fraction(0), Fraction(1)))]
        if not any(moves for moves, _ in args):
            content = value_at(node, values).content
            return False, [_Branch(trimmed((content,)))] if isinstance(content, Fraction) else []
        assert isinstance(node, Call)
        return True, _called(node, [branches for _, branches in args], values, moving)

    return fold(expr, visit)[1]


def _called(call: Call, args: Sequence[list[_Branch]], values: Mapping[str, Content], moving: _Moving) -> list[_Branch]:
    match call.op:
        case "+" | "-":
            sign = 1 if call.op == "+" else -1
            found = [
                _Branch(plus(times(a.over, b.under), times(b.over, a.under), sign), times(a.under, b.under))
                for a, b in product(*args)
            ]
        case "*":
            found = [_Branch(times(a.over, b.over), times(a.under, b.under)) for a, b in product(*args)]
        case "/":
            found = [moving.ratio(a, b) for a, b in product(*args)]
        case "neg":
            found = [_Branch(plus((), a.over, -1), a.under) for a in args[0]]
        case "^":
            found = [_power(a, int(value_at(call.args[1], values).decimal), moving) for a in args[0]]
        case "abs":
            moving.critical |= {each for a in args[0] for each in (a.over, a.under)}
            found = [each for a in args[0] for each in (a, _Branch(plus((), a.over, -1), a.under))]
        case "min" | "max":
            for one, other in product(args, args):
                for a, b in product(one, other) if one is not other else ():
                    moving.meet(a, b)
            found = [each for branches in args for each in branches]
        case "=" | "!=" | "<" | "<=" | ">" | ">=":
            for a, b in product(*args):
                moving.meet(a, b)
            found = []
        case "in":
            for a, b in product(args[0], [each for members in args[1:] for each in members]):
                moving.meet(a, b)
            found = []
        case "and" | "or" | "not" | "is_missing" | "is_present":
            found = []
        case "if":
            found = [*args[1], *args[2]]
        case "coalesce":
            found = [each for branches in args for each in branches]
        case _:
            raise _Unknown
    unique = list(dict.fromkeys(found))
    if len(unique) > MOST_BRANCHES or any(max(len(a.over), len(a.under)) > MOST_DEGREE for a in unique):
        raise _Unknown
    return unique


def _power(base: _Branch, exponent: int, moving: _Moving) -> _Branch:
    over, under = (base.over, base.under) if exponent >= 0 else (base.under, base.over)
    if exponent < 0:
        moving.critical.add(base.over)
    if max(len(over), len(under)) * abs(exponent) > MOST_DEGREE * 2:
        raise _Unknown
    found = _Branch((Fraction(1),))
    for _ in range(abs(exponent)):
        found = _Branch(times(found.over, over), times(found.under, under))
    return found


def trimmed(poly: Sequence[Fraction]) -> Poly:
    """Without zeros at the end."""
    size = len(poly)
    while size and poly[size - 1] == 0:
        size -= 1
    return tuple(poly[:size])


def plus(a: Poly, b: Poly, sign: int = 1) -> Poly:
    """The sum, or the difference."""
    size = max(len(a), len(b))
    zero = Fraction(0)
    return trimmed([(a[k] if k < len(a) else zero) + sign * (b[k] if k < len(b) else zero) for k in range(size)])


def times(a: Poly, b: Poly) -> Poly:
    """The product."""
    found = [Fraction(0)] * max(len(a) + len(b) - 1, 0)
    for i, x in enumerate(a):
        for k, y in enumerate(b):
            found[i + k] += x * y
    return trimmed(found)
