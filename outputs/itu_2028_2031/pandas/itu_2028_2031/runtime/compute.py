"""A plan, data frames and a period -> the published observations of its indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..kernel.assessment import RELATIVE
from ..kernel.definitions import By
from ..kernel.disclosure import Hidden
from ..kernel.faults import Fault
from ..kernel.periods import Period, containing, previous
from ..kernel.release import Cell, Release, hidden_cells, release
from ..kernel.values import Value, missing

from .cells import Computation, Key, Paths
from .definitions import Field, Indicator, Method, Plan
from .implied import implied_pairs
from .loading import Data, collect, derive
from .results import Results

NOTHING_HIDDEN = Hidden(frozenset(), frozenset())


def compute(
    plan: Plan,
    tables: Mapping[str, pd.DataFrame | None],
    period: str,
    indicator: str | None = None,
    faults: Sequence[Fault] = (),
) -> Results:
    """Every indicator (or one) that has the period `period`, a label or a year that falls in one.

    `tables` holds a data frame for each collected dataset that was submitted; `faults` are those found before.
    """
    with np.errstate(all="ignore"):
        return publish(plan, collect(plan, tables, faults), period, indicator)


def publish(plan: Plan, data: Data, period: str, indicator: str | None = None) -> Results:
    """The same over collected datasets."""
    runs: dict[Period, _Run] = {}
    releases: dict[str, Release] = {}
    found: dict[Fault, None] = dict.fromkeys(data.faults)
    for each in plan.indicators:
        at = containing(period, each.frequency, plan.start)
        if at is not None and indicator in (None, each.id):
            if at not in runs:
                runs[at] = _Run(plan, data, at)
            releases[each.id] = runs[at].release(each)
            found |= dict.fromkeys(runs[at].derived.faults)
    read = {name: rows.length for name, rows in data.rows.items() if rows.submitted}
    return Results(period, releases, tuple(found), read)


@dataclass
class _Run:
    """All that is computed in one period; it answers for other indicators in the same cell."""

    plan: Plan
    collected: Data
    period: Period
    computations: dict[str, Computation] = field(default_factory=dict)
    every_cell: dict[str, list[Cell]] = field(default_factory=dict)
    hidden: dict[str, Hidden] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.derived = derive(self.plan, self.collected, self.period)
        self.indicators = {indicator.id: indicator for indicator in self.plan.indicators}

    def computation(self, indicator: str) -> Computation:
        if indicator not in self.computations:
            found = self.indicators[indicator]
            method = found.method(self.period)
            self.computations[indicator] = Computation(found, method, self.period, self.derived, self)
        return self.computations[indicator]

    def cell(self, indicator: str, by: By) -> Cell:
        """The cell of another indicator."""
        return self.computation(indicator).cell(by)

    def keys(self, indicator: str, paths: Paths) -> Iterable[Key]:
        """The cells that another indicator's rows make."""
        return self.computation(indicator).keys(paths)

    def declared(self, indicator: str, path: str) -> Field | None:
        """What another indicator knows of a dimension."""
        return self.computation(indicator).declared(path)

    def is_hidden(self, indicator: str, cell: Cell) -> bool:
        """Whether another indicator hides that cell, or would if it listed it."""
        other = self.indicators[indicator]
        if not cell.by or not other.personal:
            return False
        people = cell.n if cell.people is None else cell.people
        hidden = self.hide(other)
        paths = tuple(path for path, _ in cell.by)
        return (
            cell.reads_hidden
            or 0 < people < self.plan.minimum_cell
            or cell.by in hidden.cells
            or paths in [other.breakdowns[number] for number in hidden.withheld]
        )

    def cells(self, indicator: Indicator) -> list[Cell]:
        """The total, then the cells of each breakdown whose dimensions can be read."""
        if indicator.id not in self.every_cell:
            run = self.computation(indicator.id)
            cells = [run.cell(())]
            for paths in indicator.breakdowns:
                if self._readable(run, paths):
                    cells += [run.cell(tuple(zip(paths, key, strict=True))) for key in run.keys(paths)]
            self.every_cell[indicator.id] = cells
        return self.every_cell[indicator.id]

    def _readable(self, run: Computation, paths: Paths) -> bool:
        """Whether every dataset on the way to the dimensions was submitted."""
        return all(
            self.derived.submitted(dataset)
            for measure in run.method.measures
            for path in paths
            if path not in measure.ignore
            for dataset in datasets_behind(self.plan, measure.dataset, path)
        )

    def hide(self, indicator: Indicator) -> Hidden:
        if indicator.id not in self.hidden:
            run = self.computation(indicator.id)
            cells = self.cells(indicator)
            paths = {path for breakdown in indicator.breakdowns for path in breakdown}
            pairs = implied_pairs(self.plan.codelists, {path: run.declared(path) for path in sorted(paths)})
            implied = {
                cell.by: tuple(pair for own in cell.by if own[1] for pair in pairs.get((own[0], own[1]), ()))
                for cell in cells
            }
            defined = indicator.published(run.method)
            self.hidden[indicator.id] = hidden_cells(defined, cells, self.plan.minimum_cell, implied)
        return self.hidden[indicator.id]

    def release(self, indicator: Indicator) -> Release:
        """The published observations."""
        method = indicator.method(self.period)
        defined = indicator.published(method)
        if any(fault.dataset in indicator.reads for fault in self.derived.faults):
            stopped = Cell((), {each.id: missing("invalid") for each in defined.components}, 0)
            return release(defined, self.period, [stopped], NOTHING_HIDDEN, {})
        earlier = previous(self.period, indicator.frequency, self.plan.start)
        broken = earlier is not None and indicator.method(earlier) is not method
        before = self._before(indicator, method, earlier) if earlier else {}
        return release(defined, self.period, self.cells(indicator), self.hide(indicator), before, broken)

    def _before(self, indicator: Indicator, method: Method, earlier: Period) -> dict[tuple[By, str], Value]:
        """The shown values of the period before, where a target asks for them."""
        conditions = [
            condition
            for formula in method.formulas
            for target in formula.component.targets
            for condition in (target.condition, *(condition for _, condition in target.cells))
        ]
        if not any(condition and condition.kind in RELATIVE for condition in conditions):
            return {}
        run = _Run(self.plan, self.collected, earlier)
        hidden = run.hide(indicator)
        return {
            (cell.by, name): value
            for cell in run.cells(indicator)
            if cell.by not in hidden.cells
            for name, value in cell.values.items()
        }


def datasets_behind(plan: Plan, dataset: str, path: str) -> list[str]:
    """The datasets that references lead through on a path, without the first."""
    found = []
    first, *rest = path.split(".")
    field = plan.by_id[dataset].fields[first]
    for name in rest:
        if field.type == "reference":
            found.append(field.dataset)
            field = plan.by_id[field.dataset].fields[name]
        else:
            field = plan.codelists[field.codelist].attributes[name]
    return found
