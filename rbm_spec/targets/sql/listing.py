"""Checks over a table -> the faults of their rows: what is broken is counted, and the first rows are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
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
            rows = store.rows(_first(dataset, source, joins, check, query))
            faults += listed(dataset, check.column, rows, count, check.said)
    return faults


def listed(
    dataset: Dataset, column: str, rows: Sequence[Sequence[Any]], count: int, said: Callable[..., Said | None]
) -> Iterator[Fault]:
    """A fault a row; of very many the first, and one that says how many more there are.

    Rows begin with their number, or, where they are derived and stand in no file, with what their group has in common.
    """
    width = len(group_names(dataset))
    for number, (row, *more) in enumerate(rows):
        group, shown = [row, *more][:width], more[max(width - 1, 0) :]
        found = said(*shown)
        if found is None:
            continue
        at, value = (0, found[0] or reading.group_of(map(content, group))) if width else (row, found[0])
        if number < MOST_FAULTS:
            yield Fault(dataset.id, at, column, value, found[1])
        else:
            yield Fault(dataset.id, at, column, "", Wrong(found[1].code, reading.left_over(count - MOST_FAULTS)))


def group_names(dataset: Dataset) -> tuple[str, ...]:
    """The fields that the rows of a group have in common; none where rows are collected."""
    derivation = dataset.derivation
    return () if derivation is None else tuple(derivation.group_by or derivation.latest_by)


def content(value: Any) -> Any:
    """A typed value as it stands in a sentence; None stays."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return Fraction(str(value)) if is_number else value


def joined(selected: exp.Select, joins: list[Tree], query: Query | None) -> exp.Select:
    """The query with the joins of its rows, and the code lists that they need."""
    for join in joins:
        selected = selected.join(join.copy())
    for each, codes in query.code_queries() if query else ():
        selected = selected.with_(name(each), as_=codes)
    return selected


def _first(dataset: Dataset, source: Tree, joins: list[Tree], check: Check, query: Query | None) -> exp.Select:
    """The first rows that are broken, with one more than are listed; derived rows have no order but that of groups."""
    alias = source.alias_or_name
    numbered = exp.select("*", named(row_number(), ROW)).from_(exp.Table(this=name(source.name)))
    inside = exp.Subquery(this=numbered, alias=exp.TableAlias(this=name(alias)))
    shown = (each.copy() for each in check.shown)
    first = [column(each, alias) for each in group_names(dataset) or (ROW,)]
    selected = exp.select(*first, *shown).from_(inside).where(check.broken.copy())
    return joined(selected, joins, query).order_by(*(each.copy() for each in first)).limit(MOST_FAULTS + 1)


def row_number() -> Tree:
    """The place of a row in its file or table: DuckDB keeps their order."""
    return exp.Window(this=exp.RowNumber())
