"""Two versions → everything that is said about them: changes in order, templates, acceptances, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rbm_spec.changes.accepted import accept
from rbm_spec.changes.facts import compare
from rbm_spec.changes.judgement import judge
from rbm_spec.changes.model import Audience, Between, Change, Fact, Version
from rbm_spec.changes.stakes import Stakes
from rbm_spec.load.places import Region
from rbm_spec.source import Where

LEVELS = ("breaking", "notable", "editorial")
FAIL_ON = ("none", "breaking", "any", "providers", "calculation", "readers")


@dataclass(frozen=True, slots=True)
class Report:
    """What changed from `old` to `new`. `changes` stand breaking first, then by kind, object and place.

    `templates` says of each collected dataset whether workbooks already sent for it are `valid`, `void`, `gone`, or
    the table is `new`. `unused` are fingerprints that were accepted and fit no change. `stakes` are figures computed
    under both, where there was data.
    """

    old: Version
    new: Version
    changes: tuple[Change, ...]
    templates: Mapping[str, str]
    unused: tuple[str, ...]
    stakes: Stakes | None = None

    def of(self, level: str) -> tuple[Change, ...]:
        """The changes of one level that nobody has accepted."""
        return tuple(change for change in self.changes if change.level == level and change.reason is None)

    @property
    def accepted(self) -> tuple[Change, ...]:
        """The changes that break somebody and were accepted."""
        return tuple(change for change in self.changes if change.reason is not None)

    def breaking_for(self, audience: Audience) -> tuple[Change, ...]:
        """What breaks one audience, and was not accepted."""
        return tuple(change for change in self.of("breaking") if audience in change.breaks)

    def fails(self, fail_on: Iterable[str]) -> bool:
        """Whether there is something that the words of FAIL_ON ask about."""
        by_word = {"providers": Audience.PROVIDERS, "calculation": Audience.CALCULATION, "readers": Audience.READERS}
        return any(
            bool(self.changes) if word == "any" else bool(self.of("breaking")) if word == "breaking"
            else word in by_word and bool(self.breaking_for(by_word[word]))
            for word in fail_on
        )  # fmt: skip

    def locate(self, fact: Fact) -> tuple[str, Region, bool]:
        """File, place, and whether that is in the new version: what is gone is shown in the old one."""
        if fact.new_place is not None:
            return fact.new_place.file, _region(self.new, fact.new_place), True
        return fact.place.file, _region(self.old, fact.place), False


def _region(version: Version, place: Where) -> Region:
    """A place in a spec, or the beginning of a catalogue."""
    tree = next((tree for tree in version.trees.values() if tree.file == place.file), None)
    return Region(1, 1, 1, 1) if tree is None else tree.locate(place)


def report(old: Version, new: Version, reasons: Mapping[str, str]) -> Report:
    """Compare, judge and sort; `reasons` by fingerprint for what was accepted."""
    between = compare(old, new)
    changes, unused = accept(judge(between), reasons)
    ordered = sorted(changes, key=lambda change: LEVELS.index(change.level))
    return Report(old, new, tuple(ordered), _templates(between), unused)


def _templates(between: Between) -> dict[str, str]:
    """What becomes of workbooks that were sent, by dataset in the new version, then those that are gone."""
    void = {fact.id for fact in between.facts if fact.kind == "dataset" and fact.path == ("template",)}
    renamed = {now for (kind, _), now in between.renames.items() if kind == "dataset"}
    collected = [
        {id_ for id_, each in version.plan.datasets.items() if each.derivation is None}
        for version in (between.old, between.new)
    ]
    found = {}
    for id_ in sorted(collected[1]):
        is_known = between.old_id("dataset", id_) in collected[0]
        found[id_] = "new" if not is_known else "void" if id_ in void | renamed else "valid"
    kept = {between.old_id("dataset", id_) for id_ in collected[1]}
    return found | dict.fromkeys(sorted(collected[0] - kept), "gone")
