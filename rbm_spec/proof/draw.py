"""A plan and a seed -> tables for one run: valid rows first, then values at the edges of everything.

Datasets are absent, empty, of one row or of many, and may lack a column. Cells become ties, zeros, month ends, bounds
of their field, text that looks like something else; groups of people become as small as the limit below which they are
hidden, or one larger or smaller. Where this breaks a rule of the data, the row is put back as it was, so that there is
something to compute; in some runs faults stay, since engines must agree on those too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import Period, containing
from rbm_spec.model.spec import FieldSpec
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.proof.data import Row, Table, Tables, as_csv
from rbm_spec.reference.cells import Rows
from rbm_spec.sample.chance import Chance
from rbm_spec.sample.tables import sample_columns
from rbm_spec.sample.values import cell_text

SIZES = (2, 5, 12, 30, 60)
RATES = (0.0, 0.05, 0.2, 0.4)
FAULTY = 0.12
REPAIRS = 4
TEXTS = (
    "a", "A", "a ", " a", "b", 'say "a"', "it's", "one, two", "one\ntwo", "=1+1", "@cmd", "NA", "null", "nan", "0",
    "true", "\u00e9", "e\u0301", "\u0661\u0662", "\u05d0\u05d1", "<b>&amp;", "{{ a }}",
    "'; DROP TABLE a; --", "%s", "a;b=c",
)  # fmt: skip
INTEGERS = ("0", "1", "-1", "2", "7", "100", "999999999999999", "-999999999999999")
NUMBERS = ("0", "0.1", "0.2", "0.3", "-0.1", "1", "2.5", "2.675", "1.005", "0.000001", "123456789012.345", "-3")
AMOUNTS = ("0.00", "0.01", "0.10", "-0.01", "10.005", "3333.33", "9999999999999.99", "100041362174.33")
WRONG = ("x", "2028-02-30", "1e5", "True", "1,5", "12345678901234567", " 1", "2028-1-1", "a ", "yes")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The tables of a run and the period to compute."""

    tables: Tables
    period: str


def draw(plan: Plan, seed: int) -> Drawn:
    """The data of one run."""
    chance = Chance(f"verify:{seed}:{plan.spec.id}")
    period = _period(plan, chance)
    sampled = sample_columns(plan, chance.pick(SIZES), chance.whole(0, 10**9))
    whole = {
        name: Table(tuple(columns), tuple(zip(*(map(cell_text, each) for each in columns.values()), strict=True)))
        for name, columns in sampled.items()
    }
    is_calm, rate, faulty = chance.often(0.3), chance.pick(RATES), chance.often(FAULTY)
    named = whole if chance.often(0.5) else _renamed(plan, whole, chance)
    kept = {name: table if is_calm else _cut(table, chance) for name, table in named.items()}
    edges = _Edges(plan, _days(plan, period), kept, chance)
    changed = {name: table and edges.change(plan.datasets[name], table, rate, faulty) for name, table in kept.items()}
    if faulty:
        return Drawn({name: table and _narrower(table, chance) for name, table in changed.items()}, period.label)
    tables = _repaired(plan, kept, changed, period)
    narrower = {name: table and _narrower(table, chance) for name, table in tables.items()}
    return Drawn(tables if faults_of(plan, narrower, period) else narrower, period.label)


def _period(plan: Plan, chance: Chance) -> Period:
    """Mostly a year of the plan, sometimes the year before, or a quarter or two years where an indicator has such."""
    year = str(chance.whole(plan.start.year - 1, plan.end.year))
    frequency = chance.pick(sorted({each.spec.frequency for each in plan.indicators.values()}) or ["annual"])
    label = f"{year}-Q{chance.whole(1, 4)}" if frequency == "quarterly" else year
    found = containing(label, frequency, plan.start) or containing(str(plan.start.year), "annual", plan.start)
    assert found is not None
    return found


def _cut(table: Table, chance: Chance) -> Table | None:
    match chance.whole(0, 19):
        case 0:
            return None
        case 1:
            return Table(table.columns, ())
        case 2:
            return Table(table.columns, table.rows[:1])
        case 3:
            return Table(table.columns, table.rows[:3])
        case _:
            return table


def _narrower(table: Table, chance: Chance) -> Table:
    """Sometimes without a column: its field is then missing in every row."""
    if len(table.columns) < 2 or not chance.often(0.1):
        return table
    at = chance.whole(0, len(table.columns) - 1)
    rows = tuple(row[:at] + row[at + 1 :] for row in table.rows)
    return Table(table.columns[:at] + table.columns[at + 1 :], rows)


def _renamed(plan: Plan, tables: Mapping[str, Table], chance: Chance) -> dict[str, Table]:
    """Some keys that are plain text replaced by odd ones, wherever they are referred to."""
    names: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        key = plan.datasets[name].spec.key
        spec = plan.datasets[name].fields[key[0]].spec if len(key) == 1 else None
        if spec is not None and spec.type == "string" and not spec.pattern:
            old = [row[table.columns.index(key[0])] for row in table.rows]
            odd = sorted(TEXTS, key=lambda text: chance.share())
            names[name] = dict(zip(old, odd, strict=False))
    found = {}
    for name, table in tables.items():
        fields = plan.datasets[name].fields
        owners = [name if each in plan.datasets[name].spec.key else fields[each].type.dataset for each in table.columns]
        maps = [names.get(owner, {}) for owner in owners]
        rows = (tuple(known.get(cell, cell) for known, cell in zip(maps, row, strict=True)) for row in table.rows)
        found[name] = Table(table.columns, tuple(rows))
    return found


def _days(plan: Plan, period: Period) -> list[date]:
    """The ends of the period and the plan with the days beside them, ends of months, and leap days."""
    ends = [period.start, period.end, plan.start, plan.end]
    day = timedelta(days=1)
    near = [each + step for each in ends for step in (-day, 0 * day, day)]
    months = [date(period.end.year, month, 1) - day for month in (2, 3, 4, 7, 10)]
    leap = [date(year, 2, 29) for year in range(plan.start.year - 1, plan.end.year + 1) if year % 4 == 0]
    inside = [period.start + day * (k * (period.end - period.start).days // 7) for k in range(8)]
    return [*ends[:2] * 6, *near, *months, *leap, *inside, *inside, date(1, 1, 1), date(9999, 12, 31)]


class _Edges:
    """Replaces cells by values that are likely to be read in more than one way."""

    def __init__(self, plan: Plan, days: Sequence[date], tables: Tables, chance: Chance) -> None:
        self.plan, self.days, self.tables, self.chance = plan, days, tables, chance

    def change(self, dataset: Dataset, table: Table, rate: float, faulty: bool) -> Table:
        """The table with some cells replaced; `faulty` allows what no field allows."""
        rows = []
        for row in table.rows:
            cells = list(row)
            for at, name in enumerate(table.columns):
                if self.chance.often(rate) and (faulty or name not in dataset.spec.key):
                    wrong = faulty and self.chance.often(0.1)
                    cells[at] = self.chance.pick(WRONG) if wrong else self.edge(dataset.fields[name], table, at)
            rows.append(tuple(cells))
        if rows and self.chance.often(0.4):
            rows = self.small_group(dataset, table.columns, rows)
        if faulty and rows and self.chance.often(0.2):
            rows.append(self.chance.pick(rows))
        return Table(table.columns, tuple(rows))

    def small_group(self, dataset: Dataset, columns: Sequence[str], rows: list[Row]) -> list[Row]:
        """One code or truth for nearly all rows, and another for about as many as the limit of disclosure."""
        split = [at for at, name in enumerate(columns) if dataset.fields[name].type.kind in (Kind.CODE, Kind.BOOLEAN)]
        if not split:
            return rows
        at, limit = self.chance.pick(split), self.plan.spec.minimum_cell
        few = self.chance.pick((0, 1, limit - 1, limit, limit + 1))
        kind = dataset.fields[columns[at]].type
        codes = list(self.plan.codelists[kind.codelist].codes) if kind.codelist else ["true", "false"]
        most, other = self.chance.pick(codes), self.chance.pick([*codes, ""])
        return [(*row[:at], other if number < few else most, *row[at + 1 :]) for number, row in enumerate(rows)]

    def edge(self, field: Field, table: Table, at: int) -> str:
        """A value for a field: none, one that another row has, or one at an edge of its type."""
        if self.chance.often(0.2):
            return ""
        if self.chance.often(0.3):
            return self.chance.pick(table.rows)[at]
        return self._typed(field, field.spec, self.chance.pick(table.rows)[at])

    def _typed(self, field: Field, spec: FieldSpec | None, otherwise: str) -> str:
        chance = self.chance
        ends: tuple[Decimal | str | None, ...] = (spec.minimum, spec.maximum) if spec else ()
        match spec.type if spec else "":
            case "string":
                return otherwise if spec and spec.pattern else chance.pick(TEXTS)
            case "code":
                return chance.pick(list(self.plan.codelists[field.type.codelist].codes))
            case "boolean":
                return chance.pick(("true", "false"))
            case "integer" | "number":
                bounds = [format(each, "f") for each in ends if isinstance(each, Decimal)]
                usual: tuple[str, ...] = INTEGERS if spec and spec.type == "integer" else NUMBERS
                return chance.pick([*usual, *bounds * 3])
            case "money":
                return chance.pick(AMOUNTS)
            case "date":
                return chance.pick([*(day.isoformat() for day in self.days), *map(str, filter(None, ends * 3))])
            case "datetime":
                clock = chance.pick(("T00:00:00", "T09:30", "T23:59:59.999999", "T12:00:00.5"))
                return chance.pick(self.days).isoformat() + clock
            case "reference":
                other = self.tables.get(field.type.dataset)
                key = self.plan.datasets[field.type.dataset].spec.key
                known = [row[other.columns.index(key[0])] for row in other.rows] if other and key else []
                return chance.pick(known) if known else ""
            case _:
                return otherwise


def _repaired(plan: Plan, before: Tables, after: Tables, period: Period) -> Tables:
    """Rows with faults as they were before, and without those that are faulty even so."""
    tables = dict(after)
    for attempt in range(REPAIRS):
        faults = faults_of(plan, tables, period)
        if not faults:
            break
        for name, old in before.items():
            now = tables[name]
            if old is None or now is None:
                continue
            wrong = {fault.row for fault in faults if fault.dataset == name}
            derived = {each.id for each in plan.datasets.values() if each.derivation and each.derivation.source == name}
            if 0 in wrong or any(fault.dataset in derived for fault in faults):
                tables[name] = old
            elif attempt < REPAIRS // 2:
                rows = enumerate(zip(old.rows, now.rows, strict=True), start=1)
                tables[name] = Table(old.columns, tuple(was if number in wrong else is_ for number, (was, is_) in rows))
            else:
                kept = tuple(row for number, row in enumerate(now.rows, start=1) if number not in wrong)
                tables[name] = Table(old.columns, kept)
    return tables


def faults_of(plan: Plan, tables: Tables, period: Period) -> tuple[Fault, ...]:
    """What the reference evaluator finds wrong with the tables."""
    return tuple(Rows(plan, as_csv(tables), period).faults)
