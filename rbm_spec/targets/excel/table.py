"""A dataset -> its sheet: title, what one row is, headings with explanations, field ids, and cells to fill.

Whole columns are formatted and unlocked, so the table has no end that blocks typing; validation covers `ROWS` rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wcwidth import wcswidth
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs

from rbm_spec.plan.model import Dataset, Field
from rbm_spec.targets.excel.cells import Looks, Sheet
from rbm_spec.targets.excel.entries import (
    Surroundings,
    data_name,
    heading,
    keys_name,
    kind,
    number_format,
    spec_of,
    validation,
)
from rbm_spec.targets.excel.live.compute import beyond_name
from rbm_spec.targets.excel.live.rows import rows_name
from rbm_spec.targets.excel.theme import Theme

ROWS = 10_000
TITLE, GRAIN, GUIDE, HEADING, KIND, HELP, IDS, FIRST = range(8)
LAST = FIRST + ROWS - 1
LAST_OF_SHEET = 1_048_575


def write_table(around: Surroundings, dataset: Dataset, sheet: Sheet, looks: Looks) -> None:
    """Fill the sheet of one dataset and protect all but its cells for data."""
    fields = tuple(dataset.fields.values())
    widths = [_width(around, field) for field in fields]
    for column, (field, width) in enumerate(zip(fields, widths, strict=True)):
        _write_column(around, sheet, looks, column, field, width)
    _write_head(around, dataset, sheet, looks, widths)
    _mark_gaps(around.theme, dataset, fields, sheet, looks)
    _set_up(around, dataset, len(fields), sheet)


def _width(around: Surroundings, field: Field) -> int:
    """Wide enough for the explanation to stay low, within the theme's limits."""
    width = around.theme.width
    wanted = max(wcswidth(spec_of(field).help or "") // 6, wcswidth(heading(field)) // 2, len(field.id) + 2)
    return min(max(wanted, width["least"]), width["most"])


def _write_column(around: Surroundings, sheet: Sheet, looks: Looks, column: int, field: Field, width: int) -> None:
    theme, colour = around.theme, around.theme.colour
    explained = looks.framed(bg_color=colour["help"])
    needed = f"{theme.words['required_mark']} " if field.required else ""
    must = theme.kinds["required" if field.required else "optional"]
    fill = {"bg_color": colour["required"]} if field.required else {}
    cell = looks(locked=False, num_format=number_format(field), **fill, border=1, border_color=colour["line"])
    sheet.raw.set_column(column, column, width, cell)
    head = looks.framed(bold=True, font_color=colour["head_ink"], bg_color=colour["head"])
    sheet.text(HEADING, column, needed + heading(field), head)
    sheet.text(KIND, column, f"{must}; {kind(around, field)}", looks.framed(bg_color=colour["help"], italic=True))
    sheet.text(HELP, column, spec_of(field).help or "", explained)
    sheet.text(IDS, column, field.id, looks.framed(font_color=colour["quiet"], font_size=theme.font["small_size"]))
    assert sheet.raw.data_validation(FIRST, column, LAST, column, validation(around, field)) == 0


def _write_head(around: Surroundings, dataset: Dataset, sheet: Sheet, looks: Looks, widths: Sequence[int]) -> None:
    theme = around.theme
    blank = looks(locked=True)
    for row in (TITLE, GRAIN, GUIDE):
        sheet.raw.set_row(row, None, blank)
    sheet.text(TITLE, 0, dataset.spec.title, looks(bold=True, font_size=theme.font["title_size"], valign="vcenter"))
    sheet.text(GRAIN, 0, dataset.spec.grain, looks())
    guide = theme.say("guide", mark=theme.words["required_mark"], row=FIRST + 1, rows=f"{ROWS:,}")
    sheet.text(GUIDE, 0, guide, looks(font_color=theme.colour["quiet"]))
    sheet.raw.set_row(TITLE, theme.height["line"] * 2, blank)
    fields = tuple(dataset.fields.values())
    for row, texts in (
        (HEADING, [f"* {heading(field)}" for field in fields]),
        (KIND, [f"{theme.kinds['optional']}; {kind(around, field)}" for field in fields]),
        (HELP, [spec_of(field).help or "" for field in fields]),
    ):
        sheet.raw.set_row(row, _height(theme, texts, widths))


def _height(theme: Theme, texts: Sequence[str], widths: Sequence[int]) -> int:
    """Points that the tallest of the texts needs in its column, at most what the theme allows."""
    most = max(lines(text, width) for text, width in zip(texts, widths, strict=True))
    return min(most * theme.height["line"] + 4, theme.height["help_most"])


def lines(text: str, width: int) -> int:
    """About how many lines the text takes; an average letter is a little narrower than Excel's unit of width."""
    return sum(1 + max(wcswidth(line), 0) // width for line in text.split("\n"))


def _mark_gaps(theme: Theme, dataset: Dataset, fields: Sequence[Field], sheet: Sheet, looks: Looks) -> None:
    """Colour needed cells that stay empty in a row that was begun, and keys that are there twice."""
    missing = looks(bg_color=theme.colour["missing"])
    double = looks(bg_color=theme.colour["double"], bold=True)
    last = xl_col_to_name(len(fields) - 1)
    for column, field in enumerate(fields):
        if dataset.spec.key == (field.id,):
            sheet.raw.conditional_format(FIRST, column, LAST, column, {"type": "duplicate", "format": double})
        if field.required:
            cell = f"${xl_col_to_name(column)}{FIRST + 1}"
            criteria = f'=AND({cell}="",COUNTA($A{FIRST + 1}:${last}{FIRST + 1})>0)'
            options = {"type": "formula", "criteria": criteria, "format": missing}
            sheet.raw.conditional_format(FIRST, column, LAST, column, options)


def _set_up(around: Surroundings, dataset: Dataset, columns: int, sheet: Sheet) -> None:
    raw = sheet.raw
    first_is_key = next(iter(dataset.fields)) in dataset.spec.key
    raw.freeze_panes(FIRST, 1 if first_is_key and columns > 1 else 0)
    raw.autofilter(IDS, 0, LAST, columns - 1)
    raw.repeat_rows(HEADING)
    raw.set_landscape()
    raw.set_paper(9)
    raw.fit_to_pages(1, 0)
    raw.set_footer(f"&L{around.plan.spec.id} {around.plan.spec.version}&R&P / &N")
    raw.protect(
        "", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "select_locked_cells": True}
    )


def define_names(book: Any, dataset: Dataset, sheet: Sheet, computed: int) -> None:
    """Names for the row of field ids, for the rows that are computed and the cells below them, and for references, for
    the keys entered so far, up to the last one."""
    place = quote_sheetname(sheet.name)
    book.define_name(data_name(dataset.id), f"={place}!{xl_range_abs(IDS, 0, IDS, len(dataset.fields) - 1)}")
    right = len(dataset.fields) - 1
    for name, first, end in (
        (rows_name(dataset.id), FIRST, FIRST + computed - 1),
        (beyond_name(dataset.id), FIRST + computed, LAST_OF_SHEET),
    ):
        book.define_name(name, f"={place}!{xl_range_abs(first, 0, end, right)}")
    if len(dataset.spec.key) == 1:
        column = list(dataset.fields).index(dataset.spec.key[0])
        area = f"{place}!{xl_range_abs(FIRST, column, LAST, column)}"
        start = f"{place}!${xl_col_to_name(column)}${FIRST + 1}"
        last = f'MAX(1,SUMPRODUCT(MAX(({area}<>"")*(ROW({area})-{FIRST}))))'
        book.define_name(keys_name(dataset.id), f"={start}:INDEX({area},{last})")
