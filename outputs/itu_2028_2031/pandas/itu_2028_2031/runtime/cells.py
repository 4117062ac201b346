"""The cells of an indicator: each measure over the rows of each cell, and the formulas over the measures.

Every measure chooses its rows once. A breakdown then numbers these rows by their dimensions and aggregates all its
cells at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
NOTHING = -1  # the number of a group that has no rows, so that its result is what the aggregate gives of nothing


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

    def declared(self, indicator: str, path: str) -> Field | None:
        """What the other indicator knows of a dimension."""
        ...


@dataclass(frozen=True)
class Split:
    """A measure in all cells of a breakdown.

    `groups` gives the number of a cell's result, by those of the cell's codes that `dimensions` picks. `counts` says
    whether the measure says something about how many rows a cell has. Without `results` something was not submitted.
    """

    measure: str
    dimensions: tuple[int, ...]
    counts: bool
    groups: Mapping[Key, int] = field(default_factory=dict)
    results: Results | None = None
    rows: Sequence[int] = ()
    people: Sequence[int] | None = None

    def at(self, codes: Key) -> tuple[Value, int, int | None]:
        """The value, the rows that entered it, and the persons among them (None: not about people)."""
        if self.results is None:
            return missing("not_submitted"), 0, None
        key = codes if len(self.dimensions) == len(codes) else tuple(codes[i] for i in self.dimensions)
        group = self.groups.get(key, NOTHING)
        return self.results.value(group), self.rows[group], None if self.people is None else self.people[group]


@dataclass
class Computation:
    """One indicator under one method in one period."""

    indicator: Indicator
    method: Method
    period: Period
    data: Data
    others: Others
    selections: dict[str, Selection] = field(default_factory=dict)
    counts: dict[tuple[int, str, Paths], tuple[Array, Array]] = field(default_factory=dict)
    splits: dict[Paths, list[Split]] = field(default_factory=dict)

    def selection(self, measure: Measure) -> Selection | None:
        """The rows that a measure keeps; None without its dataset."""
        if measure.dataset not in self.data.rows:
            return None
        if measure.id not in self.selections:
            found = measure.select(self.data.rows[measure.dataset], self.period)
            self.selections[measure.id] = found.sharing(self.selections.values())
        return self.selections[measure.id]

    def counted(self, selection: Selection, paths: Paths) -> tuple[Array, Array]:
        """The group of each row kept, and the number of rows in each group; one group more stays empty."""
        key = id(selection.positions), selection.rows.dataset.id, paths
        if key not in self.counts:
            grouping = selection.rows.grouping(paths)
            ids = grouping.ids[selection.positions]
            self.counts[key] = ids, np.bincount(ids, minlength=grouping.size + 1)
        return self.counts[key]

    def split(self, paths: Paths) -> list[Split]:
        """Every measure in all cells of a breakdown."""
        if paths not in self.splits:
            self.splits[paths] = [self._split(measure, paths) for measure in self.method.measures]
        return self.splits[paths]

    def _split(self, measure: Measure, paths: Paths) -> Split:
        kept = tuple(i for i, path in enumerate(paths) if path not in measure.ignore)
        counts = len(kept) == len(paths)
        selection = self.selection(measure)
        submitted = all(self.data.submitted(name) for name in (measure.dataset, *measure.also_reads))
        if selection is None or not submitted:
            return Split(measure.id, kept, counts)
        within = tuple(paths[i] for i in kept)
        grouping, (ids, rows) = selection.rows.grouping(within), self.counted(selection, within)
        results = aggregate(selection, ids, rows)
        people = _people(selection, ids, len(rows), results)
        return Split(
            measure.id, kept, counts, grouping.cells, results, results.n.tolist(),
            None if people is None else people.tolist(),
        )  # fmt: skip

    def keys(self, paths: Paths) -> list[Key]:
        """The cells of a breakdown in order: those of the rows of measures that ignore none of its dimensions."""
        found: dict[Key, None] = {}
        for measure in self.method.measures:
            selection = self.selection(measure)
            if selection is not None and not set(paths) & set(measure.ignore):
                kept = self.counted(selection, paths)[1].tolist()
                cells = selection.rows.grouping(paths).cells
                found |= dict.fromkeys(key for key, group in cells.items() if kept[group])
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
        """What a dimension was declared as, here or for an indicator that this one reads."""
        for measure in self.method.measures:
            if path not in measure.ignore and measure.dataset in self.data.rows:
                return self.data.rows[measure.dataset].read(path)[1]
        found = (self.others.declared(name, path) for name in self.indicator.needs)
        return next((each for each in found if each is not None), None)

    def cell(self, by: By) -> Cell:
        """The values of all components in one cell."""
        values: dict[str, Any] = {"period": self.period}
        counts: list[tuple[int, int | None]] = []
        everywhere: list[tuple[int, int | None]] = []
        codes = tuple(code for _, code in by)
        for split in self.split(tuple(path for path, _ in by)):
            values[split.measure], n, people = split.at(codes)
            everywhere.append((n, people))
            if split.counts:
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


def _people(selection: Selection, ids: Array, size: int, results: Results) -> Array | None:
    """The persons in each group; the rows themselves where the dataset names no field for the person."""
    dataset = selection.rows.dataset
    if not dataset.personal or not dataset.person:
        return results.n if dataset.personal else None
    persons, count, once = selection.persons
    if once:
        return results.n
    entered = ids if selection.of is None or selection.present is None else ids[selection.present]
    return distinct(persons, count, entered, size)
