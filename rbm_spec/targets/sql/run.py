"""One period: what every indicator is in the total and in each cell, ready to be released.

Indicators that read the same dataset share its scan. Whoever reads another indicator in its own cells makes that one be
computed in those cells too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Call, Name
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.disclosure import Hidden
from rbm_spec.kernel.release import Cell, Sides, hidden_cells
from rbm_spec.kernel.values import Value, missing
from rbm_spec.plan.definitions import definition, implied_pairs
from rbm_spec.plan.model import Dimension, Indicator, Measure, Method, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.reference.compute import method_in
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.targets.sql.answers import Answers, Counted, answer
from rbm_spec.targets.sql.scan import Asked, Set, relevant
from rbm_spec.targets.sql.tables import PeriodTables

NOT_SUBMITTED = Counted(missing("not_submitted"), 0, 0)


@dataclass
class Run:
    """The indicators that are wanted in one period, and those they need."""

    tables: PeriodTables
    wanted: Sequence[Indicator]
    answers: dict[str, Answers] = field(default_factory=dict)
    _cells: dict[tuple[str, By], Cell] = field(default_factory=dict)
    _combinations: dict[tuple[str, tuple[str, ...]], list[By]] = field(default_factory=dict)
    _orders: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _hidden: dict[str, Hidden] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start, end = self.tables.period.start, self.tables.period.end
        self.window = Window(start, end, self.plan.start, self.plan.end, self.plan.holidays)
        self._ask()

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.tables.store.plan

    def method(self, indicator: Indicator) -> Method:
        """The method of the period."""
        return method_in(indicator, self.tables.period)

    def _breakdowns(self) -> dict[str, dict[tuple[Dimension, ...], None]]:
        """By indicator, the breakdowns in which it is needed: its own and those of indicators that read it."""
        found: dict[str, dict[tuple[Dimension, ...], None]] = {}
        pending = [(indicator.id, indicator.id) for indicator in reversed(self.wanted)]
        while pending:
            reader, name = pending.pop()
            indicator = self.plan.indicators[reader]
            own = dict.fromkeys(dims for dims in indicator.breakdowns if self.is_readable(indicator, dims))
            found.setdefault(name, {}).update(own)
            for each in self.plan.indicators[name].needs:
                pending += [(reader, each), (each, each)]
        return found

    def is_readable(self, indicator: Indicator, dimensions: Sequence[Dimension]) -> bool:
        """Whether every dataset on the way to the dimensions was submitted."""
        return all(
            not step.dataset or step.dataset in self.tables.submitted
            for measure in self.method(indicator).measures.values()
            for dimension in dimensions
            if dimension.path not in measure.ignore
            for step in steps(self.plan, measure.dataset, dimension.parts)[1:]
        )

    def _ask(self) -> None:
        """Runs one scan a dataset."""
        asked: dict[str, list[Asked]] = {}
        dims: dict[str, dict[str, Dimension]] = {}
        for name, breakdowns in self._breakdowns().items():
            indicator = self.plan.indicators[name]
            for measure in self.method(indicator).measures.values():
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
        return all(
            self.plan.datasets[name].derivation is not None or name in self.tables.submitted for name in measure.reads
        )

    def combinations(self, indicator: Indicator, dimensions: Sequence[Dimension]) -> list[By]:
        """The cells of a breakdown, in order: from rows of measures that ignore none of its dimensions."""
        key = (indicator.id, tuple(dimension.path for dimension in dimensions))
        if key not in self._combinations:
            self._combinations[key] = self._combined(indicator, dimensions)
        return self._combinations[key]

    def _combined(self, indicator: Indicator, dimensions: Sequence[Dimension]) -> list[By]:
        found: dict[By, None] = {}
        paths = [dimension.path for dimension in dimensions]
        for measure in self.method(indicator).measures.values():
            if self._is_submitted(measure) and not set(paths) & set(measure.ignore):
                found |= dict.fromkeys(self.answers[measure.dataset].seen(_label(indicator.id, measure), paths))
        for name in indicator.needs:
            found |= dict.fromkeys(self.combinations(self.plan.indicators[name], dimensions))
        return sorted(found, key=lambda by: [self._rank(d, code) for d, (_, code) in zip(dimensions, by, strict=True)])

    def _rank(self, dimension: Dimension, code: str | None) -> tuple[bool, int, str]:
        """Code list order; text by code point; true before false; not stated last."""
        if code is not None and dimension.type.kind is Kind.CODE:
            return False, self._positions(dimension.type.codelist)[code], ""
        if code is not None and dimension.type.kind is Kind.BOOLEAN:
            return False, int(code == "false"), ""
        return code is None, 0, code or ""

    def _positions(self, codelist: str) -> Mapping[str, int]:
        if codelist not in self._orders:
            self._orders[codelist] = {code: at for at, code in enumerate(self.plan.codelists[codelist].codes)}
        return self._orders[codelist]

    def cells(self, indicator: Indicator) -> list[Cell]:
        """The total, then the cells of each breakdown whose paths can be read."""
        found = [self.cell(indicator, ())]
        for dimensions in indicator.breakdowns:
            if self.is_readable(indicator, dimensions):
                found += [self.cell(indicator, by) for by in self.combinations(indicator, dimensions)]
        return found

    def cell(self, indicator: Indicator, by: By) -> Cell:
        """The values of all components in one cell."""
        if (indicator.id, by) not in self._cells:
            self._cells[indicator.id, by] = self._cell(indicator, by)
        return self._cells[indicator.id, by]

    def _cell(self, indicator: Indicator, by: By) -> Cell:
        measures = self.method(indicator).measures
        measured = {name: self._measured(indicator, measure, by) for name, measure in measures.items()}
        needed = [self.plan.indicators[name] for name in indicator.needs]
        others = {other.id: self.cell(other, by) for other in needed}
        hidden = any(self.is_hidden(other, others[other.id]) for other in needed)
        counting = [
            name for name, measure in measures.items() if not any(path in measure.ignore for path, _ in by)
        ] or list(measures)
        n = max([measured[name].n for name in counting] or [other.n for other in others.values()] or [0])
        values, sides = self._components(indicator, measured, others)
        return Cell(by, values, n, self._people(measures, measured, counting), sides, hidden)

    def _measured(self, indicator: Indicator, measure: Measure, by: By) -> Counted:
        if not self._is_submitted(measure):
            return NOT_SUBMITTED
        wanted = tuple((path, code) for path, code in by if path not in measure.ignore)
        return self.answers[measure.dataset].counted(_label(indicator.id, measure), measure.aggregate, wanted)

    def _people(
        self, measures: Mapping[str, Measure], measured: Mapping[str, Counted], counting: Sequence[str]
    ) -> int | None:
        """The largest number of persons behind a measure over data about people."""
        found = []
        for name in counting:
            if self.plan.datasets[measures[name].dataset].personal:
                people = measured[name].people
                found.append(measured[name].n if people is None else people)
        return max(found, default=None)

    def _components(
        self, indicator: Indicator, measured: Mapping[str, Counted], others: Mapping[str, Cell]
    ) -> tuple[dict[str, Value], dict[str, Sides]]:
        values: dict[str, Value] = {}
        sides: dict[str, Sides] = {}

        def lookup(name: Name) -> Value:
            if name.role == "indicator":
                return others[name.parts[1]].values[name.parts[2] if len(name.parts) > 2 else ""]
            return values[name.dotted] if name.role == "component" else measured[name.dotted].value

        for component in self.method(indicator).components:
            formula = component.formula
            values[component.id] = evaluate(formula, lookup, self.window)
            if isinstance(formula, Call) and formula.op == "/":
                over, under = (evaluate(arg, lookup, self.window) for arg in formula.args)
                sides[component.id] = (over, under)
        return values, sides

    def is_hidden(self, indicator: Indicator, cell: Cell) -> bool:
        """Whether another indicator hides that cell, or would if it listed it."""
        if not cell.by or not indicator.personal:
            return False
        people = cell.n if cell.people is None else cell.people
        hidden = self.hidden(indicator)
        withheld = [tuple(d.path for d in indicator.breakdowns[number]) for number in hidden.withheld]
        return (
            cell.reads_hidden
            or 0 < people < self.plan.spec.minimum_cell
            or cell.by in hidden.cells
            or tuple(path for path, _ in cell.by) in withheld
        )

    def hidden(self, indicator: Indicator) -> Hidden:
        """What of the indicator's breakdowns stays hidden."""
        if indicator.id not in self._hidden:
            cells = self.cells(indicator)
            pairs = implied_pairs(self.plan, {d for dims in indicator.breakdowns for d in dims})
            implied = {
                cell.by: tuple(pair for own in cell.by if own[1] for pair in pairs.get((own[0], own[1]), ()))
                for cell in cells
            }
            defined = definition(indicator, self.method(indicator))
            self._hidden[indicator.id] = hidden_cells(defined, cells, self.plan.spec.minimum_cell, implied)
        return self._hidden[indicator.id]


def _label(indicator: str, measure: Measure) -> str:
    return f"{indicator}.{measure.id}"
