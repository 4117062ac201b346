"""Columns of numbers: exact decimals as long as nothing is divided, binary numbers after that.

An exact column holds whole numbers and says how many decimal places they have, so that sums, differences and products
are exact to the last centime. Whole numbers are kept as floats up to 2^53, and as Python integers beyond. A quotient is
a binary number; it is cut to twelve significant digits before it is compared or rounded, which hides its own error.
Missing numbers run through all of this as NaN, which numpy would warn of; `calculate` switches the warnings off.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from ..kernel.values import COMPARABLE, LARGEST

from .columns import Array, Column, Operation, Truths, taken

EXACT_FLOAT = 2.0**53
DIGITS = 12
TENS = np.array([float(10**power) for power in range(23)])


class Numbers(Column):
    """`whole / 10 ** places` exactly; without `places`, `whole` holds binary numbers. NaN is missing."""

    __slots__ = ("places", "whole")

    def __init__(self, whole: Array, places: int | None = 0) -> None:
        self.whole = whole
        self.places = places

    @classmethod
    def of(cls, operand: Numbers | Decimal | int | float) -> Numbers:
        """A literal as a column; a literal float means the decimal that it prints as."""
        if isinstance(operand, Numbers):
            return operand
        return cls.exact([operand if isinstance(operand, Decimal) else Decimal(repr(operand))])

    @classmethod
    def exact(cls, decimals: list[Decimal | None]) -> Numbers:
        """Finite decimals, or None for missing, as a column."""
        places = max((_places(each) for each in decimals if each is not None), default=0)
        whole = [np.nan if each is None else int(each.scaleb(places)) for each in decimals]
        return cls(_compact(np.array(whole, object)), places)

    @classmethod
    def binary(cls, values: Array) -> Numbers:
        """Results of binary arithmetic; what is too large is missing."""
        return cls(np.where(np.abs(values) < float(LARGEST), values, np.nan), None)

    @property
    def known(self) -> Array:
        return np.asarray(self.whole == self.whole)

    @property
    def small(self) -> Array:
        """Where there is a number of at most 10^15."""
        if self.places is None:
            return np.asarray(np.abs(self.whole) <= COMPARABLE)
        return _bounded(self.whole, self.places, COMPARABLE)

    @property
    def values(self) -> Array:
        """The nearest binary numbers."""
        if self.places is None or (self.places == 0 and self.whole.dtype != object):
            return self.whole
        if self.whole.dtype != object and self.places < len(TENS):
            return np.asarray(self.whole / TENS[self.places])
        scale = 10**self.places
        return np.array([int(each) / scale if each == each else np.nan for each in self.whole.tolist()], float)

    @property
    def decimals(self) -> Array:
        """The nearest binary numbers to what is left after cutting to twelve significant digits."""
        return cut(self.values)

    def at_places(self, places: int) -> Array:
        """The whole numbers of the same exact values at more decimal places."""
        assert self.places is not None
        if places == self.places:
            return self.whole
        return _checked(lambda a, b: a * b, self.whole, np.array([10 ** (places - self.places)], object))

    def __add__(self, other: Numbers | int | float) -> Numbers:
        return _aligned(lambda a, b: a + b, self, Numbers.of(other))

    __radd__ = __add__

    def __sub__(self, other: Numbers | int | float) -> Numbers:
        return _aligned(lambda a, b: a - b, self, Numbers.of(other))

    def __rsub__(self, other: int | float) -> Numbers:
        return Numbers.of(other) - self

    def __mul__(self, other: Numbers | int | float) -> Numbers:
        right = Numbers.of(other)
        if self.places is None or right.places is None:
            return Numbers.binary(self.values * right.values)
        places = self.places + right.places
        return _sensible(_checked(lambda a, b: a * b, self.whole, right.whole), places)

    __rmul__ = __mul__

    def __truediv__(self, other: Numbers | int | float) -> Numbers:
        """Missing where the divisor is zero."""
        right = Numbers.of(other)
        inverse = _inverse(right)
        if inverse is not None and self.places is not None:
            return self * inverse
        divisor = right.values
        return Numbers.binary(np.where(divisor == 0, np.nan, self.values / divisor))

    def __rtruediv__(self, other: int | float) -> Numbers:
        return Numbers.of(other) / self

    def __neg__(self) -> Numbers:
        return Numbers(0 - self.whole, self.places)

    def __pow__(self, exponent: int) -> Numbers:
        if exponent < 0:
            return 1 / self**-exponent
        result = Numbers(np.where(self.known, self.whole * 0 + 1, np.nan))
        for _ in range(exponent):
            result = result * self
        return result

    def compare(self, operation: Operation, other: Any) -> Truths:
        """Unknown where a side is missing or beyond 10^15."""
        right = Numbers.of(other)
        if self.places is None or right.places is None:
            a, b = self.decimals, right.decimals
            return Truths(operation(a, b), (np.abs(a) <= COMPARABLE) & (np.abs(b) <= COMPARABLE))
        places = max(self.places, right.places)
        a, b = self.at_places(places), right.at_places(places)
        return Truths(operation(a, b), _bounded(a, places, COMPARABLE) & _bounded(b, places, COMPARABLE))

    def take(self, at: Array) -> Numbers:
        return Numbers(taken(self.whole, at, np.nan), self.places)

    @classmethod
    def pick(cls, condition: Array, then: Numbers, otherwise: Numbers) -> Numbers:
        return _aligned(lambda a, b: np.where(condition, a, b), then, otherwise)

    def identities(self) -> tuple[Array, int]:
        values = self.whole if self.places is not None else self.decimals
        known = self.known
        found, codes = np.unique(values[known], return_inverse=True)
        result = np.full(len(known), -1)
        result[known] = codes
        return result, len(found)

    def contents(self, at: Array) -> list[Any]:
        scale = None if self.places is None else 10**self.places
        return [
            None if each != each else Fraction(each) if scale is None else Fraction(int(each), scale)
            for each in self.whole[at].tolist()
        ]


class Exact(Numbers):
    """Numbers that are known to be exact decimals."""

    __slots__ = ()

    places: int

    def divisible(self, step: int) -> Array:
        """The whole numbers in a form that can be divided by `step` without error."""
        return _integers(self.whole) if _largest(self.whole) + step > EXACT_FLOAT else self.whole


def cut(values: Array) -> Array:
    """`values` with twelve significant digits, as nearest binary numbers."""
    size = np.abs(values)
    power = np.where(size > 0, DIGITS - 1 - np.floor(np.log10(size)), 0)
    up = TENS[np.clip(np.nan_to_num(power), 0, 22).astype(int)]
    down = TENS[np.clip(np.nan_to_num(-power), 0, 22).astype(int)]
    result: Array = np.rint(values * up / down) / up * down
    beyond = np.abs(power) > 22
    if beyond.any():
        result[beyond] = [float(f"{value:.{DIGITS - 1}e}") for value in values[beyond]]
    return result


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _compact(whole: Array) -> Array:
    """Floats instead of Python integers, where they hold the same."""
    return whole if _largest(whole) > EXACT_FLOAT else whole.astype(float)


def _largest(whole: Array) -> Any:
    """The largest size, 0 without any value."""
    if whole.dtype == object:
        return max((abs(each) for each in whole.tolist() if each == each), default=0)
    return np.fmax.reduce(np.abs(whole), initial=0.0)


def _integers(whole: Array) -> Array:
    """The same as Python integers."""
    return np.array([int(each) if each == each else np.nan for each in whole.tolist()], object)


def _checked(operation: Operation, a: Array, b: Array) -> Array:
    """The result over whole numbers: in floats if it fits, else in Python integers."""
    if _short(a) and _short(b):
        result: Array = operation(a.astype(float, copy=False), b.astype(float, copy=False))
        if _largest(result) <= EXACT_FLOAT:
            return result
    return np.asarray(operation(_integers(a), _integers(b)), object)


def _short(whole: Array) -> bool:
    """Whether floats hold these whole numbers; of the long ones only literals are asked."""
    return whole.dtype != object or (len(whole) == 1 and _largest(whole) <= EXACT_FLOAT)


def _bounded(whole: Array, places: int, limit: int) -> Array:
    """Where `whole / 10 ** places` is a number of at most this size."""
    bound = limit * 10**places
    if whole.dtype == object:
        return np.array([abs(each) <= bound for each in whole.tolist()], bool)
    return np.asarray(np.abs(whole) <= min(bound, 2 * EXACT_FLOAT))


def _sensible(whole: Array, places: int) -> Numbers:
    """The exact numbers, missing where too large to be anything."""
    return Numbers(
        np.where(_bounded(whole, places, LARGEST), whole, np.nan) if whole.dtype == object else whole, places
    )


def _aligned(operation: Operation, left: Numbers, right: Numbers) -> Numbers:
    """An operation that works on equal places: sum, difference, choice."""
    if left.places is None or right.places is None:
        a, b = left.values, right.values
        result = operation(a, b)
        # A difference far below its operands is what binary arithmetic left over, not a number.
        noise = np.abs(result) < np.fmax(np.abs(a), np.abs(b)) * 2.0**-47
        return Numbers.binary(np.where(noise & (result != a) & (result != b), 0.0, result))
    places = max(left.places, right.places)
    return _sensible(_checked(operation, left.at_places(places), right.at_places(places)), places)


def _inverse(divisor: Numbers) -> Numbers | None:
    """1 / divisor for a literal whose inverse is a decimal, such as 4, 100 or 0.25."""
    if len(divisor.whole) != 1 or divisor.places is None or not abs(divisor.whole[0]) > 0:
        return None
    rest = whole = int(divisor.whole[0])
    power = 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        power = max(power, count)
    times = 10 ** (power + divisor.places) // whole
    return Numbers(np.array([times], object), power) if abs(rest) == 1 else None


def extreme(better: Operation, first: Numbers, second: Numbers) -> Numbers:
    """The one that is `better`, less or greater; missing if either is."""

    def choose(a: Array, b: Array) -> Array:
        return np.where((a != a) | (b != b), np.nan, np.where(better(a, b), a, b))

    return _aligned(choose, first, second)
