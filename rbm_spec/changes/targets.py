"""What is asked of targets: whose they are, and which of two asks for more."""

from __future__ import annotations

from typing import Any

from rbm_spec.changes.model import Between, Fact
from rbm_spec.changes.wording import own, quantity

Interval = tuple[float | None, float | None]


def aim_of(fact: Fact) -> str | None:
    """Whose target a fact is about: "2031 of `answer_time`"; None when it is about something else."""
    match own(fact):
        case ("targets", year):
            return f"{year} of {quantity(fact)}"
        case ("targets", year, "for", cell):
            return f"{year} of {quantity(fact)} for {cell}"
    return None


def is_open(condition: Any) -> bool:
    """Whether no figure has been given."""
    return condition is None or condition == "tbd"


def direction_of(fact: Fact, between: Between) -> str:
    """The direction of the quantity that a fact is about, in the new version."""
    indicator = between.new.plan.indicators[fact.id]
    if fact.path[:1] != ("components",):
        return indicator.spec.direction
    return next(each.spec.direction for each in indicator.method.components if each.id == fact.path[1])


def strength(old: Any, new: Any, direction: str) -> int:
    """1 when the new target is harder to meet, -1 when it is easier, 0 when that cannot be said.

    A target is harder when all that meets it would have met the old one. A single value is moved by the direction.
    """
    before, after = _met_by(old, direction), _met_by(new, direction)
    if before is None or after is None or before == after:
        return 0
    return 1 if _inside(after, before) else -1 if _inside(before, after) else 0


def is_same(old: Any, new: Any, direction: str) -> bool:
    """Whether the same values meet both, for certain."""
    before, after = _met_by(old, direction), _met_by(new, direction)
    return before is not None and before == after


def _inside(one: Interval, other: Interval) -> bool:
    above = other[0] is None or (one[0] is not None and one[0] >= other[0])
    below = other[1] is None or (one[1] is not None and one[1] <= other[1])
    return above and below


def _met_by(condition: Any, direction: str) -> Interval | None:
    """The values that meet a condition; a single value stands for all on its better side."""
    if not isinstance(condition, dict):
        return None
    match {key: value for key, value in condition.items() if key != "by"}:
        case {"at_least": value}:
            return value, None
        case {"at_most": value}:
            return None, value
        case {"between": [low, high]}:
            return low, high
        case {"toward": {"value": value, "within": within}}:
            return value - within, value + within
        case {"exactly": value}:
            return _from(value, direction)
        case {"k_of_n": [k, n]} if n:
            return _from(k / n, direction)
    return None


def _from(value: float, direction: str) -> Interval | None:
    return {"increase": (value, None), "decrease": (None, value)}.get(direction)
