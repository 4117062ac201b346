"""Loaded columns -> everything wrong with rows: keys, references, codes out of their time, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ..kernel.faults import Fault
from ..kernel.periods import Period

from .columns import Texts, Truths
from .definitions import Codelist
from .rows import Rows


def check_key(rows: Rows) -> Iterator[Fault]:
    """A key must be complete, and there only once."""
    dataset, names = rows.dataset, rows.dataset.key
    if not names:
        return
    incomplete = np.zeros(rows.length, bool)
    for name in names:
        gone = ~rows[name].known
        for row in np.flatnonzero(gone & ~incomplete).tolist():
            message = f"The key ({', '.join(names)}) of a row of {dataset.id} is not complete."
            yield Fault(dataset.id, row + 1, name, "", message)
        incomplete |= gone
    grouping = rows.grouping(names)
    again = (grouping.first[grouping.ids] != np.arange(rows.length)) & ~incomplete
    for row in np.flatnonzero(again).tolist():
        shown = ", ".join(str(rows[name].content(row)) for name in names)
        yield Fault(dataset.id, row + 1, names[0], shown, f"The key {shown} is there twice in {dataset.id}.")


def check_references(rows: Rows) -> Iterator[Fault]:
    """What a reference holds must be the key of a row, if the other dataset was submitted."""
    for name, field in rows.dataset.fields.items():
        if field.type == "reference" and rows.others[field.dataset].submitted:
            column: Texts = rows[name]
            unknown = column.known & (rows.others[field.dataset].find(column) < 0)
            for row in np.flatnonzero(unknown).tolist():
                value = str(column.content(row))
                message = f'{field.dataset} has no row with the key "{value}".'
                yield Fault(rows.dataset.id, row + 1, name, value, message)


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
            for row in np.flatnonzero((day < first) | (day > last)).tolist():
                value = str(column.content(row))
                message = f'The code "{value}" of {field.codelist} is not valid on {day[row]}.'
                yield Fault(rows.dataset.id, row + 1, name, value, message)


def check_rules(rows: Rows, period: Period) -> Iterator[Fault]:
    """A rule is broken only where its condition is false; an unknown one breaks nothing."""
    for rule in rows.dataset.rules:
        broken = np.broadcast_to(Truths.of(rule.holds(rows, period)).false, rows.length)
        for row in np.flatnonzero(broken).tolist():
            yield Fault(rows.dataset.id, row + 1, "", "", rule.message)
