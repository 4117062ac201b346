"""A calculation -> the sheet on which an office reads what its rows say, while it enters them.

Every number here is a formula that reads the hidden sheets; what stands beside it are words. What the workbook cannot
compute is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import quote_sheetname

from rbm_spec.plan.model import Dimension, Indicator
from rbm_spec.targets.excel.cells import Looks, Sheet
from rbm_spec.targets.excel.entries import Surroundings
from rbm_spec.targets.excel.live.calculation import Calculation, Result
from rbm_spec.targets.excel.live.periods import PERIOD
from rbm_spec.targets.excel.readme import PERIOD_NAME
from rbm_spec.targets.excel.result_cells import (
    COUNTED,
    INCOMPLETE,
    QUANTITY,
    STATUS,
    UNIT,
    VALUE,
    WIDTHS,
    Page,
    cell_label,
    incomplete,
    write_count,
    write_status,
    write_target,
    write_value,
)
from rbm_spec.targets.excel.table import lines
from rbm_spec.targets.words.brackets import with_status
from rbm_spec.targets.words.labels import table_unit
from rbm_spec.targets.words.phrases import phrases


def write_results(around: Surroundings, made: Calculation, owner: str, sheet: Sheet, looks: Looks, book: Any) -> None:
    """Fill and protect the sheet."""
    english = phrases("en")
    assert english is not None
    page = Page(around, made, sheet, looks, english)
    for column, width in enumerate(WIDTHS):
        sheet.raw.set_column(column, column, width)
    for name in ("met", "not_met"):
        made.defined[f"word_{name}"] = page.text(name)
    _write_top(page, owner, book)
    _write_tables(page)
    for indicator in around.plan.indicators.values():
        if indicator.id in made.results:
            _write_indicator(page, indicator, made.results[indicator.id])
        elif indicator.id in made.refused:
            _title(page, indicator)
            page.block(_central(page, made.refused[indicator.id].reason), font_color=around.theme.colour["quiet"])
    sheet.raw.hide_gridlines(2)
    sheet.raw.set_landscape()
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.set_footer(f"&L{around.plan.spec.id} {around.plan.spec.version}&R&P / &N")
    sheet.raw.protect("", {"format_columns": True, "format_rows": True})


def _write_top(page: Page, owner: str, book: Any) -> None:
    theme, raw = page.around.theme, page.sheet.raw
    page.block(
        theme.fill_result("title", owner=owner),
        bold=True,
        font_size=theme.font["title_size"],
        font_color=theme.colour["head"],
    )
    raw.set_row(0, theme.height["line"] * 2)
    page.block(page.around.plan.spec.title, bold=True)
    about = theme.fill_result("about", rows=f"{page.made.rows:,}")
    page.block(about, font_color=theme.colour["quiet"])
    page.row += 1
    page.sheet.text(page.row, 0, page.word("period"), page.looks.framed(bold=True, bg_color=theme.colour["help"]))
    edge = theme.colour["head"]
    look = page.looks(num_format="@", bg_color=theme.colour["help"], border=1, border_color=edge)
    first = page.made.periods.labels[0]
    entered = f'{PERIOD_NAME}&""'
    page.formula(1, f'IF({entered}="",{page.made.constants.text(first)},{entered})', first, look)
    none = theme.fill_result("period_none", period=first)
    note = f'IF({entered}="",{page.made.constants.text(none)},{page.text("period_help")})'
    page.formula(2, note, none, page.looks(font_color=theme.colour["quiet"]))
    book.define_name(PERIOD, f"={quote_sheetname(page.sheet.name)}!$B${page.row + 1}")
    page.row += 1
    raw.freeze_panes(page.row, 0)


def _write_tables(page: Page) -> None:
    """What has been entered so far."""
    page.row += 1
    page.head([page.word(name) for name in ("table", "rows", "complete", "incomplete", "faults", "note")])
    framed, number, theme = page.looks.framed(), page.looks.framed_number(), page.around.theme
    facts = page.made.facts.known
    for at, dataset in enumerate(page.made.tables):
        row = page.made.facts.first + at
        page.sheet.text(page.row, 0, page.around.plan.datasets[dataset].spec.title, framed)
        page.formula(1, facts["rows"].at(row), 0, number)
        given = facts["submitted"].at(row)
        page.formula(2, f"IF({given}=1,{page.text('yes')},{page.text('no')})", page.word("no"), framed)
        page.formula(3, facts["incomplete"].at(row), 0, number)
        page.formula(4, facts["wrong"].at(row), 0, number)
        too_many = page.made.constants.text(theme.fill_result("rows_beyond", rows=f"{page.made.rows:,}"))
        page.formula(5, f'IF({facts["beyond"].at(row)}>0,{too_many},"")', "", page.looks.framed(bold=True))
        page.row += 1


def _title(page: Page, indicator: Indicator) -> None:
    theme = page.around.theme
    page.row += 1
    title = with_status(indicator.spec.title, indicator.spec.status, page.phrases)
    size, ink = theme.font["heading_size"], theme.colour["head"]
    page.block(title, bold=True, font_size=size, font_color=ink)


def _central(page: Page, reason: str) -> str:
    return f"{page.word('central')}. {reason}"


def _write_indicator(page: Page, indicator: Indicator, result: Result) -> None:
    _title(page, indicator)
    names = ("quantity", "value", "unit", "counted", "incomplete", "target", "status")
    page.head([page.word(name) for name in names])
    framed = page.looks.framed()
    for component in indicator.method.components:
        spec = component.spec
        page.sheet.text(page.row, QUANTITY, spec.label or indicator.spec.title, framed)
        write_value(page, result, spec, 0, VALUE)
        page.sheet.text(page.row, UNIT, table_unit(page.around.plan, spec.unit, page.phrases), framed)
        write_count(page, result, 0, COUNTED, result.counted[spec.id])
        page.formula(INCOMPLETE, incomplete(page, result.behind[spec.id]), 0, page.looks.framed_number())
        write_target(page, indicator, spec)
        write_status(page, result, spec, 0, STATUS)
        label = spec.label or indicator.spec.title
        page.sheet.raw.set_row(page.row, lines(label, WIDTHS[QUANTITY]) * page.around.theme.height["line"] + 4)
        page.row += 1
    for dimensions in result.breakdowns:
        page.row += 1
        _write_breakdown(page, indicator, result, dimensions)
    for reason in dict.fromkeys(result.refused.values()):
        alike = [dimensions for dimensions, why in result.refused.items() if why == reason]
        page.row += 1
        named = "; ".join(_by(page, dimensions) for dimensions in alike)
        page.block(f"{named}: {_central(page, reason)}", font_color=page.around.theme.colour["quiet"])


def _by(page: Page, dimensions: Sequence[Dimension]) -> str:
    return page.around.theme.fill_result("by", dimensions=page.phrases.listed(each.label for each in dimensions))


def _write_breakdown(page: Page, indicator: Indicator, result: Result, dimensions: tuple[Dimension, ...]) -> None:
    """One row for each cell, one column for each quantity; judgements where cells have targets of their own."""
    specs = [component.spec for component in indicator.method.components]
    aimed = [spec for spec in specs if any(target.cells for target in spec.targets)]
    heads = [_by(page, dimensions), *(spec.label or page.word("value") for spec in specs)]
    heads += [page.word("counted"), page.word("incomplete")]
    page.head([*heads, *(f"{page.word('status')}: {spec.label or page.word('value')}" for spec in aimed)])
    paths = tuple(dimension.path for dimension in dimensions)
    for at, by in enumerate(result.cells):
        if tuple(path for path, _ in by) != paths:
            continue
        page.sheet.text(page.row, 0, cell_label(page, dimensions, by), page.looks.framed())
        for column, spec in enumerate(specs, start=1):
            write_value(page, result, spec, at, column)
        write_count(page, result, at, len(specs) + 1, result.n)
        page.formula(len(specs) + 2, result.gaps.at(result.gaps.first + at), 0, page.looks.framed_number())
        for column, spec in enumerate(aimed, start=len(specs) + 3):
            write_status(page, result, spec, at, column)
        page.row += 1
