"""A formula, its values and a condition -> the least change of one value, up or down, that meets the condition.

The line of numbers is cut where anything can change (`expr.breaks`); in each stretch one value answers for all. Values
that can only be whole, or whole cents, are the first such that meet the condition, so that it is really met. Every
answer is checked by computing the formula again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from rbm_spec.expr.breaks import Spot, breaks
from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Expr, names, walk
from rbm_spec.expr.points import value_at
from rbm_spec.kernel.assessment import assess
from rbm_spec.kernel.definitions import Condition
from rbm_spec.kernel.values import Content, Value

MOST_STEPS = 10_000
MOST_NODES = 200_000
FINEST = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a measure can be: both ends are in, None is without end. `step` is 1 for counts, 1/100 for money, None else.

    `why_low` and `why_high` say in words where the ends come from.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None
    why_low: str = ""
    why_high: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The nearest value that meets the condition, and what the formula is there.

    `until` is the last value in a row that does; None where they go on as far as the measure can.
    """

    value: Fraction
    result: Value
    until: Fraction | None


@dataclass(frozen=True, slots=True)
class Change:
    """The ways up and down; None where there is none within the limits. `no_effect`: the formula never moves.

    `searched` is not 0 where only so many steps were tried each way, since the formula moves in steps.
    """

    up: Way | None = None
    down: Way | None = None
    no_effect: bool = False
    searched: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """The formula, the values of its names, what is wanted of it, and the period's dates."""

    formula: Expr
    values: Mapping[str, Content]
    condition: Condition
    window: Window

    def at(self, name: str, value: Fraction) -> Value:
        """The formula where `name` has that value."""
        return value_at(self.formula, {**self.values, name: value}, self.window)

    def meets(self, name: str, value: Fraction) -> bool:
        """Whether the condition is met there."""
        return assess(self.condition, self.at(name, value), None) == "met"


def levels(condition: Condition) -> tuple[Fraction, ...]:
    """The values of a formula at which the condition can turn."""
    match condition.kind, condition.numbers:
        case "toward", (value, within):
            return value - within, value + within
        case "k_of_n", (k, n):
            return (k / n,) if n else ()
        case _, numbers:
            return tuple(numbers)


def change(problem: Problem, name: str, limits: Limits) -> Change:
    """What it takes of the measure `name`, which has a number now."""
    if name not in {each.dotted for each in names(problem.formula)}:
        return Change(no_effect=True)
    from rbm_spec.expr.polynomials import real_zeros

    spots = breaks(problem.formula, name, problem.values, levels(problem.condition), real_zeros)
    if spots is None:
        return _by_steps(problem, name, limits)
    now = problem.values[name]
    assert isinstance(now, Fraction)
    if not spots and len({problem.at(name, now + step).content for step in range(4)}) == 1:
        return Change(no_effect=True)
    mirrored = [(-high, -low) for low, high in reversed(spots)]
    up = _first(_Side(problem, name, 1, limits.high, limits.step), spots, now)
    low = None if limits.low is None else -limits.low
    down = _first(_Side(problem, name, -1, low, limits.step), mirrored, -now)
    return Change(up, down)


@dataclass(frozen=True, slots=True)
class _Side:
    """One direction; downwards all numbers are taken with the other sign, so that both are upwards."""

    problem: Problem
    name: str
    sign: int
    high: Fraction | None
    step: Fraction | None

    def meets(self, value: Fraction) -> bool:
        return self.problem.meets(self.name, self.sign * value)

    def inside(self, low: Fraction, high: Fraction | None) -> Iterator[Fraction]:
        """A first value of the open stretch that the measure can be, if it holds one."""
        step = self.step
        if step is None:
            step = Fraction(1, 10)
            while step > FINEST and high is not None and low + 2 * step >= high:
                step /= 10
        first = (floor(low / step) + 1) * step
        if (high is None or first < high) and (self.high is None or first <= self.high):
            yield first

    def is_possible(self, value: Fraction) -> bool:
        short = self.step or FINEST
        return (value / short).denominator == 1 and (self.high is None or value <= self.high)


def _first(side: _Side, spots: list[Spot], now: Fraction) -> Way | None:
    """The first value beyond `now` that meets the condition."""
    pieces = list(_pieces(spots, now))
    for number, (low, high) in enumerate(pieces):
        is_point = high is not None and low == high
        tried = ([low] if side.is_possible(low) else []) if is_point else side.inside(low, high)
        for value in tried:
            if side.meets(value):
                until = _last(side, pieces[number:], value)
                if until is not None and side.high is not None and until >= side.high:
                    until = None
                result = side.problem.at(side.name, side.sign * value)
                return Way(side.sign * value, result, None if until is None else side.sign * until)
    return None


def _pieces(spots: list[Spot], now: Fraction) -> Iterator[tuple[Fraction, Fraction | None]]:
    """Points and the open stretches between them, beyond `now`, in order; the last has no end."""
    at = now
    for low, high in spots:
        if high <= now:
            continue
        if at < low:
            yield at, low
        if low == high and low > now:
            yield low, low
        at = max(at, high)
    yield at, None


def _last(side: _Side, pieces: list[tuple[Fraction, Fraction | None]], value: Fraction) -> Fraction | None:
    """The last value in a row that meets the condition; None where only the limits of the measure end the row."""
    last = value
    for low, high in pieces:
        if high is None:
            sample: Fraction | None = low + (side.step or 1)
        elif low == high:
            sample = low
        else:
            sample = (low + high) / 2
        if sample is not None and sample >= value and not side.meets(sample):
            return last
        if high is not None:
            step = side.step or FINEST
            last = max(last, (ceil(high / step) - 1) * step if low != high else floor(low / step) * step)
    return None


def _by_steps(problem: Problem, name: str, limits: Limits) -> Change:
    """One step after the other, for whole numbers in formulas that round."""
    now = problem.values[name]
    assert isinstance(now, Fraction)
    steps = min(MOST_STEPS, MOST_NODES // sum(1 for _ in walk(problem.formula))) if limits.step else 0
    found: dict[int, Way | None] = {}
    for sign in (1, -1):
        value, end = now, limits.high if sign > 0 else limits.low
        found[sign] = None
        for _ in range(steps):
            value += sign * (limits.step or 1)
            if end is not None and (value - end) * sign > 0:
                break
            if problem.meets(name, value):
                found[sign] = Way(value, problem.at(name, value), value)
                break
    return Change(found[1], found[-1], searched=steps)
