"""A value as it is printed in English: rounded half away from zero, with the declared decimals."""

from __future__ import annotations

from fractions import Fraction

from .values import Value, half_away, scaled_half_away


def digits(number: Fraction, decimals: int) -> str:
    """`number` rounded, always with `decimals` places, without grouping, exponent or minus zero."""
    scaled = scaled_half_away(number, decimals)
    text = str(scaled).rjust(decimals + 1, "0")
    sign = "-" if number < 0 and scaled else ""
    return sign + (f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text)


def counted(value: Value, decimals: int) -> str:
    """One side of `k out of n`: whole numbers without places."""
    number = value.decimal
    return digits(number, 0 if number.denominator == 1 else decimals)


def printed(value: Value, sides: tuple[Value, Value] | None, display: str, decimals: int) -> str | None:
    """The published text, or None without a value.

    `sides` are numerator and denominator of a formula whose outermost operator is `/`.
    """
    if value.missing:
        return None
    if display == "yes_no":
        return "yes" if value.true else "no"
    if display == "k_of_n" and sides:
        return f"{counted(sides[0], decimals)} out of {counted(sides[1], decimals)}"
    if display == "ratio" and sides:
        first, second = (side.decimal for side in sides)
        if first + second == 0:
            return None
        part = half_away(100 * first / (first + second), decimals)
        return f"{digits(part, decimals)}:{digits(100 - part, decimals)}"
    return digits(value.decimal, decimals)
