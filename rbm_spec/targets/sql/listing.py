"""Checks over a table -> the faults of their rows: what is broken is counted, and the first rows are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from rbm_spec.kernel import reading
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.kernel.reading import MOST_FAULTS
from rbm_spec.plan.model import Dataset
from rbm_spec.targets.sql.rows import Query
from rbm_spec.targets.sql.store import Store
from rbm_spec.targets.sql.trees import Tree, column, count_rows, name, named, where

ROW = "row number"
Said = tuple[str, Wrong]
"""The value as it came, and what is wrong with it."""


@dataclass(frozen=True)
class Check:
    """Rows for which `broken` is true are wrong; `said` tells it from what they have of `shown`."""

    column: str
    broken: Tree
    said: Callable[..., Said | None]
    shown: Sequence[Tree] = ()


def always(wrong: Wrong) -> Callable[..., Said]:
    """The same of every row."""
    return lambda: ("", wrong)


def found_by(
    store: Store, dataset: Dataset, source: Tree, joins: list[Tree], checks: list[Check], query: Query | None = None
) -> list[Fault]:
    """Counts what is broken; for each check that is, the first rows and how many more there are."""
    if not checks:
        return []
    counting = exp.select(*(where(count_rows(), check.broken.copy()) for check in checks)).from_(source.copy())
    counts = store.rows(joined(counting, joins, query))[0]
    faults: list[Fault] = []
    for check, count in zip(checks, counts, strict=True):
        if count:
            rows = store.rows(_first(source, joins, check, query))
            faults += listed(dataset, check.column, rows, count, check.said)
    return faults


def listed(
    dataset: Dataset, column: str, rows: Sequence[Sequence[Any]], count: int, said: Callable[..., Said | None]
) -> Iterator[Fault]:
    """A fault a row; of very many the first, and one that says how many more there are."""
    for number, (row, *shown) in enumerate(rows):
        found = said(*shown)
        if found is not None and number < MOST_FAULTS:
            yield Fault(dataset.id, row, column, *found)
        elif found is not None:
            yield Fault(dataset.id, row, column, "", Wrong(found[1].code, reading.left_over(count - MOST_FAULTS)))


def joined(selected: exp.Select, joins: list[Tree], query: Query | None) -> exp.Select:
    """The query with the joins of its rows, and the code lists that they need."""
    for join in joins:
        selected = selected.join(join.copy())
    for each, codes in query.code_queries() if query else ():
        selected = selected.with_(name(each), as_=codes)
    return selected


def _first(source: Tree, joins: list[Tree], check: Check, query: Query | None) -> exp.Select:
    """The first rows that are broken, with one more than are listed."""
    alias = source.alias_or_name
    numbered = exp.select("*", named(row_number(), ROW)).from_(exp.Table(this=name(source.name)))
    inside = exp.Subquery(this=numbered, alias=exp.TableAlias(this=name(alias)))
    shown = (each.copy() for each in check.shown)
    selected = exp.select(column(ROW, alias), *shown).from_(inside).where(check.broken.copy())
    return joined(selected, joins, query).order_by(column(ROW, alias)).limit(MOST_FAULTS + 1)


def row_number() -> Tree:
    """The place of a row in its file or table: DuckDB keeps their order."""
    return exp.Window(this=exp.RowNumber())
