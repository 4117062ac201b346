"""A plan, data and a period -> the published observations of every indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.catalogue import Window
from rbm_spec.kernel.assessment import RELATIVE
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.disclosure import Hidden
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import Period, containing, previous
from rbm_spec.kernel.release import Cell, Release, hidden_cells, release
from rbm_spec.kernel.values import Value, missing
from rbm_spec.plan.definitions import definition, implied_pairs
from rbm_spec.plan.model import Dimension, Indicator, Method, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.reference.cells import Computation
from rbm_spec.reference.database import Database, load

NOTHING_HIDDEN = Hidden(frozenset(), frozenset())


@dataclass(frozen=True)
class Results:
    """What came out: a release for each indicator, and everything wrong with the data."""

    releases: Mapping[str, Release]
    faults: tuple[Fault, ...]


def compute(plan: Plan, data: Mapping[str, str | None], period: str) -> Results:
    """Every indicator that has the period `period` (a label, or a year that falls in one)."""
    releases: dict[str, Release] = {}
    runs: dict[Period, _Run] = {}
    for indicator in plan.indicators.values():
        at = containing(period, indicator.spec.frequency, plan.start)
        if at is not None:
            run = runs[at] if at in runs else runs.setdefault(at, _Run(plan, data, at))
            releases[indicator.id] = run.release(indicator)
    faults = dict.fromkeys(fault for run in runs.values() for fault in run.database.faults)
    return Results(releases, tuple(faults))


@dataclass
class _Run:
    """All that is computed in one period; it answers for other indicators in the same cell."""

    plan: Plan
    data: Mapping[str, str | None]
    period: Period
    computations: dict[str, Computation] = field(default_factory=dict)
    listed: dict[str, list[Cell]] = field(default_factory=dict)
    hidden: dict[str, Hidden] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.window = Window(self.period.start, self.period.end, self.plan.start, self.plan.end, self.plan.holidays)
        self.database: Database = load(self.plan, self.data, self.window)

    def computation(self, indicator: Indicator) -> Computation:
        if indicator.id not in self.computations:
            method = method_in(indicator, self.period)
            self.computations[indicator.id] = Computation(self.database, indicator, method, self.window, self)
        return self.computations[indicator.id]

    def cell(self, indicator: str, by: By) -> Cell:
        """The cell of another indicator."""
        return self.computation(self.plan.indicators[indicator]).cell(by)

    def combinations(self, indicator: str, dimensions: Sequence[Dimension]) -> Iterable[By]:
        """The cells that another indicator's rows make."""
        return self.computation(self.plan.indicators[indicator]).combinations(dimensions)

    def is_hidden(self, indicator: str, cell: Cell) -> bool:
        """Whether another indicator hides that cell, or would if it listed it."""
        other = self.plan.indicators[indicator]
        if not cell.by or not other.personal:
            return False
        people = cell.n if cell.people is None else cell.people
        hidden = self.hide(other)
        paths = tuple(path for path, _ in cell.by)
        withheld = [tuple(d.path for d in other.breakdowns[number]) for number in hidden.withheld]
        return (
            cell.reads_hidden
            or 0 < people < self.plan.spec.minimum_cell
            or cell.by in hidden.cells
            or paths in withheld
        )

    def cells(self, indicator: Indicator) -> list[Cell]:
        """The total, then the cells of each breakdown whose paths can be read."""
        if indicator.id not in self.listed:
            run = self.computation(indicator)
            cells = [run.cell(())]
            for dimensions in indicator.breakdowns:
                if self._readable(indicator, dimensions):
                    cells += [run.cell(by) for by in run.combinations(dimensions)]
            self.listed[indicator.id] = cells
        return self.listed[indicator.id]

    def _readable(self, indicator: Indicator, dimensions: Sequence[Dimension]) -> bool:
        """Whether every dataset on the way to the dimensions was submitted."""
        return all(
            not step.dataset or step.dataset in self.database.tables
            for measure in method_in(indicator, self.period).measures.values()
            for dimension in dimensions
            if dimension.path not in measure.ignore
            for step in steps(self.plan, measure.dataset, dimension.parts)[1:]
        )

    def hide(self, indicator: Indicator) -> Hidden:
        if not indicator.personal:
            return NOTHING_HIDDEN
        if indicator.id not in self.hidden:
            cells = self.cells(indicator)
            pairs = implied_pairs(self.plan, {d for dims in indicator.breakdowns for d in dims})
            implied = {
                cell.by: tuple(pair for own in cell.by if own[1] for pair in pairs.get((own[0], own[1]), ()))
                for cell in cells
            }
            defined = definition(indicator, self.computation(indicator).method)
            self.hidden[indicator.id] = hidden_cells(defined, cells, self.plan.spec.minimum_cell, implied)
        return self.hidden[indicator.id]

    def release(self, indicator: Indicator) -> Release:
        """The published observations."""
        method = method_in(indicator, self.period)
        defined = definition(indicator, method)
        if any(fault.dataset in indicator.reads for fault in self.database.faults):
            stopped = Cell((), {each.id: missing("invalid") for each in defined.components}, 0)
            return release(defined, self.period, [stopped], NOTHING_HIDDEN, {})
        earlier = previous(self.period, indicator.spec.frequency, self.plan.start)
        broken = earlier is not None and method_in(indicator, earlier) is not method
        before = self._before(indicator, method, earlier) if earlier else {}
        return release(defined, self.period, self.cells(indicator), self.hide(indicator), before, broken)

    def _before(self, indicator: Indicator, method: Method, earlier: Period) -> dict[tuple[By, str], Value]:
        """The shown values of the period before, where a target asks for them."""
        conditions = [
            condition
            for component in method.components
            for target in component.spec.targets
            for condition in (target.condition, *(cell.condition for cell in target.cells))
        ]
        if not any(condition and condition.kind in RELATIVE for condition in conditions):
            return {}
        run = _Run(self.plan, self.data, earlier)
        hidden = run.hide(indicator)
        return {
            (cell.by, name): value
            for cell in run.cells(indicator)
            if cell.by not in hidden.cells
            for name, value in cell.values.items()
        }


def method_in(indicator: Indicator, period: Period) -> Method:
    """The method valid at the period's end."""
    return next(method for method in indicator.methods if method.until is None or method.until >= period.end)
