"""A fact about a key that is left out on one side → the same fact with the value that is meant there."""

from __future__ import annotations

from dataclasses import replace

from rbm_spec.changes.model import Between, Fact

MINIMUM_CELL = 5
INHERITED = ("unit", "direction", "decimals")


def meant(fact: Fact, between: Between) -> Fact:
    """The fact with both values, as `changed`; as before when they are the same or none is meant."""
    if fact.how not in ("added", "removed") or not fact.path:
        return fact
    value = _default(fact, between)
    if value is None:
        return fact
    filled = replace(fact, old=value) if fact.how == "added" else replace(fact, new=value)
    return filled if filled.old == filled.new else replace(filled, how="changed")


def _default(fact: Fact, between: Between) -> object:
    """What is meant when the key is left out; None when nothing is."""
    match fact.kind, fact.path:
        case (_, ("status",)) if fact.kind not in ("outcome", "indicator"):
            return "draft"
        case ("plan", ("reporting",)):
            return "annual"
        case ("plan", ("disclosure", "minimum_cell")):
            return MINIMUM_CELL
        case ("dataset", ("personal",) | ("fields", _, "required")):
            return False
        case ("indicator", ("measures", name, "during")):
            return _time(fact, between, name)
        case ("indicator", ("display",) | ("components", _, "display")):
            return "number"
        case ("indicator", ("components", _, key)) if key in INHERITED:
            version = between.old if fact.how == "added" else between.new
            id_ = between.old_id("indicator", fact.id) if fact.how == "added" else fact.id
            found: object = version.trees["indicator", id_].data[key]
            return found
    return None


def _time(fact: Fact, between: Between, name: str) -> str:
    """The date that places the rows of a measure where it names none, in the version without it."""
    if fact.how == "removed":
        measure = between.new.plan.indicators[fact.id].method.measures[name]
    else:
        named = (
            each for each in between.facts if each.how == "renamed" and (each.kind, each.id) == (fact.kind, fact.id)
        )
        was = next((str(each.old) for each in named if each.path == ("measures", name)), name)
        measure = between.old.plan.indicators[between.old_id("indicator", fact.id)].method.measures[was]
    return measure.during or "always"
