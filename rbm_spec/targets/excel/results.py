"""A calculation -> the sheet on which an office reads what its rows say, while it enters them.

Every number here is a formula that reads the hidden sheets; what stands beside it are words. What the workbook cannot
compute is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from rbm_spec.kernel.definitions import By
from rbm_spec.model.spec import ComponentSpec
from rbm_spec.plan.model import Dimension, Indicator
from rbm_spec.targets.excel.cells import Looks, Sheet
from rbm_spec.targets.excel.entries import LONGEST_MESSAGE, LONGEST_TITLE, Surroundings
from rbm_spec.targets.excel.live.calculation import Calculation, Result
from rbm_spec.targets.excel.live.periods import PERIOD, ROW
from rbm_spec.targets.excel.live.scalars import FINE
from rbm_spec.targets.excel.names import clip
from rbm_spec.targets.excel.table import lines
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.brackets import with_status
from rbm_spec.targets.words.labels import code_label, unit_label
from rbm_spec.targets.words.phrases import Phrases, phrases

WIDTHS = (44, 16, 16, 16, 16, 24, 20)
LAST = len(WIDTHS) - 1
QUANTITY, VALUE, UNIT, COUNTED, INCOMPLETE, TARGET, STATUS = range(7)
Value = str | int | float


@dataclass
class Page:
    """The sheet while it is written, from top to bottom."""

    around: Surroundings
    made: Calculation
    sheet: Sheet
    looks: Looks
    phrases: Phrases
    row: int = 0
    lists: dict[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """A fixed word."""
        return self.around.theme.results[name]

    def text(self, name: str) -> str:
        """The cell of a fixed word."""
        return self.made.constants.text(self.word(name))

    def block(self, text: str, first: int = 0, last: int = LAST, **look: object) -> None:
        """Wrapped text over some columns of the next row."""
        format_ = self.looks(text_wrap=True, **look)
        if last > first:
            self.sheet.raw.merge_range(self.row, first, self.row, last, "", format_)
        self.sheet.text(self.row, first, text, format_)
        size = 13 + 5 * (look.get("font_size", 0) == self.around.theme.font["heading_size"])
        self.sheet.raw.set_row(self.row, lines(text, sum(WIDTHS[first : last + 1])) * size + 4)
        self.row += 1

    def head(self, texts: Sequence[str]) -> None:
        """A row of column headings."""
        colour = self.around.theme.colour
        look = self.looks.framed(bold=True, font_color=colour["head_ink"], bg_color=colour["head"])
        widths = [*WIDTHS, *[WIDTHS[VALUE]] * len(texts)]
        for column, text in enumerate(texts):
            self.sheet.text(self.row, column, text, look)
        most = max(lines(text, width) for text, width in zip(texts, widths, strict=False))
        self.sheet.raw.set_row(self.row, most * self.around.theme.height["line"] + 4)
        self.row += 1

    def formula(self, column: int, formula: str, before: Value, look: Any) -> None:
        """A formula in the row at hand, with its value before data is entered."""
        assert self.sheet.raw.write_formula(self.row, column, formula, look, before) == 0


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
    page.block(page.word("about"), font_color=theme.colour["quiet"])
    page.row += 1
    page.sheet.text(page.row, 0, page.word("period"), page.looks.framed(bold=True, bg_color=theme.colour["help"]))
    edge = theme.colour["head"]
    look = page.looks(locked=False, num_format="@", bg_color=theme.colour["required"], border=1, border_color=edge)
    page.sheet.text(page.row, 1, page.made.periods.labels[0], look)
    options = {
        "validate": "list",
        "source": "=period_labels",
        "input_title": clip(page.word("period"), LONGEST_TITLE),
        "input_message": clip(page.word("period_help"), LONGEST_MESSAGE),
        "error_title": clip(theme.errors["title"], LONGEST_TITLE),
        "error_message": clip(page.word("period_help"), LONGEST_MESSAGE),
    }
    assert raw.data_validation(page.row, 1, page.row, 1, options) == 0
    book.define_name(PERIOD, f"={quote_sheetname(page.sheet.name)}!$B${page.row + 1}")
    page.row += 1
    raw.freeze_panes(page.row, 0)


def _write_tables(page: Page) -> None:
    """What has been entered so far."""
    page.row += 1
    page.head([page.word(name) for name in ("table", "rows", "complete", "incomplete", "faults")])
    framed, number = page.looks.framed(), page.looks.framed(num_format="#,##0")
    facts = page.made.facts.known
    for at, dataset in enumerate(page.made.tables):
        row = page.made.facts.first + at
        page.sheet.text(page.row, 0, page.around.plan.datasets[dataset].spec.title, framed)
        page.formula(1, facts["rows"].at(row), 0, number)
        given = facts["submitted"].at(row)
        page.formula(2, f"IF({given}=1,{page.text('yes')},{page.text('no')})", page.word("no"), framed)
        page.formula(3, facts["incomplete"].at(row), 0, number)
        page.formula(4, facts["wrong"].at(row), 0, number)
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
        _write_value(page, result, spec, 0, VALUE)
        page.sheet.text(page.row, UNIT, unit_label(page.around.plan, spec.unit, page.phrases), framed)
        _write_count(page, result, 0, COUNTED)
        page.formula(INCOMPLETE, _incomplete(page, indicator), 0, page.looks.framed(num_format="#,##0"))
        _write_target(page, indicator, result, spec)
        _write_status(page, result, spec, 0, STATUS)
        label = spec.label or indicator.spec.title
        page.sheet.raw.set_row(page.row, lines(label, WIDTHS[QUANTITY]) * page.around.theme.height["line"] + 4)
        page.row += 1
    for dimensions in indicator.breakdowns:
        page.row += 1
        title = page.around.theme.fill_result("by", dimensions=page.phrases.listed(d.label for d in dimensions))
        if dimensions in result.refused:
            page.block(f"{title}: {_central(page, result.refused[dimensions])}")
            continue
        _write_breakdown(page, indicator, result, dimensions, title)


def _write_breakdown(
    page: Page, indicator: Indicator, result: Result, dimensions: tuple[Dimension, ...], title: str
) -> None:
    """One row for each cell, one column for each quantity; judgements where cells have targets of their own."""
    specs = [component.spec for component in indicator.method.components]
    aimed = [spec for spec in specs if any(target.cells for target in spec.targets)]
    heads = [title, *(spec.label or page.word("value") for spec in specs), page.word("counted")]
    page.head([*heads, *(f"{page.word('status')}: {spec.label or page.word('value')}" for spec in aimed)])
    paths = tuple(dimension.path for dimension in dimensions)
    for at, by in enumerate(result.cells):
        if tuple(path for path, _ in by) != paths:
            continue
        page.sheet.text(page.row, 0, _cell_label(page, dimensions, by), page.looks.framed())
        for column, spec in enumerate(specs, start=1):
            _write_value(page, result, spec, at, column)
        _write_count(page, result, at, len(specs) + 1)
        for column, spec in enumerate(aimed, start=len(specs) + 2):
            _write_status(page, result, spec, at, column)
        page.row += 1


def _cell_label(page: Page, dimensions: Sequence[Dimension], by: By) -> str:
    said = []
    for dimension, (_, code) in zip(dimensions, by, strict=True):
        if code is None:
            said.append(page.word("not_stated"))
        elif dimension.type.codelist:
            said.append(code_label(page.around.plan, dimension.type.codelist, code))
        else:
            said.append(page.word("yes" if code == "true" else "no"))
    return " · ".join(said)


def _write_value(page: Page, result: Result, spec: ComponentSpec, at: int, column: int) -> None:
    """The number, or in words why there is none; a dash for a cell without rows."""
    places = result.components[spec.id]
    row = places.value.first + at
    stop, reason, shown = result.stop.at(row), places.reason.at(row), places.shown.at(row)
    reasons = _list(page, "reasons", [page.word(name) for name in REASONS])
    stops = _list(page, "stops", [page.word(name) for name in STOPS])
    text = f"IF({reason}<{FINE},INDEX({reasons},{reason}),{shown})"
    if at:
        text = f"IF({result.seen.at(row)}=0,{page.text('no_rows')},{text})"
    decimals = "." + "0" * spec.decimals if spec.decimals else ""
    look = page.looks.framed_number(num_format=f"#,##0{decimals}")
    before = _before(page, result, spec, at)
    page.formula(column, f"IF({stop}>0,INDEX({stops},{stop}),{text})", before, look)


REASONS = ("not_submitted", "no_data", "zero_denominator", "invalid")
STOPS = ("faulty", "too_many", "no_period")


def _before(page: Page, result: Result, spec: ComponentSpec, at: int) -> Value:
    made, places = page.made, result.components[spec.id]
    stop = made.before(result.stop, at)
    if isinstance(stop, int) and stop:
        return page.word(STOPS[stop - 1])
    if at and not made.before(result.seen, at):
        return page.word("no_rows")
    reason = made.before(places.reason, at)
    assert isinstance(reason, int)
    return made.before(places.shown, at) if reason == FINE else page.word(REASONS[reason - 1])


def _list(page: Page, title: str, words: Sequence[str]) -> str:
    """A column of words on the hidden sheet."""
    return page.made.constants.numbers(title, list(words))


def _write_count(page: Page, result: Result, at: int, column: int) -> None:
    row = result.n.first + at
    text = f'IF({result.stop.at(row)}>0,"",{result.n.at(row)})'
    page.formula(column, text, 0, page.looks.framed_number(num_format="#,##0"))


def _incomplete(page: Page, indicator: Indicator) -> str:
    rows = [page.made.facts.first + at for at, name in enumerate(page.made.tables) if name in indicator.reads]
    return "+".join(page.made.facts.known["incomplete"].at(row) for row in rows) or "0"


def _write_target(page: Page, indicator: Indicator, result: Result, spec: ComponentSpec) -> None:
    """The target of the period's year in words."""
    plan, dimensions = page.around.plan, {d.path: d for dims in indicator.breakdowns for d in dims}
    periods = page.made.periods.each(indicator.spec.frequency)
    words = [
        quantities.target(spec, plan, dimensions, str(each.end.year), page.phrases) if each else "" for each in periods
    ]
    cells = _list(page, f"target {indicator.id} {spec.id}", words)
    page.formula(TARGET, f'IF({ROW}=0,"",INDEX({cells},{ROW})&"")', words[0], page.looks.framed())


def _write_status(page: Page, result: Result, spec: ComponentSpec, at: int, column: int) -> None:
    places = result.components[spec.id]
    row = places.judged.first + at
    words = [page.word(name) for name in ("not_met", "met", "not_assessed", "no_target", "judged_centrally")]
    cells = _list(page, "judgements", words)
    judged = page.made.before(places.judged, at)
    assert isinstance(judged, int)
    text = f"INDEX({cells},{places.judged.at(row)}+1)"
    if not at:
        text += f'&IF({result.broken.at(row)}=1,{page.text("series_break")},"")'
    page.formula(column, f'IF({result.stop.at(row)}>0,"",{text})', words[judged], page.looks.framed())
    place = f"{xl_col_to_name(column)}{page.row + 1}"
    for name in ("met", "not_met"):
        # Conditions for formats reach other sheets by names only.
        same = f"=LEFT({place},LEN(word_{name}))=word_{name}"
        look = page.looks(bg_color=page.around.theme.colour[name], bold=True)
        page.sheet.raw.conditional_format(place, {"type": "formula", "criteria": same, "format": look})
