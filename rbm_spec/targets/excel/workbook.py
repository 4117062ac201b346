"""One owner's datasets -> the bytes of a workbook: read-me, a sheet for each dataset, lists, and the hidden stamp."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from rbm_spec.plan import stamp as stamps
from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.targets.excel import table
from rbm_spec.targets.excel.cells import CLOSED, Looks, Sheet
from rbm_spec.targets.excel.entries import Surroundings
from rbm_spec.targets.excel.lists import used_lists, write_lists
from rbm_spec.targets.excel.live.calculation import Names
from rbm_spec.targets.excel.live.compute import calculation
from rbm_spec.targets.excel.live.writing import FormulaSheet, write_calculation
from rbm_spec.targets.excel.names import clip, sheet_names
from rbm_spec.targets.excel.readme import write_readme
from rbm_spec.targets.excel.results import write_results
from rbm_spec.targets.excel.theme import Theme

LONGEST_PROPERTY = 255
SHEETS = ("read_me", "lists", "results", "calculation_rows", "calculation_sums", "calculation_constants")


def workbook(plan: Plan, owner: str, datasets: Sequence[Dataset], theme: Theme, computed: int) -> bytes:
    """The workbook in which `owner` enters `datasets`, and which computes the first `computed` rows of each."""
    made = calculation(plan, datasets, names_of(theme), computed)
    sheets = sheets_of(datasets, theme)
    around = Surroundings(plan, theme, sheets)
    stamp = _stamp(plan, owner, sheets)
    out = BytesIO()
    font = {"font_name": theme.font["name"], "font_size": theme.font["size"]}
    book = Workbook(out, {**CLOSED, "default_format_properties": font})
    looks = Looks(book, theme)
    _describe(book, plan, stamp, theme)
    readme = _sheet(book, theme.words["read_me"])
    for dataset in datasets:
        sheet = _sheet(book, sheets[dataset.id])
        table.write_table(around, dataset, sheet, looks)
        table.define_names(book, dataset, sheet, computed)
    if used_lists(datasets):
        write_lists(around, datasets, _sheet(book, theme.words["lists"]), looks, book)
    write_results(around, made, owner, _sheet(book, theme.words["results"], FormulaSheet), looks, book)
    write_calculation(made, book, looks)
    stamp = write_readme(around, owner, datasets, stamp, readme, looks, book)
    _write_stamp(_sheet(book, stamps.SHEET), stamp, looks)
    readme.raw.activate()
    book.close()
    return out.getvalue()


def _stamp(plan: Plan, owner: str, sheets: dict[str, str]) -> stamps.Stamp:
    tables = {
        dataset: stamps.Table(sheet, stamps.meaning_hash(plan, dataset), table.IDS + 1)
        for dataset, sheet in sheets.items()
    }
    return stamps.Stamp(plan.spec.id, plan.spec.version, owner, tables)


def _sheet(book: Any, name: str, kind: type | None = None) -> Sheet:
    return Sheet(name, book.add_worksheet(name, kind))


def sheets_of(datasets: Sequence[Dataset], theme: Theme) -> dict[str, str]:
    """The names of the sheets for data."""
    taken = (*(theme.words[name] for name in SHEETS), stamps.SHEET)
    return sheet_names({dataset.id: dataset.spec.title for dataset in datasets}, taken)


def names_of(theme: Theme) -> Names:
    """What formulas need of the theme."""
    keys = ("calculation_rows", "calculation_sums", "calculation_constants", "out_of", "ratio", "yes", "no")
    rows, sums, constants, out_of, ratio, yes, no = (theme.words[key] for key in keys)
    return Names(rows, sums, constants, out_of, ratio, yes, no)


def _describe(book: Any, plan: Plan, stamp: stamps.Stamp, theme: Theme) -> None:
    """Document properties. The date of creation is the plan's first day: a build has no clock."""
    title = clip(theme.say("title", owner=stamp.owner), LONGEST_PROPERTY)
    created = datetime.combine(plan.start, time())
    comments = clip(theme.words["empty_template"], LONGEST_PROPERTY)
    book.set_properties({"title": title, "comments": comments, "created": created})
    for name, value in (
        ("rbm-spec plan", stamp.plan),
        ("rbm-spec version", stamp.version),
        ("rbm-spec owner", clip(stamp.owner, LONGEST_PROPERTY)),
        ("rbm-spec stamp", stamp.short),
    ):
        book.set_custom_property(name, value, "text")


def _write_stamp(sheet: Sheet, stamp: stamps.Stamp, looks: Looks) -> None:
    for row, texts in enumerate(stamps.written(stamp)):
        for column, text in enumerate(texts):
            sheet.text(row, column, text, looks())
    sheet.raw.protect()
    sheet.raw.very_hidden()
