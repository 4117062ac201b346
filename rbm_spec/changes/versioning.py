"""A report → how far the versions of the plan and of its indicators have to move, and whether they have.

The first number moves when calculation breaks, the second when something is added or a promise is changed, the third
when words are. Before 1.0.0 everything is one step smaller: what breaks moves the second number, all else the third.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Change, Version
from rbm_spec.changes.report import Report

MAJOR, MINOR, PATCH = range(3)
METHOD = ("measures", "formula", "components")
_MATHS = frozenset(("formula", "unit"))


@dataclass(frozen=True, slots=True)
class Demand:
    """One version that has to move, or has. `needed` is the least that will do; `reasons` are the changes behind it.

    `was` is the id in the old version. `forgets` says that a method that was in force is neither in use nor among the
    previous ones.
    """

    kind: str
    id: str
    old: str
    new: str
    needed: str
    reasons: tuple[str, ...]
    forgets: bool = False
    was: str = ""

    @property
    def has_moved(self) -> bool:
        """Whether the version has moved far enough."""
        return _numbers(self.new) >= _numbers(self.needed)

    @property
    def is_met(self) -> bool:
        """Whether the version has moved far enough, and no method is forgotten."""
        return self.has_moved and not self.forgets


def demands(report: Report) -> tuple[Demand, ...]:
    """For each changed indicator that both versions have, and last for the plan."""
    found = [
        demand
        for id_ in report.new.plan.indicators
        if ("indicator", was := _old_id(report, id_)) in report.old.trees
        and (demand := _of_indicator(report, was, id_)) is not None
    ]
    changes = [each for each in report.changes if each.rule.name != "version-changed"]
    versions = (report.old.plan.spec.version, report.new.plan.spec.version)
    if changes or _falls(*versions):
        found.append(_of_plan(report, changes, *versions))
    return tuple(found)


def _old_id(report: Report, id_: str) -> str:
    renamed = (each.fact for each in report.changes if each.fact.how == "renamed" and not each.fact.path)
    return next((str(fact.old) for fact in renamed if (fact.kind, fact.new) == ("indicator", id_)), id_)


def _of_indicator(report: Report, was: str, id_: str) -> Demand | None:
    changes = [
        each for each in report.changes if each.rule.name != "version-changed" and _touches(report.new, each, id_)
    ]
    old, new = report.old.trees["indicator", was].data, report.new.trees["indicator", id_].data
    if not changes and not _falls(old["version"], new["version"]):
        return None
    level = MAJOR if any(CALCULATION in each.breaks for each in changes) else _level(changes)
    forgets = _was_in_force(old) and _is_another_method(changes, old, new) and not _is_kept(old, new)
    return replace(_demand("indicator", id_, old["version"], new["version"], level, changes, forgets), was=was)


def _touches(new: Version, change: Change, id_: str) -> bool:
    """Whether a change is one of the indicator, or moves its figures."""
    fact = change.fact
    if fact.kind == "indicator":
        return fact.id == id_
    reads = new.plan.indicators[id_].reads
    if CALCULATION not in change.breaks:
        return False
    if fact.kind == "dataset":
        return fact.id in reads
    lists = {field.type.codelist for name in reads for field in new.plan.datasets[name].fields.values()}
    return fact.kind == "codelist" and fact.id in lists


def _of_plan(report: Report, changes: Sequence[Change], old: str, new: str) -> Demand:
    breaks = any({CALCULATION, PROVIDERS} & set(each.breaks) for each in changes)
    return _demand("plan", report.new.plan.spec.id, old, new, MAJOR if breaks else _level(changes), changes, False)


def _demand(kind: str, id_: str, old: str, new: str, level: int, changes: Sequence[Change], forgets: bool) -> Demand:
    if not changes:
        return Demand(kind, id_, old, new, old, ("A version never falls.",), forgets)
    reasons = tuple(each.says for each in changes if _of(each) == min(map(_of, changes)))
    return Demand(kind, id_, old, new, bumped(old, level), reasons, forgets)


def _falls(old: str, new: str) -> bool:
    return _numbers(new) < _numbers(old)


def _of(change: Change) -> int:
    """How much a change weighs: the smaller, the more."""
    if CALCULATION in change.breaks:
        return 0
    return 1 if change.breaks else 2 if change.level == "notable" else 3


def _level(changes: Sequence[Change]) -> int:
    return PATCH if all(each.level == "editorial" for each in changes) else MINOR


def bumped(version: str, level: int) -> str:
    """The least version that a change of this level needs; before 1.0.0 one step smaller."""
    numbers = list(_numbers(version))
    at = min(level + 1, PATCH) if numbers[0] == 0 else level
    numbers[at] += 1
    return ".".join(str(number) if i <= at else "0" for i, number in enumerate(numbers))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("-")[0].split("."))


def _was_in_force(old: dict[str, Any]) -> bool:
    """Whether figures may have been published: nobody relies on the methods of a draft."""
    return bool(old["status"] == "agreed" or _numbers(old["version"])[0] > 0)


def _method(data: dict[str, Any]) -> dict[str, Any]:
    """What computes: measures without their labels, and formulas."""
    measures = {name: {**each, "label": ""} for name, each in data.get("measures", {}).items()}
    components = {
        name: {key: value for key, value in each.items() if key in _MATHS}
        for name, each in data.get("components", {}).items()
    }
    return {"measures": measures, "components": components, "formula": data.get("formula")}


def _is_another_method(changes: Sequence[Change], old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether figures come about otherwise; one that is only written otherwise is the same method."""
    own = (each for each in changes if each.fact.kind == "indicator" and set(each.fact.path[:1]) & set(METHOD))
    return any(CALCULATION in each.breaks for each in own) and _method(old) != _method(new)


def _is_kept(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return any(_method(each) == _method(old) for each in new.get("previous_methods", ()))


def in_words(demand: Demand) -> Iterator[str]:
    """What there is to say about a demand, line by line."""
    name = "The plan" if demand.kind == "plan" else f"`{demand.id}`"
    if not demand.has_moved:
        yield f"{name} is {demand.new} and was {demand.old}; it needs at least {demand.needed}:"
        yield from (f"  {reason}" for reason in demand.reasons)
    if demand.forgets:
        yield (
            f"{name} is computed in another way, and previous_methods does not hold the old way. Add it, with the day"
            " until which it held and a note: rbm-spec version bump --until DAY does so."
        )
