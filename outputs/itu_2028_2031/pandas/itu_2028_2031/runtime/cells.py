"""The rows of one period, by columns: which a measure keeps, and what it is in a cell.

Every measure chooses its rows once. A breakdown then numbers these rows by their dimensions and aggregates all its
cells at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..kernel.definitions import By, Paths
from ..kernel.dimensions import Key
from ..kernel.faults import Fault
from ..kernel.periods import Period
from ..kernel.release import Sides
from ..kernel.reporting import Counted
from ..kernel.values import Value

from .aggregates import Results, aggregate, distinct
from .columns import Array
from .definitions import Method, Plan
from .loading import Data
from .rows import Selection

NOTHING = -1  # the number of a group that has no rows, so that its result is what the aggregate gives of nothing


@dataclass(frozen=True)
class Split:
    """A measure in all cells of a breakdown: `groups` gives the number of a cell's result, by its codes."""

    groups: Mapping[Key, int]
    results: Results
    rows: Sequence[int]
    people: Sequence[int] | None

    def at(self, codes: Key) -> Counted:
        """The measure in one cell."""
        group = self.groups.get(codes, NOTHING)
        people = None if self.people is None else self.people[group]
        return Counted(self.results.value(group), self.rows[group], people)


class Cells:
    """All data as it is in one period; answers what `kernel.reporting` asks of an engine."""

    def __init__(self, plan: Plan, data: Data, period: Period) -> None:
        self.data = data
        self.period = period
        self._methods: dict[str, Method] = {each.id: each.method(period) for each in plan.indicators}
        self._selections: dict[str, dict[str, Selection]] = {each.id: {} for each in plan.indicators}
        self._numbers: dict[tuple[str, int, str, Paths], tuple[Array, Array]] = {}
        self._splits: dict[tuple[str, str, Paths], Split] = {}

    @property
    def faults(self) -> Sequence[Fault]:
        """Everything wrong with the data."""
        return self.data.faults

    def submitted(self, dataset: str) -> bool:
        """Whether a dataset is there."""
        return self.data.submitted(dataset)

    def seen(self, indicator: str, measure: str, paths: Paths) -> Iterable[Key]:
        """The codes at `paths` of the rows that a measure keeps."""
        if self._methods[indicator].by_id[measure].dataset not in self.data.rows:
            return ()
        selection = self._selection(indicator, measure)
        kept = self._numbered(indicator, selection, paths)[1].tolist()
        return [key for key, group in selection.rows.grouping(paths).cells.items() if kept[group]]

    def counted(self, indicator: str, measure: str, by: By) -> Counted:
        """A measure over its rows in a cell."""
        paths = tuple(path for path, _ in by)
        key = indicator, measure, paths
        if key not in self._splits:
            self._splits[key] = self._split(indicator, measure, paths)
        return self._splits[key].at(tuple(code for _, code in by))

    def evaluated(self, indicator: str, component: str, values: Mapping[str, Value]) -> tuple[Value, Sides | None]:
        """A formula, and both sides of a quotient that is printed with them."""
        formula = self._methods[indicator].by_component[component]
        arguments = [self.period if name == "period" else values[name] for name in formula.of]
        return formula.compute(*arguments), formula.sides(*arguments) if formula.sides else None

    def _selection(self, indicator: str, measure: str) -> Selection:
        """The rows that a measure keeps."""
        chosen = self._selections[indicator]
        if measure not in chosen:
            found = self._methods[indicator].by_id[measure]
            chosen[measure] = found.select(self.data.rows[found.dataset], self.period).sharing(chosen.values())
        return chosen[measure]

    def _numbered(self, indicator: str, selection: Selection, paths: Paths) -> tuple[Array, Array]:
        """The group of each row kept, and the number of rows in each group; one group more stays empty."""
        key = indicator, id(selection.positions), selection.rows.dataset.id, paths
        if key not in self._numbers:
            grouping = selection.rows.grouping(paths)
            ids = grouping.ids[selection.positions]
            self._numbers[key] = ids, np.bincount(ids, minlength=grouping.size + 1)
        return self._numbers[key]

    def _split(self, indicator: str, measure: str, paths: Paths) -> Split:
        selection = self._selection(indicator, measure)
        ids, rows = self._numbered(indicator, selection, paths)
        results = aggregate(selection, ids, rows)
        people = _people(selection, ids, len(rows), results)
        return Split(
            selection.rows.grouping(paths).cells, results, results.n.tolist(),
            None if people is None else people.tolist(),
        )  # fmt: skip


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
