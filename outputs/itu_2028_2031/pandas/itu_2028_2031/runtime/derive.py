"""Derived datasets: a row for each group of rows, or the newest row of each group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..kernel.reading import group_of

from .aggregates import aggregate
from .columns import Column, Dates, Truths
from .rows import Rows, Selection, Table


def group_by(rows: Rows, names: tuple[str, ...], kept: Truths | bool, fields: Mapping[str, Selection]) -> Table:
    """One row for each combination of the fields `names` in the rows kept; `fields` are computed over its rows."""
    every = rows.count(kept)
    grouping = rows.grouping(names)
    groups = np.flatnonzero(np.bincount(grouping.ids[every.positions], minlength=grouping.size))
    columns: dict[str, Column] = {name: rows[name].take(grouping.first[groups]) for name in names}
    for name, selection in fields.items():
        ids = grouping.ids[selection.positions]
        found = aggregate(selection, ids, np.bincount(ids, minlength=grouping.size))
        columns[name] = found.column().take(groups)
    return Table(len(groups), columns, names)


def latest_by(rows: Rows, names: tuple[str, ...], on: str, kept: Truths | bool) -> Table:
    """The newest row by `on` of each combination of the fields `names`; rows without a date are left out."""
    moments: Dates = rows[on]
    at = rows.count(moments.is_present() & kept).positions
    grouping = rows.grouping(names)
    order = at[np.lexsort((at, moments.values[at], grouping.ids[at]))]
    ids, values = grouping.ids[order], moments.values[order]
    last = np.append(ids[1:] != ids[:-1], True)[: len(order)]
    newest = order[last]
    day = np.full(grouping.size, np.datetime64("NaT"), moments.values.dtype)
    day[ids[last]] = values[last]
    count = np.bincount(ids[values == day[ids]], minlength=grouping.size)
    tied = newest[count[grouping.ids[newest]] > 1]
    shown = zip(*(rows[name].contents(tied) for name in names), strict=True)
    ties = tuple(
        (group_of(key), int(count[grouping.ids[row]]), str(moments.content(row)))
        for key, row in zip(shown, tied.tolist(), strict=True)
    )
    columns: dict[str, Column] = {name: column.take(newest) for name, column in rows.table.columns.items()}
    return Table(len(newest), columns, names, on, ties)
