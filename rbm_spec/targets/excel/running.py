"""A plan and data -> what the entry workbook computes from it, for proof and not for reports.

The workbook is made as for an office that enters everything, the rows are put into its cells as somebody would type
them, and a spreadsheet program computes it. `engine` takes the workbook and what is entered, and gives a reader of
cells; formualizer is one that runs in this process.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.release import Observation
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.targets.excel import table
from rbm_spec.targets.excel.live.calculation import Calculation
from rbm_spec.targets.excel.live.compute import calculation
from rbm_spec.targets.excel.live.grid import number_of
from rbm_spec.targets.excel.live.reading import Cell, observations
from rbm_spec.targets.excel.live.terms import EPOCH
from rbm_spec.targets.excel.owners import collected
from rbm_spec.targets.excel.readme import PERIOD_NAME, submitted_name
from rbm_spec.targets.excel.theme import read_theme
from rbm_spec.targets.excel.workbook import names_of, sheets_of, workbook
from rbm_spec.targets.unsupported import Unsupported

Typed = str | int | float | bool | date
OWNER = "Everybody"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value typed into a cell of a sheet, from row and column 1."""

    sheet: str
    row: int
    column: int
    value: Typed


@dataclass(frozen=True)
class Filled:
    """A workbook, what is to be typed into its cells, and into cells that have a name."""

    content: bytes
    entries: tuple[Entry, ...]
    named: Mapping[str, str]
    calculation: Calculation


@dataclass(frozen=True)
class Blank:
    """The workbook of all datasets of a plan, with the sheet of each."""

    plan: Plan
    content: bytes
    sheets: Mapping[str, str]
    calculation: Calculation


def blank(plan: Plan, computed: int) -> Blank:
    """The workbook before anything is typed; `computed` is the number of rows that its formulas reach."""
    theme, datasets = read_theme(), collected(plan)
    content = workbook(plan, OWNER, datasets, theme, computed)
    return Blank(plan, content, sheets_of(datasets, theme), calculation(plan, datasets, names_of(theme), computed))


def filled(book: Blank, data: Mapping[str, str | None], period: str) -> Filled:
    """CSV text by dataset to be typed into the workbook; None is not submitted."""
    entries: list[Entry] = []
    named = {PERIOD_NAME: period}
    for dataset in collected(book.plan):
        text = data.get(dataset.id)
        if text is not None:
            entries += _typed(dataset, book.sheets[dataset.id], text)
            named[submitted_name(dataset.id)] = "true"
    return Filled(book.content, tuple(entries), named, book.calculation)


def _typed(dataset: Dataset, sheet: str, text: str) -> Iterator[Entry]:
    header, *lines = list(csv.reader(io.StringIO(text, newline="")))
    fields = list(dataset.fields)
    for row, line in enumerate((line for line in lines if line), start=table.FIRST + 1):
        for name, each in zip(header, line, strict=False):
            if each and name in fields:
                yield Entry(sheet, row, fields.index(name) + 1, _value(dataset.fields[name], each))


def _value(field: Field, text: str) -> Typed:
    """What a spreadsheet makes of the text in a cell of this field; text where it is nothing else."""
    try:
        match field.type.kind:
            case Kind.NUMBER:
                return (
                    float(text) if text.replace(".", "", 1).removeprefix("-").isdecimal() and text.isascii() else text
                )
            case Kind.DATETIME:
                return datetime.fromisoformat(text) if "+" not in text else text
            case Kind.DATE:
                return date.fromisoformat(text)
    except ValueError:
        return text
    return text


def compute(
    plan: Plan, data: Mapping[str, str | None], period: str, engine: Callable[[Filled], Cell], computed: int = 100
) -> Mapping[str, list[Observation] | Unsupported]:
    """The observations of each indicator, or why the workbook leaves it to the centre."""
    made = filled(blank(plan, computed), data, period)
    cell = engine(made)
    return {
        name: made.calculation.refused.get(name) or observations(made.calculation, name, cell)
        for name in plan.indicators
    }


def formualizer(made: Filled) -> Cell:
    """Computes in this process. ImportError when formualizer is not installed."""
    import formualizer as engine

    book = engine.load_workbook_bytes(made.content)
    # Its EXACT takes single values only; over a range it must compare each.
    book.register_function("EXACT", _exact, min_args=2, max_args=2, allow_override_builtin=True)
    areas = {area["name"]: area for area in book.get_named_ranges()}
    for entry in made.entries:
        book.set_value(entry.sheet, entry.row, entry.column, _serial(entry.value))
    for name, text in made.named.items():
        area = areas[name]
        book.set_value(area["sheet"], area["start_row"], area["start_col"], text)
    book.evaluate_all()

    def cell(sheet: str, place: str) -> object:
        letters = place.rstrip("0123456789")
        value = book.get_value(sheet, int(place[len(letters) :]), number_of(letters))
        return None if isinstance(value, dict) else value

    return cell


def _serial(value: Typed) -> Typed:
    """Days and moments as the numbers that a cell holds: formualizer cuts a moment to whole seconds."""
    if isinstance(value, datetime):
        return (value - datetime.combine(EPOCH, time())) / timedelta(days=1)
    return (value - EPOCH).days if isinstance(value, date) else value


def _exact(left: Any, right: Any) -> Any:
    """Whether texts are the same, for single values and for lists of rows; an error stays one."""
    if isinstance(left, dict) or isinstance(right, dict):
        raise ValueError(left, right)
    first, second = (each if isinstance(each, list) else [[each]] for each in (left, right))
    rows, columns = max(len(first), len(second)), max(len(first[0]), len(second[0]))
    found = [[_said(_in(first, r, c)) == _said(_in(second, r, c)) for c in range(columns)] for r in range(rows)]
    return found if rows > 1 or columns > 1 else found[0][0]


def _in(cells: list[list[Any]], row: int, column: int) -> Any:
    return cells[row if len(cells) > 1 else 0][column if len(cells[0]) > 1 else 0]


def _said(value: Any) -> str:
    """A value as text, as a spreadsheet compares it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
