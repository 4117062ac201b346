"""A workbook made from an earlier state of the plan -> its tables as today's plan wants them, and what changed since.

Columns are taken over by their ids, those that have a new name by that. A column that has come to mean something else
(type, unit, currency, list, what it points to) is not taken over. Whether each row fits today is checked as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rbm_spec.changes.facts import compare
from rbm_spec.changes.model import Between, Fact
from rbm_spec.changes.report import report
from rbm_spec.changes.versions import version
from rbm_spec.collect import rules
from rbm_spec.collect.sheets import Sheet
from rbm_spec.collect.tables import Table, Trouble
from rbm_spec.collect.workbook import read_workbook
from rbm_spec.plan.model import Field, Plan
from rbm_spec.plan.stamp import Stamp, meaning_hash

Find = Callable[[str, str], "State | None"]
"""Gives the state of the plan in which a dataset has a meaning, if that is known."""
UNKNOWN_FORM = (
    "the state of the plan from which this form was made is not in the store. Name it with --specs, and what fits today"
    " is taken over."
)
SAME = ("type", "codelist", "dataset", "currency", "unit")


@dataclass(frozen=True)
class State:
    """A plan as it was, with the files that it was written in."""

    plan: Plan
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """What people call it."""
        return f"version {self.plan.spec.version}"


@dataclass(frozen=True)
class Since:
    """Both states."""

    old: State
    new: State

    @cached_property
    def between(self) -> Between:
        """What differs."""
        return compare(version("old", self.old.files, self.old.plan), version("new", self.new.files, self.new.plan))

    def says(self, dataset: str) -> list[str]:
        """A sentence for each change that concerns what is entered into a dataset, by its id of today."""
        fields = self.new.plan.datasets[dataset].fields.values()
        lists = {field.type.codelist for field in fields if field.type.codelist}
        found = report(self.between.old, self.between.new, {})
        return [
            change.says
            for change in found.changes
            if change.fact.path != ("template",)
            and change.level != "editorial"
            and _concerns(change.fact, dataset, lists)
        ]


@dataclass(frozen=True)
class TakenOver:
    """What became of the tables of a workbook that today's plan does not read as they are."""

    tables: tuple[Table, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]
    settled: frozenset[str]


def take_over(now: State, find: Find, file: str, sheets: dict[str, Sheet], stamp: Stamp, period: str) -> TakenOver:
    """The tables whose meaning has changed, and those of datasets that are gone; `settled` names them."""
    tables: list[Table] = []
    troubles: list[Trouble] = []
    notes: list[str] = []
    settled: set[str] = set()
    for name, place in stamp.tables.items():
        dataset = now.plan.datasets.get(name)
        known = dataset is not None and dataset.derivation is None
        if known and place.meaning == meaning_hash(now.plan, name):
            continue
        state = find(name, place.meaning)
        if state is None:
            if known:
                notes.append(f"{name}: {UNKNOWN_FORM}")
            continue
        since = Since(state, now)
        settled.add(name)
        returned = read_workbook(state.plan, file, sheets, period)
        troubles += [each for each in returned.troubles if each.dataset == name]
        table = next((each for each in returned.tables if each.dataset == name), None)
        new = since.between.renames.get(("dataset", name), name)
        if table is None:
            continue
        if new not in now.plan.datasets or now.plan.datasets[new].derivation is not None:
            title = state.plan.datasets[name].spec.title
            notes.append(f"{title} ({name}) is collected no longer; its {table.rows:,} rows are left out.")
            continue
        notes += [
            f"{new}: this is the form of {state.name}. Since then: {' '.join(since.says(new)) or 'see the rules.'}"
        ]
        mapped, wrong, left = _mapped(since, table, name, new)
        tables.append(mapped)
        troubles += wrong
        notes += left
    return TakenOver(tuple(tables), tuple(troubles), tuple(notes), frozenset(settled))


def _concerns(fact: Fact, dataset: str, lists: set[str]) -> bool:
    return (fact.kind == "dataset" and fact.id == dataset) or (fact.kind == "codelist" and fact.id in lists)


def _mapped(since: Since, table: Table, was: str, new: str) -> tuple[Table, list[Trouble], list[str]]:
    old_fields, new_fields = since.old.plan.datasets[was].fields, since.new.plan.datasets[new].fields
    names = {
        str(fact.old): str(fact.new)
        for fact in since.between.facts
        if fact.how == "renamed" and fact.kind == "dataset" and fact.id == new and fact.path[:1] == ("fields",)
        and len(fact.path) == 2
    }  # fmt: skip
    columns: dict[str, list[str]] = {}
    troubles, notes = [], []
    (origin,) = table.origins
    letters: dict[str, str] = {}
    for name, column in table.columns.items():
        filled = sum(1 for cell in column if cell)
        target = names.get(name, name)
        if target not in new_fields:
            if filled:
                notes.append(f"{new}: {name} is asked for no longer; what is entered in {_cells(filled)} is left out.")
            continue
        differs = list(_differs(old_fields[name], new_fields[target]))
        if differs and filled:
            at = f"sheet {origin.sheet}"
            said = "; ".join(differs)
            message = f"{new_fields[target].label} means something else now ({said}). Enter it in a new template."
            troubles.append(Trouble(origin.file, 0, at, new, target, "", message, rules.OTHER_TEMPLATE.code))
        if target != name:
            notes.append(f"{new}: {name} is called {target} now; {_cells(filled)} taken over.")
        columns[target] = list(column)
        letters[target] = (origin.letters or {}).get(name, "")
    ordered = {name: columns[name] for name in new_fields if name in columns}
    return replace(table, dataset=new, columns=ordered, origins=(replace(origin, letters=letters),)), troubles, notes


def _differs(old: Field, new: Field) -> Iterator[str]:
    assert old.spec is not None
    assert new.spec is not None
    for each in SAME:
        was, now = getattr(old.spec, each), getattr(new.spec, each)
        if was != now:
            yield f"{each} {was or 'none'} before, {now or 'none'} now"


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number:,} cells"


def verdict(rows: int, troubles: Sequence[Trouble]) -> str:
    """How many rows of an earlier form can be taken over."""
    bad = len({(each.dataset, each.order) for each in troubles if each.order})
    if not troubles:
        return (
            f"All {rows:,} rows fit today's form as they are." if rows != 1 else "The row fits today's form as it is."
        )
    return f"{max(rows - bad, 0):,} of {rows:,} rows fit today's form; what keeps the others from it is said of each."
