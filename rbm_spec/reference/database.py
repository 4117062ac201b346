"""All tables of one computation: collected rows checked, derived rows computed, references looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Expr, Name
from rbm_spec.expr.types import Kind
from rbm_spec.kernel import reading
from rbm_spec.kernel.dates import day_of
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.values import Content, Value
from rbm_spec.plan.model import Dataset, Derivation, Plan, Step
from rbm_spec.plan.paths import steps
from rbm_spec.reference.aggregates import aggregate, selected
from rbm_spec.reference.evaluate import Program, program, run
from rbm_spec.reference.tables import Row, Table, read_csv


@dataclass
class Database:
    """Tables by dataset (a dataset that was not submitted has none), and the faults found in them."""

    plan: Plan
    window: Window
    tables: dict[str, Table] = field(default_factory=dict)
    index: dict[str, dict[Content, Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _programs: dict[int, Program] = field(default_factory=dict)
    _ways: dict[tuple[str, tuple[str, ...]], tuple[Step, ...]] = field(default_factory=dict)

    def read(self, dataset: str, row: Row, parts: Sequence[str]) -> Value:
        """What stands at the end of a path from `row`; missing on the way is missing at the end."""
        if len(parts) == 1:
            own = row.get(parts[0])
            return Value(None, "no_data") if own is None else Value(own)
        content: Content = None
        at: Row = row
        for i, step in enumerate(self._way(dataset, tuple(parts))):
            if step.codelist:
                code = self.plan.codelists[step.codelist].codes.get(str(content))
                attribute = code.attributes.get(step.name) if code else None
                content = _attribute(attribute, step.type.kind)
            else:
                content = at.get(step.name)
            if content is None:
                return Value(None, "no_data")
            if step.type.kind is Kind.REFERENCE and i + 1 < len(parts):
                found = self.index.get(step.type.dataset, {}).get(content)
                if found is None:
                    return Value(None, "no_data")
                at = found
        return Value(content)

    def value(self, dataset: str, row: Row, expr: Expr) -> Value:
        """The value of a row expression."""

        def lookup(name: Name) -> Value:
            return self.read(dataset, row, name.parts)

        # Expressions belong to the plan, which outlives this, so that their identity stands for them.
        if id(expr) not in self._programs:
            self._programs[id(expr)] = program(expr, self.window)
        return run(self._programs[id(expr)], lookup, self.window)

    def _way(self, dataset: str, parts: tuple[str, ...]) -> tuple[Step, ...]:
        if (dataset, parts) not in self._ways:
            self._ways[dataset, parts] = steps(self.plan, dataset, parts)
        return self._ways[dataset, parts]


def _attribute(value: object, kind: Kind) -> Content:
    if isinstance(value, Decimal):
        return Fraction(value)
    if kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, str | bool) else None


def load(plan: Plan, data: Mapping[str, str | None], window: Window) -> Database:
    """The database from CSV text by dataset; None or absent is not submitted."""
    database = Database(plan, window)
    collected = [dataset for dataset in plan.datasets.values() if dataset.derivation is None]
    for dataset in collected:
        text = data.get(dataset.id)
        if text is not None:
            table, faults = read_csv(plan, dataset, text)
            database.tables[dataset.id] = table
            database.faults += faults
            # A key is not complete where a cell is absent or wrong, which has been said.
            told = {(fault.row, fault.column) for fault in faults}
            found = _index(database, dataset)
            database.faults += [
                each for each in found if each.value or not {(each.row, each.column), (0, each.column)} & told
            ]
    for dataset in collected:
        database.faults += _check_references(database, dataset)
        database.faults += _check_validity(plan, dataset, database.tables.get(dataset.id, ()))
    for dataset in plan.datasets.values():
        if dataset.derivation is not None and dataset.derivation.source in database.tables:
            database.tables[dataset.id] = _derive(database, dataset, dataset.derivation)
            database.faults += _index(database, dataset)
    for dataset in plan.datasets.values():
        database.faults += _check_rules(database, dataset)
    return database


def _index(database: Database, dataset: Dataset) -> list[Fault]:
    """Rows by key; a key that is there twice is a fault."""
    if not dataset.spec.key:
        return []
    seen: dict[tuple[Content, ...], Row] = {}
    faults = []
    for at, row in enumerate(database.tables[dataset.id], start=1):
        key, (number, group) = tuple(row.get(name) for name in dataset.spec.key), _place(dataset, at, row)
        if None in key:
            wrong = reading.incomplete_key(dataset.id, dataset.spec.key)
            faults.append(Fault(dataset.id, number, dataset.spec.key[key.index(None)], group, wrong))
        elif key in seen:
            shown = ", ".join(map(str, key))
            faults.append(Fault(dataset.id, number, dataset.spec.key[0], shown, reading.key_twice(dataset.id, shown)))
        else:
            seen[key] = row
    database.index[dataset.id] = {_referred(key[0]): row for key, row in seen.items() if len(key) == 1}
    return faults


def _place(dataset: Dataset, at: int, row: Row) -> tuple[int, str]:
    """The number of a row in its file; of a row that is derived, none, and the group that it stands for."""
    if dataset.derivation is None:
        return at, ""
    names = dataset.derivation.group_by or dataset.derivation.latest_by
    return 0, reading.group_of(row.get(name) for name in names)


def _referred(key: Content) -> Content:
    """A key as a reference to it is written: as text."""
    return key if isinstance(key, str) else str(key)


def _check_references(database: Database, dataset: Dataset) -> list[Fault]:
    faults = []
    for name, each in dataset.fields.items():
        if each.type.kind is Kind.REFERENCE and each.type.dataset in database.tables:
            known = database.index.get(each.type.dataset, {})
            for number, row in enumerate(database.tables.get(dataset.id, ()), start=1):
                value = row.get(name)
                if value is not None and value not in known:
                    wrong = reading.unknown_reference(each.type.dataset, str(value))
                    faults.append(Fault(dataset.id, number, name, str(value), wrong))
    return faults


def _check_validity(plan: Plan, dataset: Dataset, table: Table) -> list[Fault]:
    """Codes outside their `valid` dates at the row's time."""
    faults = []
    for number, row in enumerate(table, start=1):
        moment = row.get(dataset.time) if dataset.time else None
        if not isinstance(moment, date):
            continue
        day = day_of(moment).isoformat()
        for name, each in dataset.fields.items():
            value = row.get(name)
            codelist = plan.codelists.get(each.type.codelist) if each.type.kind is Kind.CODE else None
            code = codelist.codes.get(str(value)) if codelist and value is not None else None
            if code and codelist and not (code.valid_from or day) <= day <= (code.valid_to or day):
                wrong = reading.out_of_time(str(value), codelist.id, day)
                faults.append(Fault(dataset.id, number, name, str(value), wrong))
    return faults


def _check_rules(database: Database, dataset: Dataset) -> list[Fault]:
    return [
        Fault(dataset.id, number, "", group, reading.rule_broken(rule.message))
        for rule in dataset.rules
        for at, row in enumerate(database.tables.get(dataset.id, ()), start=1)
        if database.value(dataset.id, row, rule.condition).content is False
        for number, group in [_place(dataset, at, row)]
    ]


def _derive(database: Database, dataset: Dataset, derivation: Derivation) -> Table:
    source = derivation.source
    kept = selected(database, source, database.tables[source], derivation.condition)
    names = derivation.group_by or derivation.latest_by
    groups: dict[tuple[Content, ...], list[Row]] = {}
    for row in kept:
        groups.setdefault(tuple(row.get(name) for name in names), []).append(row)
    if derivation.latest_by:
        newest = (_newest(database, dataset, derivation, key, rows) for key, rows in groups.items())
        return tuple(row for row in newest if row is not None)
    return tuple(
        dict(zip(names, key, strict=True))
        | {
            name: aggregate(database, source, selected(database, source, rows, each.condition), each).value.content
            for name, each in derivation.fields.items()
        }
        for key, rows in groups.items()
    )


def _newest(
    database: Database,
    dataset: Dataset,
    derivation: Derivation,
    key: tuple[Content, ...],
    rows: list[Row],
) -> Row | None:
    """The newest row of a group; two of them are a fault."""
    dated = [(moment, row) for row in rows if isinstance(moment := row.get(str(derivation.on)), date)]
    if not dated:
        return None
    last = max(moment for moment, _ in dated)
    newest = [row for moment, row in dated if moment == last]
    if len(newest) > 1:
        shown = reading.group_of(key)
        wrong = reading.several_newest(shown, len(newest), last)
        database.faults.append(Fault(dataset.id, 0, str(derivation.on), shown, wrong))
    return newest[0]
