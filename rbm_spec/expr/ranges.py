"""An expression and what its names can be -> which numbers it can be, and how it moves with one of them.

Interval arithmetic over exact fractions: quick, and never too narrow. It may be too wide, since it looks at each
occurrence of a name by itself; `algebra` knows more, at a price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold

Bound: TypeAlias = Fraction | None


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high`, both in; None is without bound."""

    low: Bound = None
    high: Bound = None

    def holds(self, number: Fraction) -> bool:
        """Whether the number can be."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def joined(self, other: Range) -> Range:
        """The least range with all of both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(low, high)


ANY = Range()
ZERO = Range(Fraction(0), Fraction(0))
NONNEGATIVE = Range(Fraction(0))
CLOCKS = ("days", "working_days", "months", "hours")


def possible_range(expr: Expr, ranges: Mapping[str, Range]) -> Range:
    """The numbers that `expr` can be.

    `ranges` says what is known of a name, by its dotted form, or of a span of time, as `days(a, b)`; what is not there
    can be any number.
    """
    return fold(expr, lambda node, args: _range(node, args, ranges))


def slope(expr: Expr, name: str, ranges: Mapping[str, Range]) -> Range:
    """The values that the derivative of `expr` by `name` can take; any number where nothing can be said.

    What moves in steps has the slope from one point to another instead of a derivative.
    """

    def visit(node: Expr, args: list[tuple[Range, Range]]) -> tuple[Range, Range]:
        values = [value for value, _ in args]
        return _range(node, values, ranges), _slope(node, args, name)

    return fold(expr, visit)[1]


def slope_sign(expr: Expr, name: str, ranges: Mapping[str, Range]) -> int | None:
    """1 when `expr` never falls as `name` rises, -1 when it never rises, 0 when it never moves; None when unknown."""
    found = slope(expr, name, ranges)
    return 0 if found == ZERO else _sign(found) or None


def clock(call: Call) -> str | None:
    """How `ranges` spells a span of time between two names."""
    if call.op in CLOCKS and all(isinstance(arg, Name) for arg in call.args):
        return f"{call.op}({', '.join(arg.dotted for arg in call.args if isinstance(arg, Name))})"
    return None


def _range(node: Expr, args: list[Range], ranges: Mapping[str, Range]) -> Range:
    match node:
        case Number(value=value):
            return Range(Fraction(value), Fraction(value))
        case Name():
            return ranges.get(node.dotted, ANY)
        case Call():
            spelled = clock(node)
            return ranges.get(spelled, ANY) if spelled else _called(node, args)
        case _:
            return ANY


def _called(call: Call, args: list[Range]) -> Range:
    match call.op:
        case "+":
            return _sum(*args)
        case "-":
            return _sum(args[0], _minus(args[1]))
        case "neg":
            return _minus(args[0])
        case "*":
            return _times(*args)
        case "/":
            return _times(args[0], _inverse(args[1]))
        case "^":
            return _power(args[0], args[1])
        case "if":
            return args[1].joined(args[2])
        case "coalesce":
            return _all_joined(args)
        case "abs":
            wide = args[0].joined(_minus(args[0]))
            return Range(_least_size(args[0]), wide.high)
        case "min":
            return _extreme(args, greatest=False)
        case "max":
            return _extreme(args, greatest=True)
        case "year" | "month" | "quarter":
            return Range(Fraction(1), {"month": Fraction(12), "quarter": Fraction(4)}.get(call.op))
        case _:
            return ANY


def _slope(node: Expr, args: list[tuple[Range, Range]], name: str) -> Range:
    if not isinstance(node, Call):
        return Range(Fraction(1), Fraction(1)) if isinstance(node, Name) and node.dotted == name else ZERO
    slopes = [each for _, each in args]
    if all(each == ZERO for each in slopes):
        return ZERO
    match node.op:
        case "+":
            return _sum(*slopes)
        case "-":
            return _sum(slopes[0], _minus(slopes[1]))
        case "neg":
            return _minus(slopes[0])
        case "*":
            return _sum(_times(slopes[0], args[1][0]), _times(args[0][0], slopes[1]))
        case "/":
            over, under = args[0][0], args[1][0]
            falling = _minus(_times(_times(over, slopes[1]), _square(_inverse(under))))
            return _sum(_times(slopes[0], _inverse(under)), falling)
        case "coalesce" | "min" | "max" | "if":
            return _all_joined(slopes)
        case "floor" | "ceil" | "round":  # never the other way than what is rounded
            way = _sign(slopes[0])
            return NONNEGATIVE if way > 0 else _minus(NONNEGATIVE) if way < 0 else ANY
        case "abs":
            side = _sign(args[0][0])
            there, back = slopes[0], _minus(slopes[0])
            return there if side > 0 else back if side < 0 else there.joined(back)
        case _:
            return ANY


def _all_joined(ranges: list[Range]) -> Range:
    found = ranges[0]
    for each in ranges[1:]:
        found = found.joined(each)
    return found


def _sum(a: Range, b: Range) -> Range:
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return Range(low, high)


def _minus(a: Range) -> Range:
    return Range(None if a.high is None else -a.high, None if a.low is None else -a.low)


def _sign(a: Range) -> int:
    """1 when never negative, -1 when never positive, 0 when it can be both."""
    return 1 if a.low is not None and a.low >= 0 else -1 if a.high is not None and a.high <= 0 else 0


def _times(a: Range, b: Range) -> Range:
    if ZERO in (a, b):
        return ZERO
    if _sign(a) < 0:
        return _minus(_times(_minus(a), b))
    if _sign(b) < 0:
        return _minus(_times(a, _minus(b)))
    if _sign(a) > 0 and _sign(b) > 0:
        assert a.low is not None
        assert b.low is not None
        high = None if a.high is None or b.high is None else a.high * b.high
        return Range(a.low * b.low, high)
    if None in (a.low, a.high, b.low, b.high):
        return ANY
    products = [x * y for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
    return Range(min(products), max(products))


def _inverse(a: Range) -> Range:
    """Of all but zero, where there is no quotient."""
    if _sign(a) < 0:
        return _minus(_inverse(_minus(a)))
    if _sign(a) == 0 or a == ZERO:
        return ANY
    low = Fraction(0) if a.high is None else 1 / a.high
    return Range(low, 1 / a.low if a.low else None)


def _square(a: Range) -> Range:
    size = a if _sign(a) > 0 else _minus(a) if _sign(a) < 0 else Range(Fraction(0))
    return _times(size, size)


def _least_size(a: Range) -> Fraction:
    sizes = [abs(bound) for bound in (a.low, a.high) if bound is not None]
    return min(sizes) if _sign(a) and sizes else Fraction(0)


def _power(base: Range, exponent: Range) -> Range:
    """Only what is certain without looking closer: even powers, and powers of what is never negative."""
    if exponent.low is None or exponent.low != exponent.high:
        return ANY
    even = exponent.low % 2 == 0
    return NONNEGATIVE if even or _sign(base) > 0 else ANY


def _extreme(args: list[Range], greatest: bool) -> Range:
    """Every argument is there, so a bound of one is a bound of all on one side."""
    lows = [each.low for each in args if each.low is not None]
    highs = [each.high for each in args if each.high is not None]
    if greatest:
        return Range(max(lows, default=None), max(highs) if len(highs) == len(args) else None)
    return Range(min(lows) if len(lows) == len(args) else None, min(highs, default=None))
