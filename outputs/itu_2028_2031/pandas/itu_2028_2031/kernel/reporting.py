"""The order of work: what an engine counts in rows of a period -> what is published of every indicator.

An engine answers four questions about one period (`Engine`); all else stands here, once. An indicator has cells: the
total, and those of each breakdown that can be read. A cell holds what its measures count, what other indicators are in
the same cell, and the formulas over both. Then follows what must stay hidden, and what is said of the rest beside the
period before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from .assessment import RELATIVE
from .definitions import By, Indicator, Measure, Method, Paths, Plan
from .dimensions import Key, implied_pairs, ranks
from .disclosure import NOTHING, Hidden
from .faults import Fault
from .periods import Period, containing, previous
from .release import Cell, Release, Sides, hidden_cells, persons, release
from .values import Value, missing


class Counted(NamedTuple):
    """A measure in a cell: the rows that entered its value, the persons among them (None: not about people)."""

    value: Value
    n: int
    people: int | None = None


class Engine(Protocol):
    """What rows say in one period. Indicators, measures and components go by their names."""

    @property
    def faults(self) -> Iterable[Fault]:
        """Everything wrong with the data."""
        ...

    def submitted(self, dataset: str) -> bool:
        """Whether a dataset is there, collected or derived; one without rows is there too."""
        ...

    def seen(self, indicator: str, measure: str, paths: Paths) -> Iterable[Key]:
        """The codes at `paths` of the rows that a measure keeps."""
        ...

    def counted(self, indicator: str, measure: str, by: By) -> Counted:
        """A measure over its rows in a cell; `by` names only dimensions that split it."""
        ...

    def evaluated(self, indicator: str, component: str, values: Mapping[str, Value]) -> tuple[Value, Sides | None]:
        """A formula, and both sides of a quotient; `values` holds measures, components and `indicator.…` by name."""
        ...


Open = Callable[[Period, Sequence[str]], Engine]
"""Gives the engine of a period, in which these indicators are wanted."""


@dataclass(frozen=True)
class Publication:
    """A release for each indicator, and everything wrong with the data of the period."""

    releases: Mapping[str, Release]
    faults: tuple[Fault, ...]


def periods(plan: Plan, label: str) -> dict[str, Period]:
    """The period of each indicator that has one: `label` is a period, or a year that falls in one."""
    found = {name: containing(label, each.frequency, plan.start) for name, each in plan.indicators.items()}
    return {name: period for name, period in found.items() if period is not None}


def publish(plan: Plan, label: str, engine: Open, wanted: Collection[str] | None = None) -> Publication:
    """Every indicator, or those wanted, in its period."""
    current = {name: period for name, period in periods(plan, label).items() if wanted is None or name in wanted}
    earlier = {
        name: before
        for name, period in current.items()
        if _is_relative(plan.indicators[name].method(period))
        and (before := previous(period, plan.indicators[name].frequency, plan.start))
    }
    now, then = (
        {
            period: _Report(plan, period, engine(period, [name for name, other in several.items() if other == period]))
            for period in dict.fromkeys(several.values())
        }
        for several in (current, earlier)
    )
    releases = {}
    for name, period in current.items():
        shown = then[earlier[name]].shown(name) if name in earlier else {}
        releases[name] = now[period].release(name, shown)
    faults = dict.fromkeys(fault for report in now.values() for fault in report.engine.faults)
    return Publication(releases, tuple(faults))


def _is_relative(method: Method) -> bool:
    """Whether a target asks for the value of the period before."""
    return any(
        condition is not None and condition.kind in RELATIVE
        for component in method.components
        for target in component.targets
        for condition in (target.condition, *(condition for _, condition in target.cells))
    )


@dataclass
class _Report:
    """One period. Indicators are computed as they are asked for, each once."""

    plan: Plan
    period: Period
    engine: Engine
    _cells: dict[tuple[str, By], Cell] = field(default_factory=dict)
    _listed: dict[str, list[Cell]] = field(default_factory=dict)
    _hidden: dict[str, Hidden] = field(default_factory=dict)

    def release(self, name: str, before: Mapping[tuple[By, str], Value]) -> Release:
        """What is published; `before` holds the values of the period before, where a target asks for them."""
        indicator = self.plan.indicators[name]
        method = indicator.method(self.period)
        if any(fault.dataset in indicator.reads for fault in self.engine.faults):
            stopped = Cell((), {each.id: missing("invalid") for each in method.components}, 0)
            return release(indicator, self.period, [stopped], NOTHING, {})
        earlier = previous(self.period, indicator.frequency, self.plan.start)
        is_break = earlier is not None and indicator.method(earlier) is not method
        return release(indicator, self.period, self.cells(name), self.hidden(name), before, is_break)

    def shown(self, name: str) -> dict[tuple[By, str], Value]:
        """The values of the cells that are not hidden, by cell and component."""
        return {
            (cell.by, component): value
            for cell in self.cells(name)
            if cell.by not in self.hidden(name).cells
            for component, value in cell.values.items()
        }

    def cells(self, name: str) -> list[Cell]:
        """The total, then the cells of each breakdown whose dimensions can be read."""
        if name not in self._listed:
            indicator = self.plan.indicators[name]
            keys = [()] + [
                tuple(zip(paths, key, strict=True))
                for paths in indicator.breakdowns
                if all(map(self.engine.submitted, indicator.method(self.period).through.get(paths, ())))
                for key in self._keys(indicator, paths)
            ]
            self._listed[name] = [self.cell(name, by) for by in keys]
        return self._listed[name]

    def _keys(self, indicator: Indicator, paths: Paths) -> list[Key]:
        """The cells of a breakdown in order: those of the rows of measures that ignore none of its dimensions."""
        found = list(dict.fromkeys(self._seen(indicator, paths)))
        orders = [
            ranks(indicator.dimensions[path], (key[i] for key in found), self.plan.codelists)
            for i, path in enumerate(paths)
        ]
        return sorted(found, key=lambda key: [order[code] for order, code in zip(orders, key, strict=True)])

    def _seen(self, indicator: Indicator, paths: Paths) -> Iterable[Key]:
        for measure in indicator.method(self.period).measures:
            if not set(paths) & set(measure.ignore):
                yield from self.engine.seen(indicator.id, measure.id, paths)
        for name in indicator.needs:
            yield from self._seen(self.plan.indicators[name], paths)

    def cell(self, name: str, by: By) -> Cell:
        """An indicator in a cell, computed whether or not it lists it."""
        if (name, by) not in self._cells:
            self._cells[name, by] = self._cell(self.plan.indicators[name], by)
        return self._cells[name, by]

    def _cell(self, indicator: Indicator, by: By) -> Cell:
        method = indicator.method(self.period)
        counted = {measure.id: self._counted(indicator, measure, by) for measure in method.measures}
        others = {name: self.cell(name, by) for name in indicator.needs}
        telling = [counted[measure.id] for measure in method.measures if measure.within(by) == by] or counted.values()
        n = max((each.n for each in telling or others.values()), default=0)
        people = max((each.people for each in telling if each.people is not None), default=None)
        known = {name: each.value for name, each in counted.items()} | {
            f"indicator.{name}.{component}".rstrip("."): value
            for name, other in others.items()
            for component, value in other.values.items()
        }
        values: dict[str, Value] = {}
        sides: dict[str, Sides] = {}
        for component in method.components:
            value, both = self.engine.evaluated(indicator.id, component.id, known)
            known[component.id] = values[component.id] = value
            if both is not None:
                sides[component.id] = both
        reads_hidden = any(self._is_hidden(name, other) for name, other in others.items())
        return Cell(by, values, n, people, sides, reads_hidden)

    def _counted(self, indicator: Indicator, measure: Measure, by: By) -> Counted:
        if not all(map(self.engine.submitted, measure.reads)):
            return Counted(missing("not_submitted"), 0)
        return self.engine.counted(indicator.id, measure.id, measure.within(by))

    def _is_hidden(self, name: str, cell: Cell) -> bool:
        """Whether an indicator hides a cell, or would if it listed it."""
        indicator = self.plan.indicators[name]
        if not cell.by or not indicator.personal:
            return False
        hidden = self.hidden(name)
        return (
            cell.reads_hidden
            or 0 < persons(cell) < self.plan.minimum_cell
            or cell.by in hidden.cells
            or tuple(path for path, _ in cell.by) in [indicator.breakdowns[number] for number in hidden.withheld]
        )

    def hidden(self, name: str) -> Hidden:
        """What of an indicator's breakdowns stays hidden."""
        if name not in self._hidden:
            indicator = self.plan.indicators[name]
            cells = self.cells(name)
            pairs = implied_pairs(self.plan.codelists, indicator.dimensions.values())
            implied = {
                cell.by: tuple(pair for own in cell.by if own[1] for pair in pairs.get((own[0], own[1]), ()))
                for cell in cells
            }
            ignored = indicator.method(self.period).ignored
            self._hidden[name] = hidden_cells(indicator, cells, self.plan.minimum_cell, implied, ignored)
        return self._hidden[name]
