"""The parts of the sheet of results: blocks of text, heads of tables, and the cells of a value and beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from rbm_spec.kernel.definitions import By
from rbm_spec.model.spec import ComponentSpec
from rbm_spec.plan.model import Dimension, Indicator
from rbm_spec.targets.excel.cells import Looks, Sheet
from rbm_spec.targets.excel.entries import Surroundings
from rbm_spec.targets.excel.live.calculation import Calculation, Result
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.periods import ROW
from rbm_spec.targets.excel.live.scalars import FINE
from rbm_spec.targets.excel.table import lines
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.labels import code_label
from rbm_spec.targets.words.phrases import Phrases

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
        # Bold letters and the frame take room.
        most = max(lines(text, width - 3) for text, width in zip(texts, widths, strict=False))
        self.sheet.raw.set_row(self.row, most * self.around.theme.height["line"] + 4)
        self.row += 1

    def formula(self, column: int, formula: str, before: Value, look: Any) -> None:
        """A formula in the row at hand, with its value before data is entered."""
        assert self.sheet.raw.write_formula(self.row, column, formula, look, before) == 0


def cell_label(page: Page, dimensions: Sequence[Dimension], by: By) -> str:
    """The labels of a cell's codes."""
    said = []
    for dimension, (_, code) in zip(dimensions, by, strict=True):
        if code is None:
            said.append(page.word("not_stated"))
        elif dimension.type.codelist:
            said.append(code_label(page.around.plan, dimension.type.codelist, code))
        else:
            said.append(page.word("yes" if code == "true" else "no"))
    return " · ".join(said)


def write_value(page: Page, result: Result, spec: ComponentSpec, at: int, column: int) -> None:
    """The number, or in words why there is none; a dash for a cell without rows."""
    places = result.components[spec.id]
    row = places.value.first + at
    stop, reason, shown = result.stop.at(row), places.reason.at(row), places.shown.at(row)
    reasons, stops = _list(page, "reasons", REASONS), _list(page, "stops", STOPS)
    text = f"IF({reason}<{FINE},INDEX({reasons},{reason}),{shown})"
    if at:
        text = f"IF({result.seen.at(row)}=0,{page.text('no_rows')},{text})"
    decimals = "." + "0" * spec.decimals if spec.decimals else ""
    look = page.looks.framed_number(f"#,##0{decimals}")
    before = _before(page, result, spec, at)
    page.formula(column, f"IF({stop}>0,INDEX({stops},{stop}),{text})", before, look)


REASONS = ("not_submitted", "no_data", "zero_denominator", "invalid")
STOPS = ("faulty", "too_many", "no_period")
JUDGEMENTS = ("not_met", "met", "not_assessed", "no_target", "judged_centrally")


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


def _list(page: Page, title: str, names: Sequence[str]) -> str:
    """A column of fixed words on the hidden sheet."""
    if title not in page.lists:
        page.lists[title] = page.made.constants.numbers(title, [page.word(name) for name in names])
    return page.lists[title]


def write_count(page: Page, result: Result, at: int, column: int, counted: Ref) -> None:
    """How many rows, or persons, are behind a value."""
    row = result.n.first + at
    text, before = counted.at(row), page.made.before(counted, at)
    if at:
        text = f"IF({result.seen.at(row)}=0,{page.text('no_rows')},{text})"
        before = before if page.made.before(result.seen, at) else page.word("no_rows")
    stopped = page.made.before(result.stop, at)
    text = f'IF({result.stop.at(row)}>0,"",{text})'
    page.formula(column, text, "" if stopped else before, page.looks.framed_number())


def incomplete(page: Page, tables: Collection[str]) -> str:
    """A formula that counts the rows that lack a value, in these tables."""
    rows = [page.made.facts.first + at for at, name in enumerate(page.made.tables) if name in tables]
    return "+".join(page.made.facts.known["incomplete"].at(row) for row in rows) or "0"


def write_target(page: Page, indicator: Indicator, spec: ComponentSpec) -> None:
    """The target of the period's year in words."""
    plan, dimensions = page.around.plan, {d.path: d for dims in indicator.breakdowns for d in dims}
    periods = page.made.periods.each(indicator.spec.frequency)
    words = [
        quantities.target(spec, plan, dimensions, str(each.end.year), page.phrases) if each else "" for each in periods
    ]
    cells = page.made.constants.numbers(f"target {indicator.id} {spec.id}", list(words))
    page.formula(TARGET, f'IF({ROW}=0,"",INDEX({cells},{ROW})&"")', words[0], page.looks.framed())


def write_status(page: Page, result: Result, spec: ComponentSpec, at: int, column: int) -> None:
    """Whether the target of the period is met, in words, and coloured."""
    places = result.components[spec.id]
    row = places.judged.first + at
    cells = _list(page, "judgements", JUDGEMENTS)
    judged = page.made.before(places.judged, at)
    assert isinstance(judged, int)
    text = f"INDEX({cells},{places.judged.at(row)}+1)"
    if not at:
        text += f'&IF({result.broken.at(row)}=1,{page.text("series_break")},"")'
    page.formula(column, f'IF({result.stop.at(row)}>0,"",{text})', page.word(JUDGEMENTS[judged]), page.looks.framed())
    place = f"{xl_col_to_name(column)}{page.row + 1}"
    for name in ("met", "not_met"):
        # Conditions for formats reach other sheets by names only.
        same = f"=LEFT({place},LEN(word_{name}))=word_{name}"
        look = page.looks(bg_color=page.around.theme.colour[name], bold=True)
        page.sheet.raw.conditional_format(place, {"type": "formula", "criteria": same, "format": look})
