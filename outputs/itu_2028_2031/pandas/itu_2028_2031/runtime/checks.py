"""Loaded columns -> everything wrong with rows: keys, references, codes out of their time, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from ..kernel.faults import Fault
from ..kernel.periods import Period
from ..kernel.reading import group_of, incomplete_key, key_twice, out_of_time, rule_broken, unknown_reference

from .columns import Texts, Truths
from .definitions import Codelist
from .reading import listed
from .rows import Rows


def check_key(rows: Rows) -> Iterator[Fault]:
    """A key must be complete, and there only once."""
    names = rows.dataset.key
    if not names:
        return
    incomplete = np.zeros(rows.length, bool)
    for name in names:
        gone = ~rows[name].known
        yield from listed(np.flatnonzero(gone & ~incomplete), partial(_incomplete, rows, name))
        incomplete |= gone
    grouping = rows.grouping(names)
    again = (grouping.first[grouping.ids] != np.arange(rows.length)) & ~incomplete
    yield from listed(np.flatnonzero(again), partial(_twice, rows))


def _place(rows: Rows, row: int) -> tuple[int, str]:
    """The number of a row in its file; of a row that is derived, none, and the group that it stands for."""
    names = rows.table.group
    return (0, group_of(rows[name].content(row) for name in names)) if names else (row + 1, "")


def _incomplete(rows: Rows, name: str, row: int) -> Fault:
    number, group = _place(rows, row)
    return Fault(rows.dataset.id, number, name, group, incomplete_key(rows.dataset.id, rows.dataset.key))


def _twice(rows: Rows, row: int) -> Fault:
    dataset = rows.dataset
    shown = ", ".join(str(rows[name].content(row)) for name in dataset.key)
    return Fault(dataset.id, _place(rows, row)[0], dataset.key[0], shown, key_twice(dataset.id, shown))


def check_references(rows: Rows) -> Iterator[Fault]:
    """What a reference holds must be the key of a row, if the other dataset was submitted."""
    for name, field in rows.dataset.fields.items():
        if field.type == "reference" and rows.others[field.dataset].submitted:
            column: Texts = rows[name]
            unknown = column.known & (rows.others[field.dataset].find(column) < 0)
            yield from listed(np.flatnonzero(unknown), partial(_unknown, rows, name))


def _unknown(rows: Rows, name: str, row: int) -> Fault:
    value, other = str(rows[name].content(row)), rows.dataset.fields[name].dataset
    return Fault(rows.dataset.id, row + 1, name, value, unknown_reference(other, value))


def check_validity(rows: Rows, codelists: Mapping[str, Codelist]) -> Iterator[Fault]:
    """A code may stand only within its dates, which the row's time is held against."""
    time = rows.dataset.time
    if not time:
        return
    day = rows[time].days
    for name, field in rows.dataset.fields.items():
        codes = list(codelists[field.codelist].codes.values()) if field.type == "code" else []
        if any(code.valid_from or code.valid_to for code in codes):
            column: Texts = rows[name]
            first, last = (
                np.array([*(each or "NaT" for each in ends), "NaT"], "datetime64[D]")[column.codes]
                for ends in ([code.valid_from for code in codes], [code.valid_to for code in codes])
            )
            yield from listed(np.flatnonzero((day < first) | (day > last)), partial(_out_of_time, rows, name))


def _out_of_time(rows: Rows, name: str, row: int) -> Fault:
    value, day = str(rows[name].content(row)), rows[rows.dataset.time].days[row]
    wrong = out_of_time(value, rows.dataset.fields[name].codelist, day)
    return Fault(rows.dataset.id, row + 1, name, value, wrong)


def check_rules(rows: Rows, period: Period) -> Iterator[Fault]:
    """A rule is broken only where its condition is false; an unknown one breaks nothing."""
    for rule in rows.dataset.rules:
        broken = np.broadcast_to(Truths.of(rule.holds(rows, period)).false, rows.length)
        yield from listed(np.flatnonzero(broken), partial(_broken, rows, rule.message))


def _broken(rows: Rows, message: str, row: int) -> Fault:
    number, group = _place(rows, row)
    return Fault(rows.dataset.id, number, "", group, rule_broken(message))
