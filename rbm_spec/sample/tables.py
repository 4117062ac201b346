"""The plan -> one synthetic table for each collected dataset, those that others point to first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import names
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.values import Content
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.reference.database import Database
from rbm_spec.reference.tables import Row as Evaluated
from rbm_spec.sample.chance import Chance
from rbm_spec.sample.evidence import Evidence, evidence
from rbm_spec.sample.rows import Rules, contents
from rbm_spec.sample.sizes import FAN, LIST_ROWS, is_list, planned
from rbm_spec.sample.values import Cell, Drawer, identifier

TRIES = 40

Columns = dict[str, list[Cell]]


def sample_tables(plan: Plan, rows: int | None, seed: int) -> dict[str, list[dict[str, Cell]]]:
    """`sample_columns` row by row."""
    return {
        dataset: [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
        for dataset, columns in sample_columns(plan, rows, seed).items()
    }


def sample_columns(plan: Plan, rows: int | None, seed: int) -> dict[str, Columns]:
    """Columns by field, by dataset, of about `rows` rows each; None for as many as its breakdowns ask for.

    A table has fewer rows where its key has not enough values, and none where no row was found that passes its rules.
    Cells are str, int (integer), Decimal (number, money), bool, date, datetime, or None where a value is missing.
    """
    return {dataset.id: columns for dataset, columns in each_table(plan, rows, seed)}


def each_table(plan: Plan, rows: int | None, seed: int) -> Iterator[tuple[Dataset, Columns]]:
    """One table after the other; of those before, only what others read is kept."""
    window = Window(plan.start, plan.end, plan.start, plan.end, plan.holidays)
    known = Known(plan, Database(plan, window), _columns_read(plan))
    shown = evidence(plan)
    sizes = planned(plan, shown)
    for dataset in _in_order(plan):
        chance = Chance(f"{seed}:{plan.spec.id}:{dataset.id}")
        size = sizes[dataset.id] if rows is None else min(rows, LIST_ROWS) if is_list(plan, dataset) else rows
        yield dataset, Sampled(known, dataset, size, chance, shown.get(dataset.id, Evidence())).columns()


@dataclass
class Known:
    """The tables so far: keys to point at, and in the evaluator's database what rules read of them."""

    plan: Plan
    database: Database
    read: dict[str, tuple[str, ...]]
    keys: dict[str, list[Cell]] = field(default_factory=dict)
    shared: dict[tuple[str, tuple[Cell, ...]], Evaluated] = field(default_factory=dict)

    def add(self, dataset: Dataset, row: dict[str, Cell]) -> None:
        """A finished row; rows that agree in all that is read share one entry."""
        if len(dataset.spec.key) != 1:
            return
        key = row[dataset.spec.key[0]]
        self.keys.setdefault(dataset.id, []).append(key)
        wanted = self.read.get(dataset.id)
        if wanted:
            cells = tuple(row[name] for name in wanted)
            seen = self.shared.setdefault((dataset.id, cells), contents(dict(zip(wanted, cells, strict=True))))
            exact: Content = contents({"": key})[""]
            self.database.index.setdefault(dataset.id, {})[exact] = seen


class Sampled:
    """One table while it is made."""

    def __init__(self, known: Known, dataset: Dataset, rows: int, chance: Chance, shown: Evidence) -> None:
        self.known, self.dataset, self.rows, self.chance = known, dataset, rows, chance
        plan = known.plan
        fields = dataset.fields
        self.drawers = {
            name: Drawer(each, plan.codelists.get(each.type.codelist), rows, chance, shown)
            for name, each in fields.items()
        }
        self.rules = Rules(plan, dataset, self.drawers, known.database, shown)
        self.references = tuple(name for name, each in fields.items() if each.type.kind is Kind.REFERENCE)
        self.numbered = self._numbered()
        apart = {*self.rules.fields, *self.references, *self.numbered}
        free = [name for name in fields if name not in apart]
        inside = {other for others in self.numbered.values() for other in others}
        early = {*dataset.spec.key, *inside, *known.read.get(dataset.id, ())}
        self.early = tuple(name for name in free if name in early)
        self.late = tuple(name for name in free if name not in early)
        self.counts: dict[str, Counter[tuple[Cell, ...]]] = {name: Counter() for name in self.numbered}
        self.seen: set[tuple[Cell, ...]] = set()
        self.pointed = self._pointed()

    def columns(self) -> Columns:
        """All rows, column by column."""
        found: Columns = {name: [] for name in self.dataset.fields if name not in self.late}
        rows = failures = 0
        while rows < self.rows and failures < TRIES:
            row = self._row()
            if row is None:
                failures += 1
                continue
            rows, failures = rows + 1, 0
            for name, column in found.items():
                column.append(row[name])
            self.known.add(self.dataset, row)
        found |= {name: self.drawers[name].column(rows) for name in self.late}
        return {name: found[name] for name in self.dataset.fields}

    def _row(self) -> dict[str, Cell] | None:
        """A row that passes the rules and has a key of its own, without late fields; None when this try gave none."""
        row: dict[str, Cell] = {}
        for name in self.references:
            row[name] = self._reference(name)
            if row[name] is None and self.dataset.fields[name].required:
                return None
        together = self.rules.draw(row)
        if together is None:
            return None
        row |= together
        for name in self.early:
            row[name] = self.drawers[name].draw()
        for name, others in self.numbered.items():
            group = tuple(row[other] for other in others)
            self.counts[name][group] += 1
            number = self.counts[name][group]
            row[name] = number if self.drawers[name].spec.type == "integer" else identifier(number)
        key = tuple(row[name] for name in self.dataset.spec.key)
        if key and (key in self.seen or None in key):
            return None
        if len(self.numbered) == 0 or not self.numbered.keys() & set(self.dataset.spec.key):
            self.seen.add(key)
        return row

    def _reference(self, name: str) -> Cell:
        drawer = self.drawers[name]
        keys = self.pointed.get(name) or self.known.keys.get(drawer.field.type.dataset, [])
        needed = drawer.field.required or name in self.dataset.spec.key
        if not keys or (not needed and self.chance.often(drawer.absent)):
            return None
        return self.chance.pick(keys)

    def _pointed(self) -> dict[str, Sequence[Cell]]:
        """For a key of several references, the rows to which the first one points: some rows share each."""
        key = self.dataset.spec.key
        if len(key) < 2 or self.numbered.keys() & set(key) or key[0] not in self.references:
            return {}
        keys = self.known.keys.get(self.dataset.fields[key[0]].type.dataset, [])
        step = max(1, len(keys) * FAN // max(1, self.rows))
        return {key[0]: keys[::step]}

    def _numbered(self) -> dict[str, tuple[str, ...]]:
        """Fields that are counted, each with the fields inside which it starts again.

        In a key the last plain text or whole number is counted within the others, so that a person has a row in each
        year; so is the field that identifies the person when it is not part of the key.
        """
        key, found = self.dataset.spec.key, {}
        plain = [name for name in key if self._is_plain(self.dataset.fields[name])]
        if plain:
            found[plain[-1]] = tuple(name for name in key if name != plain[-1])
        person = self.dataset.person
        if person and person not in key and self._is_plain(self.dataset.fields[person]) and self.dataset.time:
            found[person] = (self.dataset.time,)
        return found

    def _is_plain(self, each: Field) -> bool:
        spec = self.drawers[each.id].spec
        limited = spec.pattern or spec.minimum is not None or spec.maximum is not None
        return spec.type in ("string", "integer") and not limited and each.id not in self.rules.fields


def _points(dataset: Dataset, target: str) -> bool:
    return any(each.type.dataset == target for each in dataset.fields.values())


def _in_order(plan: Plan) -> Iterator[Dataset]:
    """Collected datasets, each after those to which it points, as far as they do not point in a circle."""
    waiting = [dataset for dataset in plan.datasets.values() if dataset.derivation is None]
    while waiting:
        ready = [
            dataset
            for dataset in waiting
            if not any(_points(dataset, other.id) for other in waiting if other.id != dataset.id)
        ]
        for dataset in ready or waiting[:1]:
            waiting.remove(dataset)
            yield dataset


def _columns_read(plan: Plan) -> dict[str, tuple[str, ...]]:
    """By dataset, the fields that rules read through references."""
    found: dict[str, set[str]] = {}
    for dataset in plan.datasets.values():
        for rule in dataset.rules:
            for name in names(rule.condition):
                for step in steps(plan, dataset.id, name.parts)[1:] if name.role == "field" else ():
                    if step.dataset:
                        found.setdefault(step.dataset, set()).add(step.name)
    return {dataset: tuple(sorted(fields)) for dataset, fields in found.items()}
