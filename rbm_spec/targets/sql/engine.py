"""A plan, files of data and a period -> the published observations, computed by DuckDB in this process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Self

from sqlglot import exp

from rbm_spec.kernel.faults import KEY_TWICE, Fault
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.reporting import periods, publish
from rbm_spec.kernel.submissions import EVERYTHING, Submissions
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.crowds import names_period
from rbm_spec.plan.definitions import definition
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.reference.compute import Results
from rbm_spec.source import Where
from rbm_spec.targets.sql.checks import check_cells, check_relations, check_rules
from rbm_spec.targets.sql.columns import Columns
from rbm_spec.targets.sql.derive import derived
from rbm_spec.targets.sql.dialects import DUCKDB
from rbm_spec.targets.sql.rows import Query, Rows
from rbm_spec.targets.sql.run import Run
from rbm_spec.targets.sql.store import Settings, Source, guard, open_store
from rbm_spec.targets.sql.tables import PeriodTables, take_first
from rbm_spec.targets.sql.trees import cast, column, count_rows, day, table, where
from rbm_spec.targets.unsupported import Inexpressible


def compute(
    plan: Plan,
    sources: Mapping[str, Source],
    period: str,
    settings: Settings | None = None,
    checked: bool = True,
    faults: Sequence[Fault] = (),
    earlier: Sequence[Earlier] = (),
) -> Results:
    """Every indicator that has the period `period` (a label, or a year that falls in one).

    `sources` gives a .csv or .parquet file or an Arrow table for each collected dataset; None or absent is not
    submitted. `checked=False` leaves the checks of data out, for data that has passed them; `faults` are those found
    before. Raises ValueError for a path that DuckDB would read as a pattern, `Inexpressible` for a plan that SQL does
    not express (see `unsupported`).
    """
    with Engine(plan, sources, settings or Settings(), checked) as engine:
        return engine.results(period, faults, earlier=earlier)


class Engine:
    """Tables by period, and what is wrong with the data; a context that closes the database."""

    def __init__(self, plan: Plan, sources: Mapping[str, Source], settings: Settings, checked: bool = True) -> None:
        self.store = open_store(plan, sources, settings)
        self.plan = plan
        self.checked = checked
        self.tables: dict[Period, PeriodTables] = {}
        self.faults: dict[Fault, None] = dict.fromkeys(self.store.faults)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.connection.close()

    def results(
        self,
        label: str,
        faults: Sequence[Fault] = (),
        wanted: Collection[str] | None = None,
        earlier: Sequence[Earlier] = (),
        submissions: Submissions = EVERYTHING,
    ) -> Results:
        """The release of each indicator, or of those wanted; `faults` are those found before."""
        self.faults |= dict.fromkeys(faults)
        defined = definition(self.plan)
        if self.checked:
            self.check(list(dict.fromkeys(periods(defined, label).values())))
        found = publish(defined, label, self._run, wanted, earlier, submissions)
        return Results(found.releases, tuple(self.faults))

    def _run(self, period: Period, wanted: Sequence[str]) -> Run:
        """The scans for the indicators whose data is sound."""
        broken = {fault.dataset for fault in self.faults}
        sound = [name for name in wanted if not broken & set(self.plan.indicators[name].reads)]
        return Run(self._tables(period), sound, self.faults)

    def is_empty(self, dataset: str, field: str, period: Period) -> bool:
        """Whether a collected dataset has rows, but none whose `field` lies in the period."""
        if dataset not in self.store.submitted:
            return False
        inside = exp.Between(this=cast(column(field), "date"), low=day(period.start), high=day(period.end))
        rows, found = self.store.rows(exp.select(count_rows(), where(count_rows(), inside)).from_(table(dataset)))[0]
        return bool(rows) and not found

    def _tables(self, period: Period) -> PeriodTables:
        same = Period("", period.start, period.end)
        if same not in self.tables:
            self.tables[same] = PeriodTables(self.store, same, len(self.tables), self.checked)
        return self.tables[same]

    def check(self, asked: Sequence[Period]) -> None:
        """Everything wrong with the data, once for each period that it depends on."""
        collected = [each for each in self.plan.datasets.values() if each.id in self.store.submitted]
        for dataset in collected:
            found = check_cells(self.store, dataset)
            if found:
                guard(self.store, dataset)
            self.faults |= dict.fromkeys(found)
        for dataset in collected:
            query = Query(self.store.columns, {})
            found = check_relations(self.store, dataset, query, self.faults)
            if any(fault.code == KEY_TWICE for fault in found):
                take_first(self.store, dataset)
            self.faults |= dict.fromkeys(found)
        for number, at in enumerate(asked):
            tables = self._tables(at)
            for dataset in collected:
                if number == 0 or any(names_period(rule.condition) for rule in dataset.rules):
                    self.faults |= dict.fromkeys(check_rules(self.store, dataset, tables.fresh()))
            self.faults |= dict.fromkeys(tables.faults)


def unsupported(plan: Plan, indicators: Iterable[Indicator]) -> Iterator[tuple[Where, str]]:
    """What this engine cannot compute, and where it is written: rows of these indicators, and any rule of a dataset.

    Formulas over measures are not SQL here, so those that printed statements cannot hold are no matter.
    """
    ends = {each: day(plan.start) for each in ("period.start", "period.end", "plan.start", "plan.end")}
    query = Query(Columns(plan, DUCKDB), ends)
    for dataset in plan.datasets.values():
        try:
            if dataset.derivation is not None:
                DUCKDB.print(derived(query, dataset.id))
            for rule in dataset.rules:
                DUCKDB.print(Rows(query, dataset.id).term(rule.condition).tree)
        except Inexpressible as gap:
            yield dataset.spec.where, str(gap)
    for indicator in indicators:
        try:
            for each in (indicator, *(plan.indicators[name] for name in indicator.needs)):
                for method in each.methods:
                    for measure in method.measures.values():
                        for expr in (measure.aggregate.condition, measure.aggregate.of):
                            if expr is not None:
                                DUCKDB.print(Rows(query, measure.dataset).term(expr).tree)
        except Inexpressible as gap:
            yield indicator.spec.where, str(gap)
