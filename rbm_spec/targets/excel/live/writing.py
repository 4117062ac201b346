"""The grids of a calculation -> hidden sheets of formulas, with the values they have before data is entered.

A column whose formulas differ by their row only is written as what spreadsheets call a shared formula: once in full,
then by number. That keeps files of many rows small and quick.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter.worksheet import Worksheet

from rbm_spec.targets.excel.cells import LONGEST_TEXT, Looks, Sheet
from rbm_spec.targets.excel.live.calculation import Calculation
from rbm_spec.targets.excel.live.constants import FIRST
from rbm_spec.targets.excel.live.grid import Cached, Column, Grid, letters


class FormulaSheet(Worksheet):  # type: ignore[misc]
    """A sheet for our own formulas. They use no function that needs a prefix, so none is looked for."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula


class GridSheet(FormulaSheet):
    """A sheet that holds grids and nothing else, written as it is."""

    grids: tuple[Grid, ...] = ()

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        shared = 0
        for grid in self.grids:
            shared = _write_grid(self.fh.write, grid, shared)
        self._xml_end_tag("sheetData")


def write_calculation(made: Calculation, book: Any, looks: Looks) -> None:
    """Add the hidden sheets and the names that formulas use."""
    names = made.names
    for name, grids in ((names.rows, [made.grid]), (names.sums, made.sums)):
        sheet = Sheet(name, book.add_worksheet(name, GridSheet))
        sheet.raw.grids = tuple(grids)
        _hide(sheet)
    sheet = Sheet(names.constants, book.add_worksheet(names.constants))
    for number, (title, contents) in enumerate(made.constants.columns):
        sheet.text(0, number, title, looks(bold=True))
        for row, content in enumerate(contents, start=FIRST - 1):
            if isinstance(content, str):
                sheet.text(row, number, content[:LONGEST_TEXT], looks())
            else:
                sheet.number(row, number, content)
    _hide(sheet)
    for name, cell in made.defined.items():
        book.define_name(name, f"={cell}")


def _hide(sheet: Sheet) -> None:
    sheet.raw.protect("", {"format_columns": True})
    sheet.raw.hide()


def _write_grid(write: Any, grid: Grid, shared: int) -> int:
    """The rows of a grid as XML; `shared` is the number of the next shared formula, and the next one is given back."""
    titles = "".join(
        _constant(f"{letters(at)}{grid.first - 1}", column.title) for at, column in enumerate(grid.columns, start=1)
    )
    write(f'<row r="{grid.first - 1}">{titles}</row>')
    columns = []
    for at, column in enumerate(grid.columns, start=1):
        columns.append(_cells(grid, letters(at), column, shared))
        shared += isinstance(column.formula, str)
    numbers = [f'<c r="A{row}"><v>{row - grid.first + 1}</v></c>' for row in range(grid.first, grid.last + 1)]
    for place, cells in enumerate(zip(numbers, *columns, strict=True)):
        write(f'<row r="{grid.first + place}">{"".join(cells)}</row>')
    return shared


def _cells(grid: Grid, letter: str, column: Column, shared: int) -> list[str]:
    rows = range(grid.first, grid.last + 1)
    if not column.formula:
        return [_constant(f"{letter}{row}", value) for row, value in zip(rows, column.values(grid.rows), strict=True)]
    if not isinstance(column.formula, str):
        texts = [
            f"<f>{escape(each.replace('#', str(row)))}</f>" for row, each in zip(rows, column.formula, strict=True)
        ]
    else:
        first = escape(column.formula.replace("#", str(grid.first)))
        area = f"{letter}{grid.first}:{letter}{grid.last}"
        texts = [f'<f t="shared" si="{shared}"/>'] * grid.rows
        texts[0] = f'<f t="shared" ref="{area}" si="{shared}">{first}</f>'
    if isinstance(column.cached, str | int | float):
        around = [_around(column.cached)] * grid.rows
    else:
        around = [_around(value) for value in column.cached]
    return [
        f'<c r="{letter}{row}"{before}{text}{behind}'
        for row, text, (before, behind) in zip(rows, texts, around, strict=True)
    ]


def _around(value: Cached) -> tuple[str, str]:
    """What stands before and behind a formula that has this value."""
    if isinstance(value, int | float):
        return ">", f"<v>{value!r}</v></c>"
    return f' t="{"e" if value.startswith("#") else "str"}">', f"<v>{escape(value)}</v></c>"


def _constant(place: str, value: Cached) -> str:
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' if value else ""
