"""What is known of a number in SQL: an exact decimal of known width, or a computed one that hides its own error.

Fields, literals, sums and products of few digits are exact decimals. Quotients and whatever no longer fits into the
dialect's decimals are computed numbers: they are cut to twelve significant digits before they are compared or rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

COMPARABLE = 15
"""Numbers beyond ten to this power are not compared."""
LARGEST = 300
"""Numbers from ten to this power on are invalid."""
UNKNOWN = 400
NARROW = 18
"""The digits that fit into 64 bits."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal of at most `precision` digits, `scale` of them after the point.

    `largest` is the size of the number without its point, where more is known than its digits: a sum of many small
    numbers has few digits.
    """

    precision: int
    scale: int
    largest: int = 0

    @property
    def bound(self) -> int:
        """The number without its point is at most as large."""
        return self.largest or 10**self.precision - 1

    @property
    def magnitude(self) -> int:
        """Its size is below ten to this power."""
        return self.precision - self.scale


@dataclass(frozen=True, slots=True)
class Computed:
    """A number that carries an error of its own; its size is below ten to the power `magnitude`."""

    magnitude: int


Numeric = Exact | Computed

WHOLE = Exact(15, 0)
SMALL = Exact(9, 0)


def exact(bound: int, scale: int) -> Exact:
    """A decimal that is at most `bound` without its point."""
    return Exact(max(len(str(bound)), scale + 1), scale, max(bound, 1))


def of_literal(value: Decimal) -> Exact:
    """The width of a number as written."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    scale = max(-exponent, 0)
    return exact(int(abs(value).scaleb(scale)), scale)


def sum_of(left: Exact, right: Exact) -> Exact:
    """What a sum or difference needs."""
    scale = max(left.scale, right.scale)
    return exact(sum(each.bound * 10 ** (scale - each.scale) for each in (left, right)), scale)


def product_of(left: Exact, right: Exact) -> Exact:
    """What a product needs."""
    return exact(left.bound * right.bound, left.scale + right.scale)


def wider(number: Exact) -> Exact:
    """With room for one digit more."""
    return Exact(number.precision + 1, number.scale)


def joined(numbers: list[Numeric], widest: int) -> Numeric:
    """What fits all of them, without doing arithmetic."""
    exact = [each for each in numbers if isinstance(each, Exact)]
    magnitude = max(each.magnitude for each in numbers)
    if len(exact) < len(numbers):
        return Computed(magnitude)
    scale = max(each.scale for each in exact)
    return Exact(magnitude + scale, scale) if magnitude + scale <= widest else Computed(magnitude)
