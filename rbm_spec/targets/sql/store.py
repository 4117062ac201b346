"""Files and tables of data -> typed tables in DuckDB, one for each collected dataset.

CSV is read once into a typed table. Parquet and Arrow stay where they are behind a view that gives each column its
type, so that DuckDB reads the columns and row groups that a query needs and data larger than memory works.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import duckdb
from sqlglot import exp

from rbm_spec.kernel import reading
from rbm_spec.kernel.faults import Fault
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.targets.sql.columns import Columns, create_table
from rbm_spec.targets.sql.dialects import DUCKDB
from rbm_spec.targets.sql.intake import Column, guarded, is_number, physical_number, reads_as_number, typed, width_of
from rbm_spec.targets.sql.numbers import Computed, Exact, Numeric
from rbm_spec.targets.sql.trees import Tree, cast, column, name, named, table, text, where

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class Part:
    """Some of the rows of a dataset: a .parquet file without some of its rows (numbered from 0), or an Arrow table."""

    source: Path | pyarrow.Table
    without: tuple[int, ...] = ()


Source = Union[Path, "pyarrow.Table", Sequence[Part], None]
"""A .csv or .parquet file, an Arrow table, parts of rows one below the other, or None: not submitted."""


@dataclass(frozen=True)
class Settings:
    """How much DuckDB may use; None leaves it to DuckDB. `spill` is a folder for what memory cannot hold."""

    memory: str | None = None
    spill: Path | None = None
    threads: int | None = None


@dataclass
class Store:
    """Typed tables under the names of their datasets; `raw` holds each column as it came.

    `once` are the tables that stand for others, wherever a reference looks for a row, because keys are there twice.
    """

    plan: Plan
    connection: duckdb.DuckDBPyConnection
    columns: Columns
    submitted: set[str] = field(default_factory=set)
    raw: dict[str, dict[str, Column]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    once: set[str] = field(default_factory=set)

    def rows(self, query: Tree) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return self.connection.execute(DUCKDB.print(query)).fetchall()

    def run(self, statement: Tree) -> None:
        """Runs a statement for its effect."""
        self.connection.execute(DUCKDB.print(statement))


def open_store(plan: Plan, sources: Mapping[str, Source], settings: Settings) -> Store:
    """All collected datasets, loaded; faults of the files themselves are in the store."""
    connection = duckdb.connect(":memory:", config=_config(settings))
    # Where a program has no file (a notebook, python -c) DuckDB draws a bar into the output of slow queries.
    connection.execute("SET enable_progress_bar = false")
    store = Store(plan, connection, Columns(plan, DUCKDB))
    for dataset in plan.datasets.values():
        if dataset.derivation is None:
            _load(store, dataset, sources.get(dataset.id))
    _close_the_doors(store, sources, settings)
    return store


def _close_the_doors(store: Store, sources: Mapping[str, Source], settings: Settings) -> None:
    """From here on DuckDB reads the files of the data and its own temporary ones, and no statement opens any other."""
    files = [text(_plain(path)) for source in sources.values() for path in _paths(source)]
    folders = [text(str(settings.spill))] if settings.spill else []
    for setting, values in (("allowed_paths", files), ("allowed_directories", folders)):
        store.connection.execute(f"SET {setting} = {DUCKDB.print(exp.Array(expressions=values))}")
    store.connection.execute("SET enable_external_access = false")
    store.connection.execute("SET lock_configuration = true")


def _paths(source: Source) -> Iterable[Path]:
    several = [part.source for part in source] if isinstance(source, Sequence) else [source]
    return (each for each in several if isinstance(each, Path))


def _config(settings: Settings) -> dict[str, Any]:
    """Nothing is fetched: extensions that are not built in stay out."""
    config: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    if settings.memory:
        config["memory_limit"] = settings.memory
    if settings.spill:
        config["temp_directory"] = str(settings.spill)
    if settings.threads:
        config["threads"] = settings.threads
    return config


def raw_name(dataset: str) -> str:
    """The table of the columns as they came."""
    return f"{dataset} as it came"


def _load(store: Store, dataset: Dataset, source: Source) -> None:
    if source is None:
        store.run(create_table(store.columns, dataset.id))
        return
    store.submitted.add(dataset.id)
    is_csv = isinstance(source, Path) and source.suffix.lower() == ".csv"
    found = _read_csv(store, dataset, source) if isinstance(source, Path) and is_csv else _relation(store, source)
    if found is None:
        store.run(create_table(store.columns, dataset.id))
        return
    for each in found.columns:
        if each not in dataset.fields:
            store.faults.append(Fault(dataset.id, 0, each, each, reading.unknown_column(dataset.id, each)))
    if not is_csv:
        found.create_view(raw_name(dataset.id))
    physical = dict(zip(found.columns, map(str, found.types), strict=True))
    empty = _may_be_empty(store, source)
    columns = {
        each: Column(column(each), physical[each], empty.get(each, True)) for each in dataset.fields if each in physical
    }
    store.raw[dataset.id] = columns
    _measure(store, dataset, columns)
    _create(store, dataset, columns, kind="TABLE" if is_csv else "VIEW")


def _relation(store: Store, source: Any) -> duckdb.DuckDBPyRelation:
    if isinstance(source, Sequence):
        return _stacked([_part(store, each) for each in source])
    if isinstance(source, Path):
        return store.connection.from_parquet(_plain(source))
    return store.connection.from_arrow(source)


def _part(store: Store, part: Part) -> duckdb.DuckDBPyRelation:
    if not part.without:
        return _relation(store, part.source)
    assert isinstance(part.source, Path)
    found = store.connection.from_parquet(_plain(part.source), file_row_number=True)
    kept = found.filter(f"file_row_number NOT IN ({', '.join(map(str, part.without))})")
    return kept.project(", ".join(f'"{each}"' for each in found.columns if each != "file_row_number"))


def _stacked(parts: Sequence[duckdb.DuckDBPyRelation]) -> duckdb.DuckDBPyRelation:
    """Columns that parts give different types become text, as a file would hold it."""
    kinds: dict[str, set[str]] = {}
    for part in parts:
        for each, kind in zip(part.columns, part.types, strict=True):
            kinds.setdefault(each, set()).add(str(kind))
    columns = [
        (exp.to_identifier(each, quoted=True).sql("duckdb"), len(kind) > 1, each) for each, kind in kinds.items()
    ]
    found: list[duckdb.DuckDBPyRelation] = [
        part.project(
            ", ".join(
                f"NULL AS {name}"
                if each not in part.columns
                else f"CAST({name} AS VARCHAR) AS {name}"
                if cast
                else name
                for name, cast, each in columns
            )
        )
        for part in parts
    ]
    return reduce(duckdb.DuckDBPyRelation.union, found)


def _plain(path: Path) -> str:
    """The path, which DuckDB must not read as a pattern for several files."""
    if any(mark in str(path) for mark in "*?[]{}"):
        raise ValueError(f"The name of a data file cannot hold any of * ? [ ] {{ }}: {path.name}")
    return str(path)


def _read_csv(store: Store, dataset: Dataset, path: Path) -> duckdb.DuckDBPyRelation | None:
    """The file with all its columns as text; None when it is not a table."""
    header = next(_records(path), [])
    if len(set(header)) != len(header):
        store.faults.append(Fault(dataset.id, 0, "", "", reading.column_twice(dataset.id)))
        return None
    if not header:
        return None
    try:
        found = store.connection.read_csv(
            _plain(path), header=True, sep=",", quotechar='"', escapechar='"', auto_detect=False, na_values=[""],
            columns=dict.fromkeys(header, "VARCHAR"), encoding="utf-8",
        )  # fmt: skip
        found.create(raw_name(dataset.id))
    except duckdb.Error:
        store.faults += _ragged(dataset, path, len(header))
        return None
    return store.connection.table(f'"{raw_name(dataset.id)}"')


def _records(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def _ragged(dataset: Dataset, path: Path, width: int) -> list[Fault]:
    """The rows because of which a CSV file is no table."""
    faults: list[Fault] = []
    try:
        lines = (line for line in _records(path) if line)
        for number, cells in enumerate(lines):
            if len(cells) != width and len(faults) < 20:
                faults.append(Fault(dataset.id, number, "", "", reading.ragged(len(cells), width)))
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(dataset.id, 0, "", "", reading.not_csv(f"The file is not CSV in UTF-8: {error}.")))
    return faults or [Fault(dataset.id, 0, "", "", reading.not_csv("The file cannot be read as CSV."))]


def _may_be_empty(store: Store, source: Any) -> dict[str, bool]:
    """Which text columns of a Parquet file may hold '' by its own statistics; '' is the least text."""
    if not isinstance(source, Path) or source.suffix.lower() == ".csv":
        return {}
    least = store.connection.execute(
        "SELECT path_in_schema, BOOL_OR(COALESCE(stats_min_value, '') = '') FROM parquet_metadata(?) GROUP BY ALL",
        [_plain(source)],
    )
    return dict(least.fetchall())


def _measure(store: Store, dataset: Dataset, columns: Mapping[str, Column]) -> None:
    """How wide the numbers are."""
    wanted = [each for each in columns if columns[each].is_text and reads_as_number(dataset.fields[each])]
    chosen: list[Tree] = []
    for each in wanted:
        content = columns[each].content
        for size in width_of(content):
            chosen.append(where(exp.Max(this=size), is_number(content.copy())))
    widths = store.rows(exp.select(*chosen).from_(table(raw_name(dataset.id))))[0] if chosen else ()
    for number, each in enumerate(wanted):
        before, after = (size or 0 for size in widths[2 * number : 2 * number + 2])
        fits = before + after + 1 <= DUCKDB.widest
        store.columns.widths[dataset.id, each] = Exact(max(before + after, 1), after) if fits else Computed(before)
    for each, raw in columns.items():
        if not raw.is_text and dataset.fields[each].type.kind == "number":
            store.columns.widths[dataset.id, each] = physical_number(dataset.fields[each], raw.physical)


def _create(store: Store, dataset: Dataset, columns: Mapping[str, Column], kind: str) -> None:
    chosen = [named(cell(store, dataset, each, columns), each.id) for each in dataset.fields.values()]
    query = exp.select(*chosen).from_(table(raw_name(dataset.id)))
    store.run(exp.Create(this=exp.Table(this=name(dataset.id)), kind=kind, expression=query))
    store.kinds[dataset.id] = kind


def cell(store: Store, dataset: Dataset, each: Field, columns: Mapping[str, Column]) -> Tree:
    """The typed cell of a field; a field without a column is missing in every row."""
    if each.id not in columns:
        return cast(exp.Null(), store.columns.type_name(dataset.id, each.id))
    return typed(each, columns[each.id], _number(store, dataset, each))


def guarded_cell(store: Store, dataset: Dataset, each: Field) -> Tree:
    """The typed cell of a field that has a column; missing where there is anything that it may not be."""
    codes = store.plan.codelists[each.type.codelist].codes if each.type.kind == "code" else ()
    return guarded(each, store.raw[dataset.id][each.id], _number(store, dataset, each), codes)


def _number(store: Store, dataset: Dataset, each: Field) -> Numeric | None:
    return store.columns.number(dataset.id, each.id) if each.type.kind == "number" else None


def guard(store: Store, dataset: Dataset) -> None:
    """Takes what is wrong in the cells of a dataset for missing, so that other checks can go on."""
    raw = store.raw[dataset.id]
    chosen = [
        named(guarded_cell(store, dataset, each) if each.id in raw else cell(store, dataset, each, raw), each.id)
        for each in dataset.fields.values()
    ]
    query = exp.select(*chosen).from_(table(raw_name(dataset.id)))
    kind = store.kinds[dataset.id]
    store.run(exp.Create(this=exp.Table(this=name(dataset.id)), kind=kind, expression=query, replace=True))
