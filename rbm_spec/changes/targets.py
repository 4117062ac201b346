"""What is asked of targets: whose they are, and which of two asks for more."""

from __future__ import annotations

from collections.abc import Callable
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


def units_of(fact: Fact, between: Between) -> tuple[str, str]:
    """The units of the quantity that a fact is about, in the old and in the new version."""
    found = []
    sides = (between.old, fact.old_place, between.old_id("indicator", fact.id)), (between.new, fact.new_place, fact.id)
    for version, place, id_ in sides:
        name = str(place.path[1]) if place and place.path[0] == "components" else ""
        components = version.plan.indicators[id_].method.components
        found.append(next((each.spec.unit for each in components if each.id == name), components[0].spec.unit))
    return found[0], found[1]


def strength(old: Any, new: Any, direction: str) -> int:
    """1 when the new target is harder to meet, -1 when it is easier, 0 when that cannot be said.

    A target is harder when all that meets it would have met the old one. Of two single values the direction says which.
    """
    before, after = _met_by(old), _met_by(new)
    if (
        isinstance(old, dict)
        and isinstance(new, dict)
        and "exactly" in old.keys() & new.keys()
        and direction in _BETTER
    ):
        before, after = _BETTER[direction](old["exactly"]), _BETTER[direction](new["exactly"])
    if before is None or after is None or before == after:
        return 0
    return 1 if _inside(after, before) else -1 if _inside(before, after) else 0


def is_same(old: Any, new: Any) -> bool:
    """Whether the same values meet both, for certain."""
    before, after = _met_by(old), _met_by(new)
    return before is not None and before == after


def _inside(one: Interval, other: Interval) -> bool:
    above = other[0] is None or (one[0] is not None and one[0] >= other[0])
    below = other[1] is None or (one[1] is not None and one[1] <= other[1])
    return above and below


_BETTER: dict[str, Callable[[float], Interval]] = {
    "increase": lambda value: (value, None),
    "decrease": lambda value: (None, value),
}


def _met_by(condition: Any) -> Interval | None:
    """The values that meet a condition, as the kernel judges it."""
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
            return value, value
        case {"k_of_n": [k, n]} if n:
            return k / n, None
    return None
