"""A workbook -> its first sheet: what this is, who fills it in, for which period, how, and from which version it comes.

Two kinds of cell are for the office to fill in: the reporting period, and for each table whether it is complete. They
carry the names `submission_period` and `submitted_<dataset>`; without an answer an empty table was not submitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from rbm_spec.plan.model import Dataset
from rbm_spec.plan.stamp import Stamp
from rbm_spec.targets.excel.cells import Looks, Sheet
from rbm_spec.targets.excel.entries import LONGEST_MESSAGE, LONGEST_TITLE, TRUTHS, Surroundings
from rbm_spec.targets.excel.names import clip
from rbm_spec.targets.excel.table import ROWS, lines
from rbm_spec.targets.excel.theme import fill

PERIOD_NAME = "submission_period"
WIDTHS = (26, 42, 32, 44, 16)
LAST = len(WIDTHS) - 1


@dataclass
class Page:
    """The sheet while it is written, from top to bottom: `row` is the next, `inputs` the cells to fill in by name."""

    around: Surroundings
    sheet: Sheet
    looks: Looks
    book: Any
    row: int = 0
    inputs: dict[str, str] = field(default_factory=dict)

    def block(self, text: str, first: int = 0, last: int = LAST, **look: object) -> None:
        """Wrapped text over some columns of the next row."""
        format_ = self.looks(text_wrap=True, **look)
        if last > first:
            self.sheet.raw.merge_range(self.row, first, self.row, last, "", format_)
        self.sheet.text(self.row, first, text, format_)
        self._fit([(text, sum(WIDTHS[first : last + 1]))])
        self.row += 1

    def cells(self, texts: Sequence[str], first: int = 0, **look: object) -> None:
        """One text in each column of the next row."""
        for column, text in enumerate(texts, start=first):
            self.sheet.text(self.row, column, text, self.looks.framed(**look))
        self._fit([(text, WIDTHS[column]) for column, text in enumerate(texts, start=first)])
        self.row += 1

    def wide_cells(self, texts: Sequence[str], **look: object) -> None:
        """Three texts in the next row, the last over all columns that are left."""
        self.sheet.raw.merge_range(self.row, 2, self.row, LAST, "", self.looks.framed(**look))
        for column, text in enumerate(texts):
            self.sheet.text(self.row, column, text, self.looks.framed(**look))
        self._fit(list(zip(texts, (*WIDTHS[:2], sum(WIDTHS[2:])), strict=True)))
        self.row += 1

    def heading(self, word: str) -> None:
        """A heading after an empty row."""
        self.row += 1
        theme = self.around.theme
        self.block(theme.words[word], bold=True, font_size=theme.font["heading_size"], font_color=theme.colour["head"])

    def _fit(self, texts: Sequence[tuple[str, int]]) -> None:
        line = self.around.theme.height["line"]
        needed = max(lines(text, width) for text, width in texts)
        self.sheet.raw.set_row(self.row, needed * line + 4)

    def input(self, row: int, column: int, name: str, options: dict[str, Any]) -> None:
        """A cell for the office to fill in, under a defined name."""
        colour = self.around.theme.colour
        look = self.looks(
            locked=False, num_format="@", bg_color=colour["required"], border=1, border_color=colour["head"]
        )
        self.sheet.text(row, column, "", look)
        assert self.sheet.raw.data_validation(row, column, row, column, options) == 0
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        self.book.define_name(name, f"={quote_sheetname(self.sheet.name)}!{cell}")
        self.inputs[name] = cell.replace("$", "")


def write_readme(
    around: Surroundings, owner: str, datasets: Sequence[Dataset], stamp: Stamp, sheet: Sheet, looks: Looks, book: Any
) -> Stamp:
    """Fill and protect the first sheet; the stamp with the cells in which the office answers."""
    for column, width in enumerate(WIDTHS):
        sheet.raw.set_column(column, column, width)
    page, theme = Page(around, sheet, looks, book), around.theme
    size, ink = theme.font["title_size"], theme.colour["head"]
    page.block(theme.say("title", owner=owner), bold=True, font_size=size, font_color=ink)
    sheet.raw.set_row(0, theme.height["line"] * 2)
    page.block(around.plan.spec.title, bold=True)
    version = theme.say("version", plan=stamp.plan, version=stamp.version, stamp=stamp.short)
    page.block(version, font_color=theme.colour["quiet"])
    page.block(theme.words["empty_template"], font_color=theme.colour["quiet"])
    _write_purpose(page, owner)
    _write_tables(page, datasets)
    _write_colours(page)
    _write_checks(page, datasets)
    sheet.raw.hide_gridlines(2)
    sheet.raw.set_landscape()
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.protect("", {"format_columns": True, "format_rows": True})
    tables = {name: replace(table, answer=page.inputs[submitted_name(name)]) for name, table in stamp.tables.items()}
    return replace(stamp, tables=tables, readme=sheet.name, period=page.inputs[PERIOD_NAME])


def submitted_name(dataset: str) -> str:
    """The defined name of the cell that says whether a table is complete."""
    return f"submitted_{dataset}"


def _write_purpose(page: Page, owner: str) -> None:
    theme, plan = page.around.theme, page.around.plan
    example = plan.start.year
    page.heading("what")
    page.block(theme.say("what_text", results=theme.words["results"]))
    page.heading("who")
    page.block(owner)
    page.heading("when")
    page.block(theme.say("when_text", start=plan.start, end=plan.end, example=example))
    page.cells([theme.words["period"]], bold=True, bg_color=theme.colour["help"])
    options = {
        "validate": "list",
        "source": "=period_labels",
        "input_title": clip(theme.words["period"], LONGEST_TITLE),
        "input_message": clip(theme.say("period_help", example=example), LONGEST_MESSAGE),
        "error_title": clip(theme.errors["title"], LONGEST_TITLE),
        "error_message": clip(theme.say("period_error", example=example), LONGEST_MESSAGE),
    }
    page.input(page.row - 1, 1, PERIOD_NAME, options)
    page.heading("how")
    said = {"mark": theme.words["required_mark"], "lists": theme.words["lists"], "rows": f"{ROWS:,}"}
    for number, step in enumerate(theme.steps, start=1):
        page.block(f"{number}. {fill(step, **said)}")
    page.block(theme.words["protected"], font_color=theme.colour["quiet"])


def _write_tables(page: Page, datasets: Sequence[Dataset]) -> None:
    theme = page.around.theme
    page.heading("tables")
    names = [theme.columns[key] for key in ("sheet", "grain", "time", "use", "complete")]
    page.cells(names, bold=True, font_color=theme.colour["head_ink"], bg_color=theme.colour["head"])
    options = {
        "validate": "list",
        "source": TRUTHS,
        "input_title": clip(theme.words["tables"], LONGEST_TITLE),
        "input_message": clip(theme.words["complete_help"], LONGEST_MESSAGE),
        "error_title": clip(theme.errors["title"], LONGEST_TITLE),
        "error_message": clip(theme.words["complete_error"], LONGEST_MESSAGE),
    }
    for dataset in datasets:
        grain = dataset.spec.grain + (f"\n{theme.words['personal']}" if dataset.personal else "")
        page.cells([_name(page, dataset), grain, _period(page, dataset), _uses(page, dataset)])
        page.input(page.row - 1, LAST, submitted_name(dataset.id), options)


def _name(page: Page, dataset: Dataset) -> str:
    """The name of the sheet, and the whole title where the name had to be cut."""
    name, title = page.around.sheets[dataset.id], dataset.spec.title
    return name if name == title else f"{name}\n({title})"


def _period(page: Page, dataset: Dataset) -> str:
    theme = page.around.theme
    if dataset.time is None:
        return theme.words["no_time_text"]
    return theme.say("time_text", label=dataset.fields[dataset.time].label)


def _uses(page: Page, dataset: Dataset) -> str:
    titles = [each.spec.title for each in page.around.plan.indicators.values() if dataset.id in each.reads]
    for other in page.around.plan.datasets.values():
        pointing = (field.type.dataset == dataset.id for field in other.fields.values())
        if other.derivation is None and any(pointing):
            titles.append(page.around.theme.say("use_table", title=other.spec.title))
    return "\n".join(titles) or page.around.theme.words["unused"]


def _write_colours(page: Page) -> None:
    theme = page.around.theme
    page.heading("colours")
    mark = theme.words["required_mark"]
    for name, meaning in theme.legend.items():
        ink = {"font_color": theme.colour["head_ink"]} if name == "head" else {}
        page.sheet.text(
            page.row, 0, mark if name == "required" else "", page.looks.framed(bg_color=theme.colour[name], **ink)
        )
        page.block(fill(meaning, mark=mark), first=1, align="left", indent=1)


def _write_checks(page: Page, datasets: Sequence[Dataset]) -> None:
    theme = page.around.theme
    page.heading("checks")
    page.block(theme.words["checks_text"])
    head = {"bold": True, "font_color": theme.colour["head_ink"], "bg_color": theme.colour["head"]}
    page.wide_cells([theme.columns[key] for key in ("sheet", "key", "rules")], **head)
    for dataset in datasets:
        rules = "\n".join(rule.message for rule in dataset.rules) or theme.words["no_rules"]
        keys = ", ".join(dataset.fields[name].label for name in dataset.spec.key)
        page.wide_cells([page.around.sheets[dataset.id], keys, rules])
