"""Tables that show something -> the smallest found that still show it: fewer datasets, then rows, columns, cells.

Halves are tried before quarters and so on (delta debugging), so that many rows go quickly. Every step asks `shows`; the
number of questions is limited, and the smallest tables so far are the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rbm_spec.proof.data import Table, Tables

MOST_QUESTIONS = 600
PLAIN = ("", "1", "a", "true")
T = TypeVar("T")


@dataclass(slots=True)
class _Asked:
    """Asks as long as it may."""

    shows: Callable[[Tables], bool]
    left: int = MOST_QUESTIONS

    def __call__(self, tables: Tables) -> bool:
        if self.left <= 0:
            return False
        self.left -= 1
        return self.shows(tables)


def shrink(
    tables: Tables, shows: Callable[[Tables], bool], may_go: Callable[[str, str], bool] = lambda dataset, column: True
) -> Tables:
    """Smaller tables for which `shows` is true, as it is for `tables`. No dataset becomes absent that was there.

    `may_go` says whether a dataset can do without a column.
    """
    ask = _Asked(shows)
    while True:
        before = tables
        for name in tables:
            tables = _fewer_rows(tables, name, ask)
        for name in tables:
            tables = _fewer_columns(tables, name, ask, may_go)
        for name in tables:
            tables = _plainer_cells(tables, name, ask)
        if tables == before or ask.left <= 0:
            return tables


def _fewer_rows(tables: Tables, name: str, ask: _Asked) -> Tables:
    table = tables[name]
    if table is None or not table.rows:
        return tables
    columns = table.columns

    def with_rows(rows: Sequence[tuple[str, ...]]) -> Tables:
        return {**tables, name: Table(columns, tuple(rows))}

    return with_rows(_least(table.rows, lambda rows: ask(with_rows(rows))))


def _least(items: Sequence[T], holds: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """A part of the items without which nothing more can go."""
    if not items or holds(()):
        return ()
    size = len(items)
    while size:
        size = (size + 1) // 2
        at = 0
        while at < len(items):
            rest = [*items[:at], *items[at + size :]]
            if rest and holds(rest):
                items = rest
            else:
                at += size
        if size == 1:
            break
    return items


def _fewer_columns(tables: Tables, name: str, ask: _Asked, may_go: Callable[[str, str], bool]) -> Tables:
    table = tables[name]
    if table is None:
        return tables
    for column in table.columns if len(table.columns) > 1 else ():
        now = tables[name]
        assert now is not None
        if len(now.columns) == 1 or not may_go(name, column):
            continue
        at = now.columns.index(column)
        rows = tuple(row[:at] + row[at + 1 :] for row in now.rows)
        smaller = {**tables, name: Table(now.columns[:at] + now.columns[at + 1 :], rows)}
        tables = smaller if ask(smaller) else tables
    return tables


def _plainer_cells(tables: Tables, name: str, ask: _Asked) -> Tables:
    table = tables[name]
    for number, at in _places(table):
        for plain in PLAIN:
            now = tables[name]
            assert now is not None
            if now.rows[number][at] in PLAIN[: PLAIN.index(plain) + 1]:
                break
            row = (*now.rows[number][:at], plain, *now.rows[number][at + 1 :])
            plainer = {**tables, name: Table(now.columns, (*now.rows[:number], row, *now.rows[number + 1 :]))}
            if ask(plainer):
                tables = plainer
                break
    return tables


def _places(table: Table | None) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(table.rows if table else ()):
        yield from ((number, at) for at in range(len(row)))
