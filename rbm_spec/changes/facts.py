"""Two versions → the facts: what was added, removed, renamed, moved or changed. Nothing is judged here.

Objects are compared by kind and id, entries of maps by name, items of lists by what tells them apart. Only what is
written counts: comments, quotes and the order of keys that have no order do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rbm_spec.changes.matching import identities, is_reordered, paired, renamed
from rbm_spec.changes.model import Between, Fact, Path, Version
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.source import Step, Where
from rbm_spec.translations.folder import file_of

# Maps whose keys are names that editors give, by the last step of their path; some stand in an order that is printed.
NAMED = frozenset(("units", "glossary", "attributes", "codes", "fields", "measures", "components", "targets"))
ORDERED = frozenset(("codes", "fields", "components"))
WITHOUT_NEW_NAMES = frozenset(("targets",))  # another year is another target, unless it asks for just the same
# What is compared as a whole, because its parts mean nothing by themselves.
WHOLE = frozenset(("direction", "previous_methods", "examples", "alternatives", "content", "for"))
OPEN = frozenset(("disclosure", "valid"))  # left out means without any entry
REFERENCES = {
    "enabler": {"outcomes": "outcome"},
    "outcome": {"enablers": "enabler", "indicators": "indicator", "parent": "outcome"},
    "indicator": {"outcome": "outcome"},
}
ENOUGH = 0.4  # of what items of lists say, to be the same item
_KEPT_OUT = frozenset(("kind", "id"))


def compare(old: Version, new: Version) -> Between:
    """All facts, sorted by kind, id and place in the object."""
    gone, come = old.trees.keys() - new.trees.keys(), new.trees.keys() - old.trees.keys()
    renames: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in gone}:
        matched = renamed(
            {id_: old.trees[kind, id_].data for of, id_ in gone if of == kind},
            {id_: new.trees[kind, id_].data for of, id_ in come if of == kind},
        )
        renames |= {(kind, was): now for was, now in matched.items()}
    facts = [*_objects(old, new, renames), *_translations(old, new)]
    return Between(old, new, tuple(sorted(facts, key=_order)), renames)


def _order(fact: Fact) -> tuple[int, str, tuple[tuple[bool, int, str], ...], str]:
    kinds = ("plan", "enabler", "outcome", "indicator", "dataset", "codelist", "document", "translation")
    steps = tuple((False, step, "") if isinstance(step, int) else (True, 0, str(step)) for step in fact.place.path)
    return kinds.index(fact.kind), fact.id, steps, fact.how


def _objects(old: Version, new: Version, renames: Mapping[tuple[str, str], str]) -> Iterator[Fact]:
    known = {(kind, now) for (kind, _), now in renames.items()}
    for (kind, id_), tree in old.trees.items():
        now = renames.get((kind, id_), id_)
        if (kind, now) not in new.trees:
            yield Fact("removed", kind, id_, (), tree.data, None, Where(tree.file), None)
            continue
        other = new.trees[kind, now]
        if kind == "plan" and tree.id != other.id:
            places = Where(tree.file, ("id",)), Where(other.file, ("id",))
            yield Fact("renamed", kind, now, ("id",), tree.id, other.id, *places)
        if now != id_:
            places = Where(tree.file, ("id",)), Where(other.file, ("id",))
            yield Fact("renamed", kind, now, (), id_, now, *places)
        if tree.text != other.text:
            data = _with_new_ids(kind, tree.data, renames)
            yield from _Comparison(kind, now, tree.file, other.file).maps((), data, other.data, (), ())
        yield from _template(old, new, kind, id_, now)
    for (kind, id_), tree in new.trees.items():
        if (kind, id_) not in old.trees and (kind, id_) not in known:
            yield Fact("added", kind, id_, (), None, tree.data, None, Where(tree.file))


def _with_new_ids(kind: str, data: Mapping[str, Any], renames: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """The data with new ids where it names things that only have another one now; a rename is told once."""
    found = dict(data)
    for key, of in REFERENCES.get(kind, {}).items():
        match found.get(key):
            case str() as id_:
                found[key] = renames.get((of, id_), id_)
            case list() as ids:
                found[key] = [renames.get((of, id_), id_) for id_ in ids]
    return found


def _template(old: Version, new: Version, kind: str, was: str, now: str) -> Iterator[Fact]:
    """That what a returned table must hold has changed, for whatever reason."""
    if kind != "dataset" or old.plan.datasets[was].derivation or new.plan.datasets[now].derivation:
        return
    before, after = meaning_hash(old.plan, was), meaning_hash(new.plan, now)
    if before != after:
        files = old.trees[kind, was].file, new.trees[kind, now].file
        yield Fact("changed", kind, now, ("template",), before[:12], after[:12], Where(files[0]), Where(files[1]))


def _translations(old: Version, new: Version) -> Iterator[Fact]:
    """One fact for each language in both, with its new sentences by place; and one for all with what each has lost."""
    lost: dict[str, int] = {}
    for language in sorted(old.translations.keys() & new.translations.keys()):
        before, after = old.translations[language], new.translations[language]
        places = sorted(each for each, text in after.items() if text is not None and before.get(each) != text)
        if places:
            where = Where(file_of(language))
            was, now = ({each: side.get(each) for each in places} for side in (before, after))
            yield Fact("changed", "translation", language, (), was, now, where, where)
        gone = sum(1 for each, text in after.items() if text is None and before.get(each) is not None)
        lost |= {language: gone} if gone else {}
    if lost:
        where = Where("plan.yaml", ("languages",))
        yield Fact("changed", "translation", "", (), dict.fromkeys(lost, 0), lost, where, where)


class _Comparison:
    """One object in both versions."""

    def __init__(self, kind: str, id_: str, old_file: str, new_file: str) -> None:
        self.kind, self.id, self.old_file, self.new_file = kind, id_, old_file, new_file

    def fact(
        self, how: str, path: Path, old: Any, new: Any, was: tuple[Step, ...] | None, now: tuple[Step, ...] | None
    ) -> Fact:
        """A fact about this object; no steps where the version has nothing."""
        places = (
            None if was is None else Where(self.old_file, was),
            None if now is None else Where(self.new_file, now),
        )
        return Fact(how, self.kind, self.id, path, old, new, *places)

    def maps(self, path: Path, old: Any, new: Any, was: tuple[Step, ...], now: tuple[Step, ...]) -> Iterator[Fact]:
        """What differs between two maps with the same path."""
        if path and path[-1] in NAMED:
            yield from self._named(path, old, new, was, now)
            return
        for key in [*old, *(each for each in new if each not in old)]:
            if not path and key in _KEPT_OUT:
                continue
            yield from self.values((*path, key), old.get(key), new.get(key), (*was, key), (*now, key))

    def values(self, path: Path, old: Any, new: Any, was: tuple[Step, ...], now: tuple[Step, ...]) -> Iterator[Fact]:
        """What differs between two values; None stands for a key that is not there."""
        filled = old if new is None else new
        if isinstance(filled, dict) and (path[-1] in NAMED or path[-1] in OPEN):
            old, new = old or {}, new or {}
        if isinstance(filled, list):
            old, new = [] if old is None else old, [] if new is None else new
        if isinstance(old, dict) and isinstance(new, dict) and path[-1] not in WHOLE and not _is_target(path):
            yield from self.maps(path, old, new, was, now)
        elif isinstance(old, list) and isinstance(new, list):
            yield from self._lists(path, old, new, was, now)
        elif _is_target(path):
            yield from self._target(path, old, new, was, now)
        elif old is None and new is not None:
            yield self.fact("added", path, None, new, None, now)
        elif new is None and old is not None:
            yield self.fact("removed", path, old, None, was, None)
        elif old != new or isinstance(old, bool) is not isinstance(new, bool):
            yield self.fact("changed", path, old, new, was, now)

    def _named(
        self, path: Path, old: Mapping[str, Any], new: Mapping[str, Any], was: tuple[Step, ...], now: tuple[Step, ...]
    ) -> Iterator[Fact]:
        gone = {name: value for name, value in old.items() if name not in new}
        come = {name: value for name, value in new.items() if name not in old}
        names = _put_off(gone, come) if path[-1] in WITHOUT_NEW_NAMES else renamed(gone, come)
        for name, value in old.items():
            other = names.get(name, name)
            here = (*path, other)
            if other not in new:
                yield from self.values((*path, name), value, None, (*was, name), (*now, name))
                continue
            if other != name:
                yield self.fact("renamed", here, name, other, (*was, name), (*now, other))
            yield from self.values(here, value, new[other], (*was, name), (*now, other))
        for name in come.keys() - names.values():
            yield from self.values((*path, name), None, new[name], (*was, name), (*now, name))
        if path[-1] in ORDERED:
            yield from self._moved(path, [names.get(name, name) for name in old], list(new), was, now)

    def _moved(
        self, path: Path, old: list[str], new: list[str], was: tuple[Step, ...], now: tuple[Step, ...]
    ) -> Iterator[Fact]:
        if is_reordered(old, new):
            kept = set(old) & set(new)
            before, after = ([each for each in side if each in kept] for side in (old, new))
            yield self.fact("moved", path, before, after, was, now)

    def _lists(
        self, path: Path, old: list[Any], new: list[Any], was: tuple[Step, ...], now: tuple[Step, ...]
    ) -> Iterator[Fact]:
        before, after = list(identities(old)), list(identities(new))
        alike = _alike(dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True)))
        for i, name in enumerate(before):
            other = alike.get(name, name)
            if other not in after:
                yield self.fact("removed", (*path, name), old[i], None, (*was, i), None)
                continue
            j = after.index(other)
            if isinstance(old[i], dict) and isinstance(new[j], dict) and path[-1] not in WHOLE:
                yield from self.maps((*path, other), old[i], new[j], (*was, i), (*now, j))
            elif old[i] != new[j]:
                yield self.fact("changed", (*path, other), old[i], new[j], (*was, i), (*now, j))
        for name in after:
            if name not in before and name not in alike.values():
                j = after.index(name)
                yield self.fact("added", (*path, name), None, new[j], None, (*now, j))
        yield from self._moved(path, [alike.get(name, name) for name in before], after, was, now)

    def _target(self, path: Path, old: Any, new: Any, was: tuple[Step, ...], now: tuple[Step, ...]) -> Iterator[Fact]:
        """The condition for the total is one value; those for cells are told apart by their cells."""
        before, after = _without_cells(old), _without_cells(new)
        cells = [side.get("for", []) if isinstance(side, dict) else [] for side in (old, new)]
        if before != after:
            how = "added" if before is None else "removed" if after is None else "changed"
            places = None if before is None else was, None if after is None else now
            yield self.fact(how, path, before, after, *places)
        yield from self._lists((*path, "for"), cells[0], cells[1], (*was, "for"), (*now, "for"))


def _alike(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Items of a list that are the same thing, reworded: by what names them, then by what else they say."""
    gone = {name: item for name, item in old.items() if name not in new and isinstance(item, dict)}
    come = {name: item for name, item in new.items() if name not in old and isinstance(item, dict)}
    found = paired(list(gone), list(come))
    rest = {name: item for name, item in gone.items() if name not in found}
    return found | renamed(rest, {name: come[name] for name in come.keys() - found.values()}, ENOUGH)


def _put_off(gone: Mapping[str, Any], come: Mapping[str, Any]) -> dict[str, str]:
    """Years to years, of targets that ask for the same; what is still to be determined asks for nothing."""
    old, new = ({year: target for year, target in side.items() if target != "tbd"} for side in (gone, come))
    return renamed(old, new, 1.0)


def _is_target(path: Path) -> bool:
    return len(path) > 1 and path[-2] == "targets"


def _without_cells(target: Any) -> Any:
    """The condition for the total; None when there is none."""
    if not isinstance(target, dict):
        return target
    return {key: value for key, value in target.items() if key != "for"} or None
