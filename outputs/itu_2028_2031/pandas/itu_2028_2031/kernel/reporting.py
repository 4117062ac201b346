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
from .periods import Period, containing, parse, previous
from .release import Cell, Release, Sides, persons, release
from .submissions import EVERYTHING, NONE, PART, WHOLE, Submissions
from .together import Earlier, Member, groups, hidden_together, published_before
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


def publish(
    plan: Plan,
    label: str,
    engine: Open,
    wanted: Collection[str] | None = None,
    earlier: Sequence[Earlier] = (),
    submissions: Submissions = EVERYTHING,
) -> Publication:
    """Every indicator, or those wanted, in its period; `earlier` is what was published before.

    `submissions` says what of the periods was submitted.
    """
    now = _Release(plan, engine, periods(plan, label), wanted, earlier, submissions)
    asking: dict[str, list[str]] = {}
    for name in now.wanted:
        indicator, period = plan.indicators[name], now.periods[name]
        last = previous(period, indicator.frequency, plan.start)
        if last is not None and _is_relative(indicator.method(period)):
            asking.setdefault(last.label, []).append(name)
    before: dict[str, Mapping[tuple[By, str], Value]] = {}
    for last_label, names in asking.items():
        then = _Release(plan, engine, periods(plan, last_label), names, submissions=submissions)
        before |= {name: then.shown(name) for name in names}
    releases = {name: now.release(name, before.get(name, {})) for name in now.wanted}
    return Publication(releases, tuple(now.faults()))


def _is_relative(method: Method) -> bool:
    """Whether a target asks for the value of the period before."""
    return any(
        condition is not None and condition.kind in RELATIVE
        for component in method.components
        for target in component.targets
        for condition in (target.condition, *(condition for _, condition in target.cells))
    )


class _Release:
    """Indicators in their periods, each with those that it belongs together with."""

    def __init__(
        self,
        plan: Plan,
        engine: Open,
        found: Mapping[str, Period],
        wanted: Collection[str] | None = None,
        earlier: Sequence[Earlier] = (),
        submissions: Submissions = EVERYTHING,
    ) -> None:
        self.plan = plan
        self.periods = found
        self.earlier = earlier
        self.wanted = [name for name in found if wanted is None or name in wanted]
        self._groups = groups(plan.indicators, found)
        self._hidden: dict[str, Hidden] = {}
        needed = dict.fromkeys(each for name in self.wanted for each in self._groups.get(name, (name,)))
        by_period: dict[Period, list[str]] = {}
        for name in (name for name in found if name in needed):
            by_period.setdefault(found[name], []).append(name)
        self._reports = {at: _Report(plan, at, engine(at, names), submissions) for at, names in by_period.items()}

    def faults(self) -> Iterable[Fault]:
        """Everything wrong with the data of the periods that are wanted."""
        reports = dict.fromkeys(self.periods[name] for name in self.wanted)
        return dict.fromkeys(fault for at in reports for fault in self._reports[at].engine.faults)

    def release(self, name: str, before: Mapping[tuple[By, str], Value]) -> Release:
        """What is published; `before` holds the values of the period before, where a target asks for them."""
        indicator, period = self.plan.indicators[name], self.periods[name]
        report = self._reports[period]
        method = indicator.method(period)
        if report.is_stopped(indicator):
            stopped = Cell((), {each.id: missing("invalid") for each in method.components}, 0)
            return release(indicator, period, [stopped], NOTHING, {})
        earlier = previous(period, indicator.frequency, self.plan.start)
        is_break = earlier is not None and indicator.method(earlier) is not method
        return release(indicator, period, report.cells(name), self.hidden(name), before, is_break)

    def shown(self, name: str) -> dict[tuple[By, str], Value]:
        """The values of the cells that are not hidden, by cell and component."""
        hidden, breakdowns = self.hidden(name), self.plan.indicators[name].breakdowns
        withheld = [breakdowns[number] for number in hidden.withheld]
        return {
            (cell.by, component): value
            for cell in self._reports[self.periods[name]].cells(name)
            if cell.by not in hidden.cells and tuple(path for path, _ in cell.by) not in withheld
            for component, value in cell.values.items()
        }

    def hidden(self, name: str) -> Hidden:
        """What of an indicator's breakdowns stays hidden."""
        if name not in self._groups:
            return NOTHING
        if name not in self._hidden:
            members = [self._member(each) for each in self._groups[name] if not self._is_stopped(each)]
            self._hidden |= dict.fromkeys(self._groups[name], NOTHING)
            self._hidden |= hidden_together(members, self.plan.minimum_cell, list(self._before()))
        return self._hidden[name]

    def _is_stopped(self, name: str) -> bool:
        return self._reports[self.periods[name]].is_stopped(self.plan.indicators[name])

    def _member(self, name: str) -> Member:
        indicator, period = self.plan.indicators[name], self.periods[name]
        cells = self._reports[period].cells(name)
        return Member(indicator, period, cells, self._implied(indicator, [cell.by for cell in cells]))

    def _before(self) -> Iterable[Member]:
        """What was published before, indicator by indicator and period by period."""
        several: dict[tuple[str, str], list[Earlier]] = {}
        for each in self.earlier:
            several.setdefault((each.indicator, each.period), []).append(each)
        for (name, label), cells in several.items():
            indicator = self.plan.indicators.get(name)
            period = parse(label, indicator.frequency, self.plan.start) if indicator else None
            if indicator is not None and period is not None and indicator.personal:
                implied = self._implied(indicator, [cell.by for cell in cells])
                found = published_before(indicator, period, cells, implied)
                if found is not None:
                    yield found

    def _implied(self, indicator: Indicator, cells: Iterable[By]) -> dict[By, By]:
        """What the codes of cells give away, also of dimensions that only other indicators have."""
        every = {path: each for other in self.plan.indicators.values() for path, each in other.dimensions.items()}
        pairs = implied_pairs(self.plan.codelists, {**every, **indicator.dimensions}.values())
        return {by: tuple(pair for own in by if own[1] for pair in pairs.get((own[0], own[1]), ())) for by in cells}


@dataclass
class _Report:
    """One period. Indicators are computed as they are asked for, each once."""

    plan: Plan
    period: Period
    engine: Engine
    submissions: Submissions
    _cells: dict[tuple[str, By], Cell] = field(default_factory=dict)
    _listed: dict[str, list[Cell]] = field(default_factory=dict)
    _shares: dict[tuple[str, ...], str] = field(default_factory=dict)

    def is_stopped(self, indicator: Indicator) -> bool:
        """Whether something is wrong with the data behind an indicator."""
        return any(fault.dataset in indicator.reads for fault in self.engine.faults)

    def cells(self, name: str) -> list[Cell]:
        """The total, then the cells of each breakdown whose dimensions can be read."""
        if name not in self._listed:
            indicator = self.plan.indicators[name]
            keys = [()] + [
                tuple(zip(paths, key, strict=True))
                for paths in indicator.breakdowns
                if all(map(self._is_there, indicator.method(self.period).through.get(paths, ())))
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
            if not set(paths) & set(measure.ignore) and self._share(measure) != NONE:
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
        within = [counted[measure.id] for measure in method.measures if measure.within(by) == by]
        telling = within or counted.values() or others.values()
        n = max((each.n for each in telling), default=0)
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
        reads_hidden = any(self._is_small(name, other) for name, other in others.items())
        counts = {
            measure.id: each.n if each.people is None else each.people
            for measure in method.measures
            if measure.people is not None and measure.within(by) == by
            for each in [counted[measure.id]]
        }
        provisional = self._is_provisional(method) or any(other.provisional for other in others.values())
        return Cell(by, values, n, people, sides, reads_hidden, counts, provisional)

    def _counted(self, indicator: Indicator, measure: Measure, by: By) -> Counted:
        if self._share(measure) == NONE:
            return Counted(missing("not_submitted"), 0)
        return self.engine.counted(indicator.id, measure.id, measure.within(by))

    def _is_there(self, dataset: str) -> bool:
        return self.engine.submitted(dataset) and self.submissions.share(dataset, self.period) != NONE

    def _share(self, measure: Measure) -> str:
        """How much of the period a measure is computed from; all of it, unless it allows for part."""
        share = self._share_of(measure.reads)
        return NONE if share == PART and not measure.partial else share

    def _share_of(self, datasets: tuple[str, ...]) -> str:
        """How much of the period is there of all of these; every cell asks, and all get the same answer."""
        if datasets not in self._shares:
            shares = {self.submissions.share(each, self.period) for each in datasets}
            absent = NONE in shares or not all(map(self.engine.submitted, datasets))
            self._shares[datasets] = NONE if absent else PART if PART in shares else WHOLE
        return self._shares[datasets]

    def _is_provisional(self, method: Method) -> bool:
        """Whether more data is to come for any measure."""
        return any(
            self._share(each) == PART or any(name in self.submissions.awaited for name in each.reads)
            for each in method.measures
        )

    def _is_small(self, name: str, cell: Cell) -> bool:
        """Whether a cell of an indicator cannot be shown for what is in it, listed or not."""
        if not cell.by or not self.plan.indicators[name].personal:
            return False
        return cell.reads_hidden or 0 < persons(cell) < self.plan.minimum_cell
