"""A cell of an indicator and what counts in a store -> the rows behind each measure, and where they stood in files.

Row by row, by the reference evaluator. Values of rows are not told, only their places; of a hidden cell nothing is.
Places of rows about people tell of cells that are hidden: rows behind two cells at once are those of their crossing. So
without being asked only the files are told, whichever of their rows a cell has.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rbm_spec.collect.tables import Origin, Table
from rbm_spec.expr.nodes import names
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.reading import as_text
from rbm_spec.kernel.values import Content
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Indicator, Measure, Plan
from rbm_spec.reference.cells import Rows
from rbm_spec.reference.tables import Row
from rbm_spec.results.completeness import Sent
from rbm_spec.store.reading import Standing

MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Stood:
    """Rows in a file: their places, and the columns that were read of them (field, letter)."""

    sent: Sent
    dataset: str
    sheet: str
    unit: str
    places: tuple[int, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A measure in the cell: its value, how many rows entered it, and where these stood."""

    measure: Measure
    value: Content
    n: int
    stood: tuple[Stood, ...]


def trace(plan: Plan, standing: Standing, indicator: Indicator, period: Period, by: By) -> list[Traced]:
    """Each measure of the method of the period. Raises ValueError for more rows than are read one by one."""
    if sum(table.rows for table in standing.collected.tables.values()) > MOST_ROWS:
        raise ValueError(f"Rows are traced one by one; there are more than {MOST_ROWS:,} here.")
    data: dict[str, str | None] = {name: _csv(plan, table) for name, table in standing.collected.tables.items()}
    rows = Rows(plan, data, period)
    found = []
    for measure in method_in(indicator, period).measures.values():
        within = tuple(pair for pair in by if pair[0] not in measure.ignore)
        result = rows.aggregated(indicator.id, measure.id, within)
        sources = list(_sources(plan, rows, measure.dataset, result.rows))
        stood = tuple(
            each
            for dataset in dict.fromkeys(dataset for dataset, _ in sources)
            for each in _stood(plan, standing, rows, dataset, [row for of, row in sources if of == dataset], measure)
        )
        found.append(Traced(measure, result.value.content, len(result.rows), stood))
    return found


def files_of(plan: Plan, standing: Standing, dataset: str) -> Iterator[tuple[str, Sent]]:
    """The files with rows of a dataset, or of what it is derived from, and the collected dataset of each."""
    derivation = plan.datasets[dataset].derivation
    if derivation is not None:
        yield from files_of(plan, standing, derivation.source)
        return
    for sent, each in standing.kept:
        if each.dataset == dataset:
            yield dataset, Sent(sent.sender, sent.file, sent.received, sent.period, None, sent.sha256)


def _csv(plan: Plan, table: Table) -> str:
    """The rows as a CSV file would hold them."""
    fields = plan.datasets[table.dataset].fields
    columns = {}
    for name, each in fields.items():
        spec = each.spec
        kind = spec.type if spec else "string"
        columns[name] = ["" if cell is None else as_text(cell, kind) or "" for cell in _cells(table, name)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue()


def _cells(table: Table, name: str) -> list[object]:
    if table.parts:
        return [cell for part in table.parts for cell in _cells(part, name)]
    column = table.columns.get(name)
    if column is None:
        return [None] * table.rows
    return list(column) if isinstance(column, list) else list(column.to_pylist())


def _sources(plan: Plan, rows: Rows, dataset: str, found: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """The collected rows behind rows, through what is derived from them."""
    derivation = plan.datasets[dataset].derivation
    if derivation is None:
        yield from ((dataset, row) for row in found)
        return
    before = rows.database.tables.get(derivation.source, ())
    group = derivation.group_by or derivation.latest_by
    if derivation.latest_by:
        kept = {id(row) for row in found}
        behind = [row for row in before if id(row) in kept]
    else:
        keys = {tuple(row.get(name) for name in group) for row in found}
        behind = [row for row in before if tuple(row.get(name) for name in group) in keys]
    yield from _sources(plan, rows, derivation.source, behind)


def _stood(
    plan: Plan, standing: Standing, rows: Rows, dataset: str, found: Sequence[Row], measure: Measure
) -> Iterator[Stood]:
    numbers = {id(row): number for number, row in enumerate(rows.database.tables[dataset])}
    wanted = sorted(numbers[id(row)] for row in found)
    read = _read(plan, measure) if measure.dataset == dataset else ()
    files = [(sent, each) for sent, each in standing.kept if each.dataset == dataset]
    before = 0
    for origin, (sent, each) in zip(standing.collected.tables[dataset].origins, files, strict=True):
        inside = [number - before for number in wanted if before <= number < before + len(origin.places)]
        before += len(origin.places)
        if inside:
            file = Sent(sent.sender, sent.file, sent.received, sent.period, each.rows, sent.sha256)
            places = tuple(origin.places[number] for number in inside)
            yield Stood(file, dataset, origin.sheet, origin.unit, places, _columns(origin, read))


def _read(plan: Plan, measure: Measure) -> tuple[str, ...]:
    """The fields of the rows themselves that a measure reads."""
    fields = plan.datasets[measure.dataset].fields
    found = dict.fromkeys([measure.during.split(".")[0]] if measure.during else [])
    for expr in (measure.aggregate.condition, measure.aggregate.of):
        if expr is not None:
            found |= dict.fromkeys(name.parts[0] for name in names(expr) if name.role == "field")
    return tuple(name for name in fields if name in found)


def _columns(origin: Origin, read: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, (origin.letters or {}).get(name, "")) for name in read)


def ranges(places: Sequence[int]) -> str:
    """`2, 5-9, 12`."""
    found: list[list[int]] = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1][1] = place
        else:
            found.append([place, place])
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in found)
