"""Two tables of a dataset -> the rows that both have, and what the one changes of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rbm_spec.collect.tables import Table
from rbm_spec.kernel.reading import NUMBERS
from rbm_spec.plan.model import Dataset

if TYPE_CHECKING:
    import duckdb

LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """A row that a resubmission adds, removes or changes. `fields` holds (field, old, new) of what changed."""

    how: str
    key: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows a resubmission leaves, adds, removes and changes; the first thousand changes in order of keys."""

    same: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def shared(self) -> int:
        """How many rows both have."""
        return self.same + self.changed


Grouped = Sequence[tuple[int, Table]]
"""Tables with the number of the group that each belongs to."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A row of each side with the same key: the number of its table, from 0, and the row in that, from 1."""

    key: str
    old: tuple[int, int]
    new: tuple[int, int]


def in_both(dataset: Dataset, old: Grouped, new: Grouped) -> Iterator[Shared]:
    """The rows of different groups that share a key, in the order of the new ones."""
    with _Sides(dataset, dataset.spec.key, old, new) as sides:
        keys = " AND ".join(f"o.{_name(each)} = n.{_name(each)}" for each in dataset.spec.key)
        shown = ", ".join(f"n.{_name(each)}" for each in dataset.spec.key)
        query = (
            f"SELECT o.part, o.row, n.part, n.row, {shown} FROM o JOIN n ON {keys} AND o.team <> n.team"  # noqa: S608
            " ORDER BY n.part, n.row, o.part, o.row"
        )
        for before, row, after, at, *key in sides.rows(query):
            yield Shared(", ".join(key), (before, row), (after, at))


def difference(dataset: Dataset, old: Table, new: Table) -> Difference:
    """What the new table changes."""
    with _Sides(dataset, tuple(dataset.fields), [(0, old)], [(1, new)]) as sides:
        keys = " AND ".join(f"o.{_name(each)} = n.{_name(each)}" for each in dataset.spec.key)
        others = [each for each in dataset.fields if each not in dataset.spec.key]
        differs = " OR ".join(f"o.{_same(dataset, each)} IS DISTINCT FROM n.{_same(dataset, each)}" for each in others)
        ends = "WHEN o.row IS NULL THEN 'added' WHEN n.row IS NULL THEN 'removed'"
        how = f"CASE {ends} WHEN {differs or 'FALSE'} THEN 'changed' ELSE 'same' END"
        joined = f"(SELECT {how} AS how, o, n FROM o FULL JOIN n ON {keys})"  # noqa: S608 - ids of the plan
        counts = dict(sides.rows(f"SELECT how, COUNT(*) FROM {joined} GROUP BY how"))  # noqa: S608
        shown = ", ".join(f"COALESCE(n.{_name(each)}, o.{_name(each)})" for each in dataset.spec.key)
        cells = "".join(f", o.{_name(each)}, n.{_name(each)}" for each in others)
        marks = "".join(f", o.{_same(dataset, each)} IS DISTINCT FROM n.{_same(dataset, each)}" for each in others)
        query = f"SELECT how, {shown}{cells}{marks} FROM {joined} WHERE how <> 'same' ORDER BY {shown} LIMIT {LISTED}"  # noqa: S608
        changes = tuple(_change(dataset, others, row) for row in sides.rows(query))
    return Difference(
        counts.get("same", 0), counts.get("added", 0), counts.get("removed", 0), counts.get("changed", 0), changes
    )


def _change(dataset: Dataset, others: Sequence[str], row: Sequence[Any]) -> Change:
    how, width = row[0], len(dataset.spec.key)
    key, cells = row[1 : 1 + width], row[1 + width :]
    values, marks = cells[: 2 * len(others)], cells[2 * len(others) :]
    fields = tuple(
        (name, values[2 * i] or "", values[2 * i + 1] or "")
        for i, name in enumerate(others)
        if how == "changed" and marks[i]
    )
    return Change(how, ", ".join(each or "" for each in key), fields)


class _Sides:
    """Both tables in a database of their own: every cell as text, and as what it means where it is a number."""

    def __init__(self, dataset: Dataset, fields: Sequence[str], old: Grouped, new: Grouped) -> None:
        import duckdb

        self._connection = duckdb.connect(":memory:", config={"enable_external_access": False})
        for name, tables in (("o", old), ("n", new)):
            _create(self._connection, dataset, fields, name, tables)

    def __enter__(self) -> _Sides:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return self._connection.execute(query).fetchall()


def _create(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, fields: Sequence[str], name: str, tables: Grouped
) -> None:
    """Identifiers are ids of the plan, which hold no more than letters, digits and underscores."""
    wanted = dict.fromkeys(column for each in fields for column in (_name(each), _same(dataset, each)))
    columns = ", ".join(f"{each} VARCHAR" for each in wanted)
    connection.execute(f"CREATE TABLE {name} (team INTEGER, part INTEGER, row BIGINT, {columns})")
    for number, (team, table) in enumerate(tables):
        before = 0
        for part in table.parts or (table,):
            given = _arrow(part, dataset)
            connection.register("given", given)
            cells = ", ".join(_cells(dataset, fields, given.column_names))
            numbered = f"{team} AS team, {number} AS part, {before} + ROW_NUMBER() OVER () AS row"
            connection.execute(f"INSERT INTO {name} BY NAME SELECT {numbered}, {cells} FROM given")  # noqa: S608
            connection.unregister("given")
            before += part.rows


def _cells(dataset: Dataset, fields: Sequence[str], there: Sequence[str]) -> Iterator[str]:
    for each in fields:
        text = f"NULLIF(CAST({_name(each)} AS VARCHAR), '')" if each in there else "NULL"
        yield f"{text} AS {_name(each)}"
        if _same(dataset, each) != _name(each):
            yield f"COALESCE(CAST(TRY_CAST({text} AS DOUBLE) AS VARCHAR), {text}) AS {_same(dataset, each)}"


def _arrow(part: Table, dataset: Dataset) -> Any:
    """The rows; of those that stay in their file only the keys."""
    if part.path is None:
        return part.arrow()
    import pyarrow.parquet as parquet

    return parquet.ParquetFile(part.path).read(columns=list(dataset.spec.key))


def _name(field: str) -> str:
    return f'"{field}"'


def _same(dataset: Dataset, field: str) -> str:
    """The column in which equal values are equal text."""
    spec = dataset.fields[field].spec
    return f'"{field} as number"' if spec and spec.type in NUMBERS else _name(field)
