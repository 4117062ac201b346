"""Printed numbers -> where bars, zones, marks and lines are, as text for SVG and as boxes for pictures.

All charts are drawn from left to right on a field that is 100 wide; where a page runs from right to left, its style
sheet turns them round. No chart holds text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rbm_spec.kernel.definitions import Condition
from rbm_spec.kernel.publishing import digits

WIDE = 100
HIGH = 40
STEPS = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Box:
    """Something from `x` on that is `width` wide."""

    x: Fraction
    width: Fraction

    @property
    def at(self) -> str:
        """`x` as an attribute."""
        return coordinate(self.x)

    @property
    def wide(self) -> str:
        """`width` as an attribute."""
        return coordinate(self.width)


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers that stand at both ends of a field."""

    low: Fraction
    high: Fraction

    def at(self, value: Fraction) -> Fraction:
        """Where a number stands, in 0 to `WIDE`."""
        return WIDE * (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    def bar(self, value: Fraction) -> Box:
        """The bar from zero to a number."""
        first, last = sorted((self.at(Fraction(0)), self.at(value)))
        return Box(first, last - first)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A value against its target; `edges` are the ends of the zone where the target is reached."""

    scale: Scale
    bar: Box | None
    zone: Box | None
    edges: tuple[str, ...]
    baseline: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through the years: each run is joined, each dot stands by itself; breaks are upright lines.

    `columns` holds how high each value stands, and `zero` how high zero does, in 0 to `WIDE`.
    """

    runs: tuple[str, ...]
    dots: tuple[str, ...]
    breaks: tuple[str, ...]
    targets: tuple[str, ...]
    columns: tuple[Fraction | None, ...]
    zero: Fraction


def coordinate(value: Fraction) -> str:
    """A number as SVG wants it."""
    return digits(value, 2).rstrip("0").rstrip(".")


def scale_of(values: Iterable[Fraction], percent: bool) -> Scale | None:
    """A scale with zero on it that holds all values, ending at a round number; 0 to 100 for shares of a hundred."""
    found = list(values)
    if not found:
        return None
    if percent and all(0 <= value <= WIDE for value in found):
        return Scale(Fraction(0), Fraction(WIDE))
    low, high = min(*found, Fraction(0)), max(*found, Fraction(0))
    return Scale(-_round_end(-low), _round_end(high)) if low < high else Scale(Fraction(0), Fraction(1))


def _round_end(value: Fraction) -> Fraction:
    """The nearest round number from `value` on."""
    if value <= 0:
        return Fraction(0)
    power = Fraction(10) ** (len(str(int(value))) - 1) if value >= 1 else Fraction(1, 10)
    while value < power:
        power /= 10
    return next(power * step for step in STEPS if power * step >= value)


def zone(condition: Condition | None, before: Fraction | None) -> tuple[Fraction | None, Fraction | None] | None:
    """From where to where a target is reached; None at an end where it is open, None for a target without number."""
    match condition.kind if condition else "", condition.numbers if condition else ():
        case "at_least", (least,):
            return least, None
        case "at_most", (most,):
            return None, most
        case "between", (low, high):
            return low, high
        case "toward", (value, within):
            return value - within, value + within
        case "exactly", (wanted,):
            return wanted, wanted
        case "k_of_n", (k, n) if n:
            return k / n, None
        case "more_than_previous", _ if before is not None:
            return before, None
        case "less_than_previous", _ if before is not None:
            return None, before
    return None


def bullet(
    value: Fraction | None,
    reached: tuple[Fraction | None, Fraction | None] | None,
    baseline: Fraction | None,
    percent: bool,
) -> Bullet | None:
    """None where there is nothing to hold a value against."""
    ends = [each for each in reached or () if each is not None]
    if not ends and baseline is None and not percent:
        return None
    scale = scale_of([each for each in (value, baseline, *ends) if each is not None], percent)
    if scale is None:
        return None
    box = None
    if reached is not None:
        first = scale.at(scale.low if reached[0] is None else reached[0])
        last = scale.at(scale.high if reached[1] is None else reached[1])
        box = Box(first, last - first)
    return Bullet(
        scale,
        None if value is None else scale.bar(value),
        box,
        tuple(coordinate(scale.at(each)) for each in dict.fromkeys(ends)),
        "" if baseline is None else coordinate(scale.at(baseline)),
    )


def trend(
    values: Sequence[Fraction | None],
    broken: Sequence[bool],
    targets: Sequence[Fraction | None],
    percent: bool,
) -> Trend | None:
    """One column for each period; None with fewer than two values."""
    known = [each for each in values if each is not None]
    scale = scale_of([*known, *(each for each in targets if each is not None)], percent)
    if len(known) < 2 or scale is None:
        return None
    step = Fraction(WIDE, len(values))
    centres = [step * number + step / 2 for number in range(len(values))]
    places = [None if each is None else _down(scale, each) for each in values]
    runs: list[list[str]] = [[]]
    for centre, place, fresh in zip(centres, places, broken, strict=True):
        if fresh or place is None:
            runs.append([])
        if place is not None:
            runs[-1].append(f"{coordinate(centre)} {place}")
    return Trend(
        tuple("M" + " L".join(run) for run in runs if len(run) > 1),
        tuple(f"M{coordinate(c)} {place} h0" for c, place in zip(centres, places, strict=True) if place is not None),
        tuple(coordinate(step * number) for number, fresh in enumerate(broken) if fresh and number),
        tuple(
            f"M{coordinate(c - step / 3)} {_down(scale, each)} h{coordinate(step * 2 / 3)}"
            for c, each in zip(centres, targets, strict=True)
            if each is not None
        ),
        tuple(None if each is None else scale.at(each) for each in values),
        scale.at(Fraction(0)),
    )


def _down(scale: Scale, value: Fraction) -> str:
    """How far below the upper edge a number stands; there is room for half a dot at both edges."""
    return coordinate(HIGH - 3 - scale.at(value) * (HIGH - 6) / WIDE)
