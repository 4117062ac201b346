"""A returned entry workbook -> a table of text for each dataset in it, found by its stamp and its rows of field ids.

A table without rows counts only where the office answered on the first sheet that it is complete: a template that
nobody touched says nothing, and zero is not computed from it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rbm_spec.collect import rules
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.cells import text_of
from rbm_spec.collect.sheets import Cell, Sheet, column_letters, column_number
from rbm_spec.collect.tables import Origin, Table, Trouble, Troubles
from rbm_spec.kernel.faults import Wrong
from rbm_spec.kernel.periods import FREQUENCIES, Period, parse
from rbm_spec.kernel.reading import unwanted
from rbm_spec.plan import stamp as stamps
from rbm_spec.plan.model import Dataset, Plan

NO_STAMP = "The workbook was not made from a template of this plan. Copy the values into one."
FORMULA = "a formula"
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?\Z", re.ASCII)


@dataclass(frozen=True)
class Returned:
    """What a workbook holds. `owner` is the office whose template it is; empty when that cannot be told.

    `faulty` names the datasets of which something is wrong. `period` is what the office entered, if that is one.
    """

    owner: str
    tables: tuple[Table, ...]
    troubles: tuple[Trouble, ...]
    faulty: frozenset[str] = frozenset()
    stamp: stamps.Stamp | None = None
    period: str = ""


def read_workbook(plan: Plan, file: str, sheets: dict[str, Sheet], period: str = "") -> Returned:
    """The tables of a workbook and everything that is wrong with it, held against the period that is reported."""
    try:
        stamp = _stamp(sheets)
        if stamp.plan != plan.spec.id:
            raise Refused(f'The workbook belongs to the plan "{stamp.plan}", not to {plan.spec.id}.')
    except Refused as refused:
        return unreadable(file, refused)
    tables, troubles = [], list(_check_period(plan, file, stamp, sheets, period))
    faulty = set(stamp.tables if troubles else ())
    for name, place in stamp.tables.items():
        found = _table(plan, file, name, place, sheets)
        if isinstance(found, str):
            at = f"sheet {place.sheet}"
            troubles.append(Trouble(file, 0, at, name, "", "", found, rules.OTHER_TEMPLATE.code))
            continue
        table, wrong = found
        answer = _answer(sheets, stamp.readme, place.answer)
        submitted, message = _submitted(answer, table.rows)
        if message:
            at = f"sheet {stamp.readme}, cell {place.answer}"
            typed = "" if answer == FORMULA else answer
            wrong.append(Trouble(file, 0, at, name, "", typed, message, rules.UNCLEAR_ANSWER.code))
        tables += [table] if submitted else []
        troubles += wrong
    faulty |= {trouble.dataset for trouble in troubles if trouble.dataset}
    typed = _answer(sheets, stamp.readme, stamp.period).removesuffix(".0")
    period = typed if periods_of(plan, typed) else ""
    return Returned(stamp.owner, tuple(tables), tuple(troubles), frozenset(faulty), stamp, period)


def unreadable(file: str, refused: Refused) -> Returned:
    """Nothing, and why."""
    code = rules.OTHER_TEMPLATE if str(refused) == NO_STAMP else rules.UNREADABLE
    return Returned("", (), (Trouble(file, 0, "", "", "", "", str(refused), code.code),))


def _answer(sheets: dict[str, Sheet], sheet: str, place: str) -> str:
    """What the office entered into a cell of the first sheet."""
    match = _AREA.match(place)
    if sheet not in sheets or match is None:
        return ""
    cell = sheets[sheet].rows.get(int(match[2]), {}).get(column_number(match[1]))
    if cell is None:
        return ""
    return FORMULA if cell.kind == "formula" else cell.text.strip()


def _submitted(answer: str, rows: int) -> tuple[bool, str]:
    """Whether a table counts, and what is wrong with the answer; its rows are then looked at all the same."""
    match answer.casefold():
        case "" | "true":
            return rows > 0 or bool(answer), ""
        case "false" if rows:
            return True, "The answer is false, not complete, but the table has rows. Answer true when it is complete."
        case "false":
            return False, ""
        case _:
            return rows > 0, "Whether the table is complete is answered with true or false."


def _check_period(
    plan: Plan, file: str, stamp: stamps.Stamp, sheets: dict[str, Sheet], wanted: str
) -> Iterator[Trouble]:
    """What is wrong with the reporting period that the office entered; nothing when it is empty."""
    typed = _answer(sheets, stamp.readme, stamp.period)
    if not typed:
        return
    typed = typed.removesuffix(".0")
    entered, asked = periods_of(plan, typed), periods_of(plan, wanted)
    if not entered:
        message = "The reporting period is a year such as 2028, a quarter such as 2028-Q2, or years such as 2028-2029."
    elif asked and not any(_within(one, other) or _within(other, one) for one, other in product(entered, asked)):
        message = f"The workbook is for the period {typed}, not for {wanted}, which is to be computed."
    else:
        return
    at = f"sheet {stamp.readme}, cell {stamp.period}"
    value = "" if entered or typed == FORMULA else typed
    yield Trouble(file, 0, at, "", "", value, message, rules.OTHER_PERIOD.code)


def periods_of(plan: Plan, label: str) -> list[Period]:
    """The periods that a label can name; all begin and end on the same days."""
    found = (parse(label, frequency, plan.start) for frequency in FREQUENCIES if frequency != "plan")
    return [period for period in found if period is not None]


def _within(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _stamp(sheets: dict[str, Sheet]) -> stamps.Stamp:
    sheet = sheets.get(stamps.SHEET)
    stamp = stamps.read(sheet.texts) if sheet else None
    if stamp is None:
        raise Refused(NO_STAMP)
    return stamp


def _table(
    plan: Plan, file: str, name: str, place: stamps.Table, sheets: dict[str, Sheet]
) -> tuple[Table, list[Trouble]] | str:
    """The table with the faults of its cells, or why there is none."""
    dataset = plan.datasets.get(name)
    if dataset is None or dataset.derivation is not None:
        return f'The plan collects no dataset "{name}". Ask for a new template.'
    if place.meaning != stamps.meaning_hash(plan, name):
        return "Fields, codes or rules have changed since this template was made. Copy the values into a new template."
    sheet = sheets.get(place.sheet)
    if sheet is None:
        return f'The sheet "{place.sheet}" is gone, or has another name now.'
    if sheet.hidden:
        return "The sheet is hidden. Show it, look at it, and send the file again."
    ids = {column: cell.text for column, cell in sheet.rows.get(place.header, {}).items()}
    names = list(ids.values())
    lost = [field for field in dataset.fields if names.count(field) != 1]
    if lost:
        return f"Row {place.header} names the fields, each once; that is not so for {', '.join(lost)}."
    letters = {field: column_letters(column) for column, field in ids.items()}
    rows = {number: cells for number, cells in sorted(sheet.rows.items()) if number > place.header}
    columns = {field: [""] * len(rows) for field in dataset.fields}
    troubles = Troubles()
    for number, column, field, value, found in _fill(dataset, ids, rows, columns):
        at = f"sheet {sheet.name}, cell {column_letters(column)}{number}"
        troubles.add(Trouble(file, number, at, name, field, value, found.message, found.code))
    for area in sheet.merged:
        if _last_row(area) > place.header:
            at = f"sheet {sheet.name}, cells {area}"
            troubles.add(Trouble(file, 0, at, name, "", "", "Cells are merged. Unmerge them.", rules.MERGED.code))
    return Table(name, columns, (Origin(file, array("L", rows), "row", sheet.name, letters),)), troubles.all()


def _fill(
    dataset: Dataset, ids: dict[int, str], rows: dict[int, dict[int, Cell]], columns: dict[str, list[str]]
) -> Iterator[tuple[int, int, str, str, Wrong]]:
    """Puts the cells into `columns`; yields (row, column, field, value, what is wrong) of each that cannot be one."""
    for at, (number, cells) in enumerate(rows.items()):
        for column, cell in cells.items():
            field = dataset.fields.get(ids.get(column, ""))
            if field is None:
                message = "There is data in a column that has no field id."
                yield number, column, "", cell.text, Wrong(rules.NO_FIELD.code, message)
                continue
            text, wrong = text_of(cell, field)
            wrong = wrong or unwanted(text)
            columns[field.id][at] = text
            if wrong:
                yield number, column, field.id, cell.text, wrong


def _last_row(area: str) -> int:
    match = _AREA.match(area)
    return int(match[4] or match[2]) if match and column_number(match[1]) >= 0 else 0
