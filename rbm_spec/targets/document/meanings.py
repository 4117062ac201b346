"""The changes between two plans → what a comment says at a place of the document: their meaning, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rbm_spec.changes.model import Change, Version
from rbm_spec.targets.document.places import ROLES, Provision
from rbm_spec.targets.words.spoken import spoken

MOST = 5
FOLLOWS = "Follows from a change elsewhere in the plan."
FORM = "The words are the same; only their form differs."


class Meanings:
    """The changes by the places at which a document of either plan prints what they are about."""

    def __init__(self, versions: tuple[Version, Version], changes: Iterable[Change]) -> None:
        self.changes, self.versions = tuple(changes), versions
        plans = [each.plan for each in versions]
        self.things = {
            str(Provision(role, id_).bookmark): (kind, id_)
            for plan in plans
            for role, kind in ROLES.items()
            for id_ in {"outcome": plan.outcomes, "enabler": plan.enablers, "indicator": plan.indicators}[kind]
        }

    def of(self, place: str, old: str, new: str) -> str:
        """The sentences of `diff`, with the reasons given for what was accepted.

        Those of the provision whose values stand in the words come first, then others with such values, then all of the
        provision.
        """
        if old == new:
            return FORM
        thing = self.things.get(place)
        own = [each for each in self.changes if thing is not None and thing in _abouts(each)]
        fitting = [each for each in self.changes if _fits(each, old, new)]
        found = [each for each in fitting if each in own] or fitting or own
        said = [
            spoken(each, self.versions) + (f" Reason: {each.reason}" if each.reason else "") for each in found[:MOST]
        ]
        more = [f"And {len(found) - MOST} more changes."] if len(found) > MOST else []
        return " ".join([*said, *more]) or FOLLOWS


def _abouts(change: Change) -> Iterator[tuple[str, str]]:
    """What a change is about, by kind and id; by both names where it has been renamed."""
    fact = change.fact
    yield fact.kind, fact.id
    if fact.how == "renamed" and not fact.path:
        yield from ((fact.kind, str(name)) for name in (fact.old, fact.new))


def _fits(change: Change, old: str, new: str) -> bool:
    """Whether a value that the change takes away stands in the old words alone, or one that it brings in the new."""
    gone, come = (tuple(_values(value)) for value in (change.fact.old, change.fact.new))
    return any(_is_in(each, old) and not _is_in(each, new) for each in gone) or any(
        _is_in(each, new) and not _is_in(each, old) for each in come
    )


def _values(value: Any) -> Iterator[str]:
    """The texts and numbers in a value."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _values(each)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield " ".join(str(value).split())


def _is_in(value: str, words: str) -> bool:
    """As whole words: 10 is not in 100."""
    return bool(value) and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", " ".join(words.split())) is not None
