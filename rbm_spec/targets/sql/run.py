"""One period: one scan of each dataset, for all indicators that are wanted and those they need.

Whoever reads another indicator in its own cells makes that one be computed in those cells too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.catalogue import Window
from rbm_spec.kernel.definitions import By, Paths
from rbm_spec.kernel.dimensions import Key
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.release import Sides
from rbm_spec.kernel.reporting import Counted
from rbm_spec.kernel.values import Value
from rbm_spec.plan.definitions import datasets_behind, method_in
from rbm_spec.plan.model import Dimension, Measure, Method, Plan
from rbm_spec.reference.evaluate import evaluate_component
from rbm_spec.targets.sql.answers import Answers, answer
from rbm_spec.targets.sql.scan import Asked, Set, relevant
from rbm_spec.targets.sql.tables import PeriodTables


@dataclass
class Run:
    """Answers what `kernel.reporting` asks of an engine; `faults` are those of all the data."""

    tables: PeriodTables
    wanted: Sequence[str]
    faults: Iterable[Fault]
    answers: dict[str, Answers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start, end = self.tables.period.start, self.tables.period.end
        self.window = Window(start, end, self.plan.start, self.plan.end, self.plan.holidays)
        self._ask()

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.tables.store.plan

    def submitted(self, dataset: str) -> bool:
        """Whether a dataset is there."""
        return dataset in self.tables.submitted

    def seen(self, indicator: str, measure: str, paths: Paths) -> Iterable[Key]:
        """The codes at `paths` of the rows that a measure keeps."""
        found = self._method(indicator).measures[measure]
        return self.answers[found.dataset].seen(_label(indicator, found), paths) if self._is_submitted(found) else ()

    def counted(self, indicator: str, measure: str, by: By) -> Counted:
        """A measure over its rows in a cell."""
        found = self._method(indicator).measures[measure]
        personal = self.plan.datasets[found.dataset].personal
        return self.answers[found.dataset].counted(_label(indicator, found), found.aggregate, personal, by)

    def evaluated(self, indicator: str, component: str, values: Mapping[str, Value]) -> tuple[Value, Sides | None]:
        """A formula, and both sides of a quotient."""
        return evaluate_component(self._method(indicator), component, values, self.window)

    def _method(self, indicator: str) -> Method:
        return method_in(self.plan.indicators[indicator], self.tables.period)

    def _breakdowns(self) -> dict[str, dict[tuple[Dimension, ...], None]]:
        """By indicator, the breakdowns in which it is needed: its own and those of indicators that read it."""
        found: dict[str, dict[tuple[Dimension, ...], None]] = {}
        pending = [(name, name) for name in reversed(self.wanted)]
        while pending:
            reader, name = pending.pop()
            method, breakdowns = self._method(reader), self.plan.indicators[reader].breakdowns
            own = [dims for dims in breakdowns if datasets_behind(self.plan, method, dims) <= self.tables.submitted]
            found.setdefault(name, {}).update(dict.fromkeys(own))
            for each in self.plan.indicators[name].needs:
                pending += [(reader, each), (each, each)]
        return found

    def _ask(self) -> None:
        """Runs one scan a dataset."""
        asked: dict[str, list[Asked]] = {}
        dims: dict[str, dict[str, Dimension]] = {}
        for name, breakdowns in self._breakdowns().items():
            indicator = self.plan.indicators[name]
            for measure in self._method(name).measures.values():
                if not self._is_submitted(measure):
                    continue
                paths: list[Set] = [(), *(tuple(d.path for d in each) for each in breakdowns)]
                sets = tuple(relevant(paths, measure.ignore))
                wanted = Asked(_label(name, measure), measure, sets, people=indicator.personal)
                asked.setdefault(measure.dataset, []).append(wanted)
                own = dims.setdefault(measure.dataset, {})
                own |= {d.path: d for each in breakdowns for d in each if d.path not in measure.ignore}
        for dataset, measures in asked.items():
            self.answers[dataset] = answer(self.tables, dataset, measures, list(dims[dataset].values()))

    def _is_submitted(self, measure: Measure) -> bool:
        return all(map(self.submitted, measure.reads))


def _label(indicator: str, measure: Measure) -> str:
    return f"{indicator}.{measure.id}"
