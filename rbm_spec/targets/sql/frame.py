"""What one printed statement is about: an indicator under one method, the measures behind it, and all names in it.

Names in SQL may be no longer than PostgreSQL reads, and measures, dimensions and datasets have separate name spaces; so
each gets a name that is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rbm_spec.kernel.periods import Period
from rbm_spec.plan.definitions import collected_behind, method_in
from rbm_spec.plan.model import Dimension, Indicator, Measure, Method, Plan
from rbm_spec.targets.sql.columns import Columns
from rbm_spec.targets.sql.rows import Query
from rbm_spec.targets.sql.scan import Asked, Scan, Set, relevant
from rbm_spec.targets.sql.trees import Names, Tree, column, day

PERIOD = "the period"
SUBMITTED = "is submitted"
BREAKDOWN = "breakdown"


@dataclass(frozen=True)
class Owned:
    """A measure of the indicator, or of one that it reads; `label` is its column."""

    indicator: str
    measure: Measure
    label: str


@dataclass
class Frame:
    """One statement. `codes` and `flags` are the columns of a dimension, by path; `scans` are by dataset."""

    columns: Columns
    indicator: Indicator
    method: Method
    period: Period
    submitted: frozenset[str]
    query: Query = field(init=False)
    breakdowns: list[tuple[Dimension, ...]] = field(init=False)
    dimensions: dict[str, Dimension] = field(init=False)
    codes: dict[str, str] = field(init=False)
    flags: dict[str, str] = field(init=False)
    owned: list[Owned] = field(init=False)
    names: Names = field(default_factory=lambda: Names([BREAKDOWN]))
    tables: Names = field(default_factory=lambda: Names([PERIOD, SUBMITTED]))

    def __post_init__(self) -> None:
        parameters: dict[str, Tree] = {
            "period.start": column("first day", PERIOD),
            "period.end": column("last day", PERIOD),
            "plan.start": day(self.plan.start),
            "plan.end": day(self.plan.end),
        }
        self.query = Query(self.columns, parameters, {}, PERIOD, self.tables)
        self.breakdowns = list(self.indicator.breakdowns)
        self.dimensions = {d.path: d for dims in self.breakdowns for d in dims}
        self.codes = {path: self.names.take(path) for path in self.dimensions}
        self.flags = {path: self.names.take(f"{path} rolled up") for path in self.dimensions}
        self.owned = list(self._measures())

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.columns.plan

    def method_of(self, indicator: Indicator) -> Method:
        """The method of this indicator or of one that it reads."""
        return self.method if indicator.id == self.indicator.id else method_in(indicator, self.period)

    def needed(self) -> list[Indicator]:
        """The indicators behind this one, each after those it needs, and itself last."""
        found: dict[str, Indicator] = {}
        pending = [(self.indicator, False)]
        while pending:
            indicator, ready = pending.pop()
            if ready:
                found.setdefault(indicator.id, indicator)
            elif indicator.id not in found:
                pending.append((indicator, True))
                pending += [(self.plan.indicators[each], False) for each in reversed(indicator.needs)]
        return list(found.values())

    def _measures(self) -> Iterable[Owned]:
        for each in reversed(self.needed()):
            for measure in self.method_of(each).measures.values():
                wish = measure.id if each.id == self.indicator.id else f"{each.id}.{measure.id}"
                yield Owned(each.id, measure, self.names.take(wish))

    def collected(self) -> list[str]:
        """The collected datasets behind the measures and their dimensions."""
        reads = dict.fromkeys(each for owned in self.owned for each in owned.measure.reads)
        behind = {each: None for dims in self.breakdowns for each in collected_behind(self.plan, self.method, dims)}
        return self.collected_in([*reads, *behind])

    def collected_in(self, datasets: Iterable[str]) -> list[str]:
        """Those that are not derived, each once."""
        return [each for each in dict.fromkeys(datasets) if self.plan.datasets[each].derivation is None]

    def scans(self) -> list[Scan]:
        """One scan a dataset, for all measures that read it."""
        asked: dict[str, list[Owned]] = {}
        for owned in self.owned:
            asked.setdefault(owned.measure.dataset, []).append(owned)
        return [self._scan(dataset, measures) for dataset, measures in asked.items()]

    def _scan(self, dataset: str, measures: Sequence[Owned]) -> Scan:
        dims = [
            dimension
            for path, dimension in self.dimensions.items()
            if any(path not in owned.measure.ignore for owned in measures)
        ]
        wanted: list[Set] = [(), *(tuple(d.path for d in breakdown) for breakdown in self.breakdowns)]
        seen = dict.fromkeys(each for owned in measures for each in relevant(wanted, owned.measure.ignore))
        sets = list(dict.fromkeys(tuple(d.path for d in dims if d.path in each) for each in seen))
        return Scan(
            self.query, dataset, [Asked(each.label, each.measure, people=True) for each in measures], dims, sets
        )
