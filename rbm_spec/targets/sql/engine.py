"""A plan, files of data and a period -> the published observations, computed by DuckDB in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rbm_spec.expr.nodes import Call, Expr, names, walk
from rbm_spec.kernel.assessment import RELATIVE
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import Period, containing, previous
from rbm_spec.kernel.release import Cell, Release, release
from rbm_spec.kernel.values import Value, missing
from rbm_spec.plan.definitions import definition
from rbm_spec.plan.model import Indicator, Method, Plan
from rbm_spec.reference.compute import NOTHING_HIDDEN, Results, method_in
from rbm_spec.targets.sql.checks import check_cells, check_rows
from rbm_spec.targets.sql.run import Run
from rbm_spec.targets.sql.store import Settings, Source, Store, open_store
from rbm_spec.targets.sql.tables import PeriodTables


def compute(
    plan: Plan, sources: Mapping[str, Source], period: str, settings: Settings | None = None, checked: bool = True
) -> Results:
    """Every indicator that has the period `period` (a label, or a year that falls in one).

    `sources` gives a .csv or .parquet file or an Arrow table for each collected dataset; None or absent is not
    submitted. `checked=False` leaves the checks of data out, for data that has passed them. Raises ValueError for a
    path that DuckDB would read as a pattern, `Gap` for a plan that SQL does not express (see `unsupported`).
    """
    store = open_store(plan, sources, settings or Settings())
    try:
        return _Computation(store, checked).results(period)
    finally:
        store.connection.close()


class _Computation:
    """Tables by period, and what is wrong with the data."""

    def __init__(self, store: Store, checked: bool) -> None:
        self.store = store
        self.plan = store.plan
        self.checked = checked
        self.tables: dict[Period, PeriodTables] = {}
        self.faults: dict[Fault, None] = dict.fromkeys(store.faults)

    def results(self, label: str) -> Results:
        """The release of each indicator."""
        periods = {
            indicator.id: found
            for indicator in self.plan.indicators.values()
            if (found := containing(label, indicator.spec.frequency, self.plan.start)) is not None
        }
        if self.checked:
            self._check(list(dict.fromkeys(periods.values())))
        broken = {fault.dataset for fault in self.faults}
        releases = {name: _stopped(self.plan.indicators[name], at) for name, at in periods.items()}
        groups: dict[tuple[Period, str], list[Indicator]] = {}
        for name, at in periods.items():
            indicator = self.plan.indicators[name]
            if not broken & set(indicator.reads):
                groups.setdefault((at, indicator.spec.frequency), []).append(indicator)
        for (at, frequency), wanted in groups.items():
            run = Run(self._tables(at), wanted)
            before = self._before(at, frequency, wanted)
            for indicator in wanted:
                releases[indicator.id] = self._release(run, before, indicator, at)
        return Results(releases, tuple(self.faults))

    def _tables(self, period: Period) -> PeriodTables:
        same = Period("", period.start, period.end)
        if same not in self.tables:
            self.tables[same] = PeriodTables(self.store, same, len(self.tables), self.checked)
        return self.tables[same]

    def _check(self, periods: Sequence[Period]) -> None:
        """Everything wrong with the data, once for each period that it depends on."""
        for dataset in self.plan.datasets.values():
            self.faults |= dict.fromkeys(check_cells(self.store, dataset))
        for number, at in enumerate(periods):
            tables = self._tables(at)
            for dataset in self.plan.datasets.values():
                is_there = dataset.derivation is None and dataset.id in tables.submitted
                if is_there and (number == 0 or any(_names_period(rule.condition) for rule in dataset.rules)):
                    self.faults |= dict.fromkeys(check_rows(self.store, dataset, tables.fresh()))
            self.faults |= dict.fromkeys(tables.faults)

    def _release(self, run: Run, before: Run | None, indicator: Indicator, at: Period) -> Release:
        method = run.method(indicator)
        earlier = previous(at, indicator.spec.frequency, self.plan.start)
        broken = earlier is not None and method_in(indicator, earlier) is not method
        known = _shown(before, indicator) if before and _is_relative(method) else {}
        defined = definition(indicator, method)
        return release(defined, at, run.cells(indicator), run.hidden(indicator), known, broken)

    def _before(self, at: Period, frequency: str, wanted: Sequence[Indicator]) -> Run | None:
        """The period before, for the indicators whose targets ask for it."""
        earlier = previous(at, frequency, self.plan.start)
        relative = [each for each in wanted if _is_relative(method_in(each, at))]
        return Run(self._tables(earlier), relative) if earlier and relative else None


def _names_period(condition: Expr) -> bool:
    return any(name.role == "constant" and name.parts[0] == "period" for name in names(condition)) or any(
        isinstance(node, Call) and node.op == "in_period" for node in walk(condition)
    )


def _stopped(indicator: Indicator, period: Period) -> Release:
    """What is published of an indicator whose data is wrong."""
    defined = definition(indicator, method_in(indicator, period))
    cell = Cell((), {each.id: missing("invalid") for each in defined.components}, 0)
    return release(defined, period, [cell], NOTHING_HIDDEN, {})


def _is_relative(method: Method) -> bool:
    """Whether a target asks for the value of the period before."""
    return any(
        condition is not None and condition.kind in RELATIVE
        for component in method.components
        for target in component.spec.targets
        for condition in (target.condition, *(cell.condition for cell in target.cells))
    )


def _shown(run: Run, indicator: Indicator) -> dict[tuple[By, str], Value]:
    """The values of a period that are not hidden."""
    hidden = run.hidden(indicator)
    return {
        (cell.by, name): value
        for cell in run.cells(indicator)
        if cell.by not in hidden.cells
        for name, value in cell.values.items()
    }
