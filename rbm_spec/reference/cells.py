"""The rows of one period, one by one: which a measure keeps, and what it is in a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rbm_spec.expr.catalogue import Window
from rbm_spec.kernel.dates import day_of
from rbm_spec.kernel.definitions import By, Paths
from rbm_spec.kernel.dimensions import Key, code_of
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.release import Sides
from rbm_spec.kernel.reporting import Counted
from rbm_spec.kernel.values import Value
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Measure, Method, Plan
from rbm_spec.reference.aggregates import Aggregated, aggregate, selected
from rbm_spec.reference.database import load
from rbm_spec.reference.evaluate import evaluate_component
from rbm_spec.reference.tables import Row


class Rows:
    """All tables as they are in one period; answers what `kernel.reporting` asks of an engine."""

    def __init__(self, plan: Plan, data: Mapping[str, str | None], period: Period) -> None:
        self.plan = plan
        self.period = period
        self.window = Window(period.start, period.end, plan.start, plan.end, plan.holidays)
        self.database = load(plan, data, self.window)
        self._kept: dict[tuple[str, str], tuple[Row, ...]] = {}

    @property
    def faults(self) -> Sequence[Fault]:
        """Everything wrong with the data."""
        return self.database.faults

    def submitted(self, dataset: str) -> bool:
        """Whether a dataset is there."""
        return dataset in self.database.tables

    def seen(self, indicator: str, measure: str, paths: Paths) -> Iterable[Key]:
        """The codes at `paths` of the rows that a measure keeps."""
        dataset = self._method(indicator).measures[measure].dataset
        for row in self._rows(indicator, measure):
            yield tuple(self._code(dataset, row, path) for path in paths)

    def counted(self, indicator: str, measure: str, by: By) -> Counted:
        """A measure over its rows in a cell."""
        found = self._method(indicator).measures[measure]
        result = self.aggregated(indicator, measure, by)
        return Counted(result.value, len(result.rows), self._people(found.dataset, result.rows))

    def aggregated(self, indicator: str, measure: str, by: By) -> Aggregated:
        """A measure in a cell, and the rows that entered it."""
        found = self._method(indicator).measures[measure]
        rows = [
            row
            for row in self._rows(indicator, measure)
            if all(self._code(found.dataset, row, path) == code for path, code in by)
        ]
        return aggregate(self.database, found.dataset, rows, found.aggregate)

    def evaluated(self, indicator: str, component: str, values: Mapping[str, Value]) -> tuple[Value, Sides | None]:
        """A formula, and both sides of a quotient."""
        return evaluate_component(self._method(indicator), component, values, self.window)

    def _method(self, indicator: str) -> Method:
        return method_in(self.plan.indicators[indicator], self.period)

    def _rows(self, indicator: str, measure: str) -> tuple[Row, ...]:
        """The rows in the period for which `where` is true."""
        if (indicator, measure) not in self._kept:
            found = self._method(indicator).measures[measure]
            table = self.database.tables.get(found.dataset, ())
            inside = (row for row in table if self._is_in_period(found, row))
            self._kept[indicator, measure] = selected(self.database, found.dataset, inside, found.aggregate.condition)
        return self._kept[indicator, measure]

    def _is_in_period(self, measure: Measure, row: Row) -> bool:
        if measure.during is None:
            return True
        moment = self.database.read(measure.dataset, row, measure.during.split(".")).content
        inside = isinstance(moment, date) and self.period.start <= day_of(moment) <= self.period.end
        return inside

    def _people(self, dataset: str, rows: Sequence[Row]) -> int | None:
        """The persons behind rows; the rows themselves where no field names the person."""
        found = self.plan.datasets[dataset]
        if not found.personal:
            return None
        return len({row.get(found.person) for row in rows}) if found.person else len(rows)

    def _code(self, dataset: str, row: Row, path: str) -> str | None:
        return code_of(self.database.read(dataset, row, path.split(".")).content)
