"""The cells of an indicator: its measures over the rows of each cell, and its formulas over its measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Call, Name
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.dates import day_of
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.release import Cell, Sides
from rbm_spec.kernel.values import Content, Value, missing
from rbm_spec.plan.model import Dimension, Indicator, Measure, Method
from rbm_spec.reference.aggregates import aggregate, selected
from rbm_spec.reference.database import Database
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.reference.tables import Row

Key = tuple[str | None, ...]


class Others(Protocol):
    """Answers for the other indicators that a formula reads, in the same cell."""

    def cell(self, indicator: str, by: By) -> Cell:
        """The other indicator's cell, computed whether or not the other lists it."""
        ...

    def is_hidden(self, indicator: str, cell: Cell) -> bool:
        """Whether nothing may be said about that cell."""
        ...

    def combinations(self, indicator: str, dimensions: Sequence[Dimension]) -> Iterable[By]:
        """The cells that the other indicator's rows make."""
        ...


@dataclass
class Computation:
    """One indicator under one method in one period."""

    database: Database
    indicator: Indicator
    method: Method
    window: Window
    others: Others
    kept: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def rows(self, measure: Measure) -> tuple[Row, ...]:
        """The rows in the period for which `where` is true."""
        if measure.id not in self.kept:
            table = self.database.tables.get(measure.dataset, ())
            inside = (row for row in table if self._in_period(measure, row))
            self.kept[measure.id] = selected(self.database, measure.dataset, inside, measure.aggregate.condition)
        return self.kept[measure.id]

    def _in_period(self, measure: Measure, row: Row) -> bool:
        if measure.during is None:
            return True
        moment = self.database.read(measure.dataset, row, measure.during.split(".")).content
        inside = isinstance(moment, date) and self.window.period_start <= day_of(moment) <= self.window.period_end
        return inside

    def combinations(self, dimensions: Sequence[Dimension]) -> list[By]:
        """The cells of a breakdown, in order: from rows of measures that ignore none of its dimensions."""
        found: dict[By, None] = {}
        for measure in self.method.measures.values():
            if any(dimension.path in measure.ignore for dimension in dimensions):
                continue
            for row in self.rows(measure):
                found[self._by(measure, row, dimensions)] = None
        for name in self.indicator.needs:
            found |= dict.fromkeys(self.others.combinations(name, dimensions))
        return sorted(found, key=lambda by: [self._rank(d, code) for d, (_, code) in zip(dimensions, by, strict=True)])

    def _by(self, measure: Measure, row: Row, dimensions: Sequence[Dimension]) -> By:
        values = (self.database.read(measure.dataset, row, dimension.parts) for dimension in dimensions)
        return tuple(
            (dimension.path, _code(value.content)) for dimension, value in zip(dimensions, values, strict=True)
        )

    def _rank(self, dimension: Dimension, code: str | None) -> tuple[bool, int, str]:
        """Code list order; text by code point; true before false; not stated last."""
        if code is not None and dimension.type.kind is Kind.CODE:
            return False, list(self.database.plan.codelists[dimension.type.codelist].codes).index(code), ""
        if code is not None and dimension.type.kind is Kind.BOOLEAN:
            return False, int(code == "false"), ""
        return code is None, 0, code or ""

    def cell(self, by: By) -> Cell:
        """The values of all components in one cell."""
        measured = {name: self._measured(measure, by) for name, measure in self.method.measures.items()}
        others = [self.others.cell(name, by) for name in self.indicator.needs]
        hidden = any(
            self.others.is_hidden(name, other) for name, other in zip(self.indicator.needs, others, strict=True)
        )
        counting = [
            (measure, measured[name][1])
            for name, measure in self.method.measures.items()
            if not any(path in measure.ignore for path, _ in by)
        ] or [(measure, measured[name][1]) for name, measure in self.method.measures.items()]
        n = max([len(rows) for _, rows in counting] or [other.n for other in others] or [0])
        values, sides = self._components({name: value for name, (value, _) in measured.items()}, by)
        return Cell(by, values, n, self._people(counting), sides, hidden)

    def _people(self, counting: Sequence[tuple[Measure, tuple[Row, ...]]]) -> int | None:
        """The largest number of persons behind a measure over data about people."""
        found = []
        for measure, rows in counting:
            dataset = self.database.plan.datasets[measure.dataset]
            if dataset.personal:
                person = dataset.person
                found.append(len({row.get(person) for row in rows}) if person else len(rows))
        return max(found, default=None)

    def _measured(self, measure: Measure, by: By) -> tuple[Value, tuple[Row, ...]]:
        """The value of a measure in a cell, and the rows that entered it."""
        plan, tables = self.database.plan, self.database.tables
        if any(plan.datasets[name].derivation is None and name not in tables for name in measure.reads):
            return missing("not_submitted"), ()
        wanted = [(path, code) for path, code in by if path not in measure.ignore]
        rows = [
            row
            for row in self.rows(measure)
            if all(
                _code(self.database.read(measure.dataset, row, path.split(".")).content) == code
                for path, code in wanted
            )
        ]
        found = aggregate(self.database, measure.dataset, rows, measure.aggregate)
        return found.value, found.rows

    def _components(self, measured: dict[str, Value], by: By) -> tuple[dict[str, Value], dict[str, Sides]]:
        values: dict[str, Value] = {}
        sides: dict[str, Sides] = {}

        def lookup(name: Name) -> Value:
            if name.role == "indicator":
                other = self.others.cell(name.parts[1], by)
                return other.values[name.parts[2] if len(name.parts) > 2 else ""]
            return values[name.dotted] if name.role == "component" else measured[name.dotted]

        for component in self.method.components:
            formula = component.formula
            values[component.id] = evaluate(formula, lookup, self.window)
            if isinstance(formula, Call) and formula.op == "/":
                over, under = (evaluate(arg, lookup, self.window) for arg in formula.args)
                sides[component.id] = (over, under)
        return values, sides


def _code(content: Content) -> str | None:
    """A dimension's value as text."""
    if isinstance(content, bool):
        return "true" if content else "false"
    return None if content is None else str(content)
