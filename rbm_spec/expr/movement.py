"""Ranges of the names of a formula -> which way it moves with one of them, and the numbers that it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from rbm_spec.expr.nodes import Call, Expr, walk
from rbm_spec.expr.points import value_at
from rbm_spec.expr.polynomials import MOST_NAMES, Quotients, as_fraction, is_small, names_in
from rbm_spec.expr.ranges import Range, possible_range, slope_sign
from rbm_spec.expr.shapes import Shapes

MOST_TERMS_TO_CANCEL = 150


def derivative_sign(expr: Expr, name: str, ranges: Mapping[str, Range]) -> int | None:
    """1 when `expr` never falls as `name` rises, -1 when it never rises, 0 when it never moves; None when unknown.

    It is the sign of the derivative: between values for which `expr` is missing it may jump the other way.
    """
    quick = slope_sign(expr, name, ranges)
    if quick is not None or not is_small(Call("/", (expr, expr))):
        return quick
    known = Quotients(Shapes())
    known.gather(expr)
    labels = [known.label(key) for key in known.atoms]
    if name not in labels or not len(labels) <= MOST_NAMES or None in labels:
        return None
    known.begin()
    made = known.over_and_under(expr)
    over, under = made.over, made.under
    by = known.gens[labels.index(name)]
    slope = over.diff(by) * under - over * under.diff(by)
    inside = [ranges.get(str(label), Range()) for label in labels]
    if slope == 0:
        return 0 if under != 0 else None
    sign = _sign(slope, inside)
    if sign is None and max(len(slope), len(under)) <= MOST_TERMS_TO_CANCEL:
        slope, square = slope.cancel(under**2)
        signs = _sign(slope, inside), _sign(square, inside)
        sign = None if None in signs else (signs[0] or 0) * (signs[1] or 0)
    return sign


def _sign(polynomial: Any, inside: Sequence[Range]) -> int | None:
    """1 when it is never negative, -1 when it is never positive, as far as its terms one by one say so."""
    signs = set()
    for powers, factor in polynomial.terms():
        sign = 1 if factor > 0 else -1
        for power, known in zip(powers, inside, strict=True):
            if power % 2:
                below, above = known.low is not None and known.low >= 0, known.high is not None and known.high <= 0
                if not (below or above):
                    return None
                sign *= 1 if below else -1
        signs.add(sign)
    return signs.pop() if len(signs) == 1 else None


def sharp_range(expr: Expr, ranges: Mapping[str, Range]) -> Range:
    """The numbers that `expr` can be, as `possible_range`, with the ends sharp where it moves one way with each name.

    The ends are its values at corners of the ranges. Where a corner is infinite, the end is what the formula tends to,
    if it can be shown that it never passes that: `100 * a / (a + b)` of counts is at most 100. Else the end stays as
    wide as `possible_range` gives it.
    """
    wide = possible_range(expr, ranges)
    found = sorted(names_in(expr))
    if not found or len(found) > MOST_NAMES:
        return wide
    known = _at_corners(expr, found, ranges, wide) if _divides_safely(expr, ranges) else wide
    return known if None not in (known.low, known.high) else _at_limits(expr, ranges, known)


def _at_corners(expr: Expr, found: Sequence[str], ranges: Mapping[str, Range], wide: Range) -> Range:
    signs = {name: derivative_sign(expr, name, ranges) for name in found}
    if None in signs.values():
        return wide
    ends: list[Fraction | None] = []
    for way in (-1, 1):
        sides = {name: (ranges.get(name, Range()), (sign or 0) * way >= 0) for name, sign in signs.items()}
        corner = {name: known.high if upper else known.low for name, (known, upper) in sides.items()}
        value = None if None in corner.values() else value_at(expr, corner).content
        ends.append(value if isinstance(value, Fraction) else None)
    low = wide.low if ends[0] is None else ends[0]
    high = wide.high if ends[1] is None else ends[1]
    return Range(low, high)


def _at_limits(expr: Expr, ranges: Mapping[str, Range], wide: Range) -> Range:
    """With ends, where there are none, at values that the formula tends to as one name grows, and shown not to pass."""
    if not is_small(Call("/", (expr, expr))):
        return wide
    known = Quotients(Shapes())
    known.gather(expr)
    labels = [known.label(key) for key in known.atoms]
    if not 0 < len(labels) <= MOST_NAMES or None in labels:
        return wide
    known.begin()
    made, inside = known.over_and_under(expr), [ranges.get(str(label), Range()) for label in labels]
    under = _sign(made.under, inside) if made.under else None
    if under is None:
        return wide

    def passes(end: Any, way: int) -> bool:
        left = made.under * end - made.over
        return bool(left) and _sign(left, inside) != under * way

    ends = sorted(_limits(made.over, made.under, len(labels)))

    def end(known: Fraction | None, several: Iterable[Any], way: int) -> Fraction | None:
        if known is not None:
            return known
        return next((as_fraction(each) for each in several if not passes(each, way)), None)

    return Range(end(wide.low, reversed(ends), -1), end(wide.high, ends, 1))


def _limits(over: Any, under: Any, count: int) -> set[Any]:
    """What a quotient tends to as one of its names grows, where that is a number."""
    found = set()
    for at in range(count):
        first, second = (_leading(each, at) for each in (over, under))
        if first[0] == second[0] > 0 and first[1].LC * second[1] == second[1].LC * first[1]:
            found.add(first[1].LC / second[1].LC)
        elif first[0] < second[0]:
            found.add(over.ring.domain.zero)
    return found


def _leading(polynomial: Any, at: int) -> tuple[int, Any]:
    """The highest power of a name, and all terms that have it."""
    degree = max((powers[at] for powers, _ in polynomial.terms()), default=0)
    terms = {powers: factor for powers, factor in polynomial.terms() if powers[at] == degree}
    return degree, polynomial.ring.from_dict(terms)


def _divides_safely(expr: Expr, ranges: Mapping[str, Range]) -> bool:
    """Whether nothing that it divides by changes its sign, so that there is no jump on the way to a corner."""
    for node in walk(expr):
        if isinstance(node, Call) and node.op in ("/", "^"):
            known = possible_range(node.args[1 if node.op == "/" else 0], ranges)
            if node.op == "^" and value_at(node.args[1], {}).decimal >= 0:
                continue
            if not ((known.low is not None and known.low >= 0) or (known.high is not None and known.high <= 0)):
                return False
    return True
