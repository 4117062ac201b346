"""A value that may be missing, with its reason: arithmetic, comparison, logic and functions of formulas.

`Value` holds a fraction, a boolean, text, a date or a datetime, or nothing and the reason why. Arithmetic is exact.
A number that came out of binary arithmetic says so (`exact=False`) and is cut to twelve significant digits before it
is compared or rounded.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

Content = Fraction | bool | str | date | datetime | None

REASONS = ("not_submitted", "no_data", "zero_denominator", "invalid", "suppressed")
COMPARABLE = 10**15
LARGEST = 10**300
_SURELY_SMALLER = 996  # bits; 2^996 < 10^300
_LONGEST = 4096
_TWELVE = Context(prec=12, rounding=ROUND_HALF_EVEN)
_HUNDRED = Context(prec=100, rounding=ROUND_HALF_EVEN)


def cut(number: Fraction, context: Context) -> Fraction:
    """`number` with as many significant digits as `context` keeps."""
    return Fraction(context.divide(Decimal(number.numerator), Decimal(number.denominator)))


class Value:
    """One value, or a reason. Never change one."""

    __slots__ = ("content", "exact", "reason")

    def __init__(self, content: Content, reason: str | None = None, exact: bool = True) -> None:
        self.content = content
        self.reason = reason
        self.exact = exact

    def __repr__(self) -> str:
        return f"Value({self.content!r}, {self.reason!r})"

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return self.content is None

    @property
    def true(self) -> bool:
        """Whether a condition holds; a missing condition does not."""
        return self.content is True

    @property
    def decimal(self) -> Fraction:
        """The exact number behind a value that is known to be a number."""
        assert isinstance(self.content, Fraction)
        return self.content if self.exact else cut(self.content, _TWELVE)

    def __add__(self, other: Operand) -> Value:
        return _arithmetic(operator.add, self, as_value(other))

    def __radd__(self, other: Operand) -> Value:
        return as_value(other) + self

    def __sub__(self, other: Operand) -> Value:
        return _arithmetic(operator.sub, self, as_value(other))

    def __rsub__(self, other: Operand) -> Value:
        return as_value(other) - self

    def __mul__(self, other: Operand) -> Value:
        return _arithmetic(operator.mul, self, as_value(other))

    def __rmul__(self, other: Operand) -> Value:
        return as_value(other) * self

    def __truediv__(self, other: Operand) -> Value:
        divisor = as_value(other)
        if divisor.content == 0 and not divisor.missing:
            return missing("zero_denominator", self.reason)
        return _arithmetic(operator.truediv, self, divisor)

    def __rtruediv__(self, other: Operand) -> Value:
        return as_value(other) / self

    def __neg__(self) -> Value:
        return 0 - self

    def __pow__(self, exponent: int) -> Value:
        if self.missing:
            return self
        if self.content == 0 and exponent < 0:
            return missing("zero_denominator")
        return _number(Fraction(1) if exponent == 0 else self._fraction**exponent, self.exact)

    @property
    def _fraction(self) -> Fraction:
        assert isinstance(self.content, Fraction)
        return self.content

    def eq(self, other: Operand) -> Value:
        """Equal; missing when either side is."""
        return _comparison(operator.eq, self, as_value(other))

    def ne(self, other: Operand) -> Value:
        """Not equal; missing when either side is."""
        return _comparison(operator.ne, self, as_value(other))

    def lt(self, other: Operand) -> Value:
        """Less than."""
        return _comparison(operator.lt, self, as_value(other))

    def le(self, other: Operand) -> Value:
        """At most."""
        return _comparison(operator.le, self, as_value(other))

    def gt(self, other: Operand) -> Value:
        """Greater than."""
        return _comparison(operator.gt, self, as_value(other))

    def ge(self, other: Operand) -> Value:
        """At least."""
        return _comparison(operator.ge, self, as_value(other))

    def isin(self, *members: Operand) -> Value:
        """Equal to one of the members: `or` over the comparisons."""
        return any_of(*(self.eq(member) for member in members))

    def __and__(self, other: Operand) -> Value:
        return all_of(self, as_value(other))

    def __or__(self, other: Operand) -> Value:
        return any_of(self, as_value(other))

    def __rand__(self, other: Operand) -> Value:
        return all_of(as_value(other), self)

    def __ror__(self, other: Operand) -> Value:
        return any_of(as_value(other), self)

    def __invert__(self) -> Value:
        return self if self.missing else Value(not self.content)

    def is_missing(self) -> Value:
        """Never missing itself."""
        return Value(self.missing)

    def is_present(self) -> Value:
        """Never missing itself."""
        return Value(not self.missing)


Operand = Value | Fraction | int | float | bool | str | date | datetime


def as_value(operand: Operand) -> Value:
    """A literal as a value; a literal float means the decimal that it prints as."""
    match operand:
        case Value():
            return operand
        case bool() | str() | date():
            return Value(operand)
        case float():
            return Value(Fraction(repr(operand)))
        case _:
            return Value(Fraction(operand))


def missing(*reasons: str | None) -> Value:
    """No value, for the first of the reasons in the order of `REASONS`."""
    return Value(None, min((reason for reason in reasons if reason), key=REASONS.index))


def all_of(*conditions: Value) -> Value:
    """Kleene's `and`: one false decides."""
    if any(condition.content is False for condition in conditions):
        return Value(False)
    return _undecided(conditions, decided=True)


def any_of(*conditions: Value) -> Value:
    """Kleene's `or`: one true decides."""
    if any(condition.content is True for condition in conditions):
        return Value(True)
    return _undecided(conditions, decided=False)


def _undecided(conditions: tuple[Value, ...], decided: bool) -> Value:
    reasons = [condition.reason for condition in conditions if condition.missing]
    return missing(*reasons) if reasons else Value(decided)


def _arithmetic(operation: Callable[[Fraction, Fraction], Fraction], left: Value, right: Value) -> Value:
    if left.missing or right.missing:
        return missing(left.reason, right.reason)
    return _number(operation(left._fraction, right._fraction), left.exact and right.exact)


def _number(number: Fraction, exact: bool) -> Value:
    if number.numerator.bit_length() > _SURELY_SMALLER and abs(number) >= LARGEST:
        return missing("invalid")
    if number.denominator.bit_length() > _LONGEST:
        return Value(cut(number, _HUNDRED), exact=False)
    return Value(number, exact=exact)


def _comparison(operation: Callable[[Any, Any], Any], left: Value, right: Value) -> Value:
    if left.missing or right.missing:
        return missing(left.reason, right.reason)
    if isinstance(left.content, Fraction):
        if not (comparable(left) and comparable(right)):
            return missing("invalid")
        return Value(operation(left.decimal, right.decimal))
    return Value(operation(left.content, right.content))


def comparable(value: Value) -> bool:
    """Whether a number is small enough for its exact decimal to be known everywhere."""
    number = value._fraction
    return abs(number.numerator) <= COMPARABLE * number.denominator


def choose(condition: Value, then: Operand, otherwise: Operand) -> Value:
    """`if`: a missing condition takes the third argument."""
    return as_value(then if condition.true else otherwise)


def coalesce(*candidates: Operand) -> Value:
    """The first present argument."""
    values = [as_value(candidate) for candidate in candidates]
    for value in values:
        if not value.missing:
            return value
    return missing(*(value.reason for value in values))


def absolute(operand: Operand) -> Value:
    """The size of a number."""
    value = as_value(operand)
    return value if value.missing else Value(abs(value._fraction), exact=value.exact)


def smallest(*operands: Operand) -> Value:
    """The least argument; missing if any is."""
    return _extreme(min, operands)


def largest(*operands: Operand) -> Value:
    """The greatest argument; missing if any is."""
    return _extreme(max, operands)


def _extreme(pick: Callable[..., Value], operands: tuple[Operand, ...]) -> Value:
    values = [as_value(operand) for operand in operands]
    if any(value.missing for value in values):
        return missing(*(value.reason for value in values))
    return pick(values, key=lambda value: value.content)


def half_away(number: Fraction, places: int) -> Fraction:
    """Rounded half away from zero at `places` decimals, which may be negative."""
    size = scaled_half_away(number, places)
    signed = -size if number < 0 else size
    return Fraction(signed, 10**places) if places >= 0 else Fraction(signed * 10**-places)


def scaled_half_away(number: Fraction, places: int) -> int:
    """The size of the rounded number as whole units of its last place."""
    up, down = int(10 ** max(places, 0)), int(10 ** max(-places, 0))
    return (2 * abs(number.numerator) * up + number.denominator * down) // (2 * number.denominator * down)


def rounded(operand: Operand, places: int) -> Value:
    """`round(x, n)`."""
    return _whole(operand, lambda number: half_away(number, places))


def floored(operand: Operand) -> Value:
    """`floor(x)`."""
    return _whole(operand, lambda number: Fraction(floor(number)))


def ceiled(operand: Operand) -> Value:
    """`ceil(x)`."""
    return _whole(operand, lambda number: Fraction(ceil(number)))


def _whole(operand: Operand, step: Callable[[Fraction], Fraction]) -> Value:
    value = as_value(operand)
    if value.missing:
        return value
    return Value(step(value.decimal)) if comparable(value) else missing("invalid")
