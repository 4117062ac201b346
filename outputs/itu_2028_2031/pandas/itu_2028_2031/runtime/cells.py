"""The cells of an indicator: each measure over the rows of each cell, and the formulas over the measures.

Every measure chooses its rows once. A breakdown then numbers these rows by their dimensions and aggregates all its
cells at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from ..kernel.definitions import By
from ..kernel.periods import Period
from ..kernel.release import Cell
from ..kernel.values import Value, missing

from .aggregates import Results, aggregate, distinct
from .columns import Array
from .definitions import Field, Indicator, Measure, Method
from .loading import Data
from .rows import Selection

Paths = tuple[str, ...]
Key = tuple[str | None, ...]


class Others(Protocol):
    """Answers for the other indicators that a formula reads, in the same cell."""

    def cell(self, indicator: str, by: By) -> Cell:
        """The other indicator's cell, computed whether or not the other lists it."""
        ...

    def is_hidden(self, indicator: str, cell: Cell) -> bool:
        """Whether nothing may be said about that cell."""
        ...

    def keys(self, indicator: str, paths: Paths) -> Iterable[Key]:
        """The cells that the other indicator's rows make."""
        ...


@dataclass(frozen=True)
class Split:
    """A measure in all cells of a breakdown: `groups` gives the number of a cell's result."""

    groups: Mapping[Key, int]
    results: Results
    people: Array | None

    def at(self, key: Key) -> tuple[Value, int, int | None]:
        """The value, the rows that entered it, and the persons among them (None: not about people)."""
        group = self.groups.get(key)
        if group is None:
            return self.results.value(-1), 0, None if self.people is None else 0
        return self.results.value(group), int(self.results.n[group]), self._people(group)

    def _people(self, group: int) -> int | None:
        return None if self.people is None else int(self.people[group])


@dataclass
class Computation:
    """One indicator under one method in one period."""

    indicator: Indicator
    method: Method
    period: Period
    data: Data
    others: Others
    selections: dict[str, Selection] = field(default_factory=dict)
    splits: dict[tuple[str, Paths], Split] = field(default_factory=dict)

    def selection(self, measure: Measure) -> Selection | None:
        """The rows that a measure keeps; None without its dataset."""
        if measure.dataset not in self.data.rows:
            return None
        if measure.id not in self.selections:
            self.selections[measure.id] = measure.select(self.data.rows[measure.dataset], self.period)
        return self.selections[measure.id]

    def split(self, measure: Measure, paths: Paths) -> Split | None:
        """A measure in all cells; None when something that it reads was not submitted."""
        selection = self.selection(measure)
        if selection is None or not all(self.data.submitted(name) for name in (measure.dataset, *measure.also_reads)):
            return None
        if (measure.id, paths) not in self.splits:
            self.splits[measure.id, paths] = _split(selection, paths)
        return self.splits[measure.id, paths]

    def keys(self, paths: Paths) -> list[Key]:
        """The cells of a breakdown in order: those of the rows of measures that ignore none of its dimensions."""
        found: dict[Key, None] = {}
        for measure in self.method.measures:
            selection = self.selection(measure)
            if selection is not None and not set(paths) & set(measure.ignore):
                found |= dict.fromkeys(_groups(selection, paths)[1])
        for name in self.indicator.needs:
            found |= dict.fromkeys(self.others.keys(name, paths))
        ranks = [self._ranks(path, {key[i] for key in found}) for i, path in enumerate(paths)]
        return sorted(found, key=lambda key: [rank[value] for rank, value in zip(ranks, key, strict=True)])

    def _ranks(self, path: str, values: set[str | None]) -> dict[str | None, int]:
        """Code list order; text by code point; true before false; not stated last."""
        declared = self.declared(path)
        order = sorted(value for value in values if value is not None)
        if declared is not None and declared.type == "boolean":
            order = ["true", "false"]
        elif declared is not None and declared.type == "code":
            order = [*next(iter(self.data.rows.values())).codelists[declared.codelist].codes]
        return {value: rank for rank, value in enumerate([*order, None])}

    def declared(self, path: str) -> Field | None:
        """What a dimension was declared as; None when only other indicators have it."""
        for measure in self.method.measures:
            if path not in measure.ignore and measure.dataset in self.data.rows:
                return self.data.rows[measure.dataset].read(path)[1]
        return None

    def cell(self, by: By) -> Cell:
        """The values of all components in one cell."""
        values: dict[str, Any] = {"period": self.period}
        counts: list[tuple[int, int | None]] = []
        everywhere: list[tuple[int, int | None]] = []
        for measure in self.method.measures:
            paths = tuple(path for path, _ in by if path not in measure.ignore)
            split = self.split(measure, paths)
            key = tuple(code for path, code in by if path not in measure.ignore)
            value, n, people = (missing("not_submitted"), 0, None) if split is None else split.at(key)
            values[measure.id] = value
            everywhere.append((n, people))
            if len(paths) == len(by):
                counts.append((n, people))
        hidden = False
        n_of_others = [0]
        for name in self.indicator.needs:
            other = self.others.cell(name, by)
            hidden = hidden or self.others.is_hidden(name, other)
            n_of_others.append(other.n)
            for component, value in other.values.items():
                values[".".join(["indicator", name, component] if component else ["indicator", name])] = value
        counts = counts or everywhere
        n = max((n for n, _ in counts), default=max(n_of_others))
        people = max((each for _, each in counts if each is not None), default=None)
        return self._evaluate(by, values, n, people, hidden)

    def _evaluate(self, by: By, values: dict[str, Any], n: int, people: int | None, hidden: bool) -> Cell:
        components, sides = {}, {}
        for formula in self.method.formulas:
            arguments = [values[name] for name in formula.of]
            values[formula.component.id] = components[formula.component.id] = formula.compute(*arguments)
            if formula.sides is not None:
                sides[formula.component.id] = formula.sides(*arguments)
        return Cell(by, components, n, people, sides, hidden)


def _groups(selection: Selection, paths: Paths) -> tuple[Array, dict[Key, int]]:
    """The numbers of the groups that have rows, by the values that name their cells."""
    grouping = selection.rows.grouping(paths)
    found = np.flatnonzero(np.bincount(grouping.ids[selection.positions], minlength=grouping.size))
    labels = selection.rows.labels(paths, grouping.first[found])
    return found, dict(zip(labels, found.tolist(), strict=True))


def _split(selection: Selection, paths: Paths) -> Split:
    grouping = selection.rows.grouping(paths)
    ids, size = grouping.ids[selection.positions], grouping.size
    # One group more stays empty: its result is what the aggregate gives of nothing.
    results = aggregate(selection, ids, size + 1)
    return Split(_groups(selection, paths)[1], results, _people(selection, ids, size + 1, results))


def _people(selection: Selection, ids: Array, size: int, results: Results) -> Array | None:
    """The persons in each group; the rows themselves where the dataset names no field for the person."""
    dataset = selection.rows.dataset
    if not dataset.personal or not dataset.person:
        return results.n if dataset.personal else None
    codes, count = selection.rows[dataset.person].identities()
    persons = np.where(codes < 0, count, codes)[selection.positions]
    if selection.values is not None:
        known = selection.values.known
        persons, ids = persons[known], ids[known]
    return distinct(persons, count + 1, ids, size)
