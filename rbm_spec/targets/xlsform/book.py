"""The rows of a form -> the bytes of its workbook: every cell is text, whatever it looks like."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from rbm_spec.targets.excel.cells import CLOSED, Sheet
from rbm_spec.targets.xlsform.questions import Form, Row
from rbm_spec.targets.xlsform.words import Words

COLUMNS = {
    "survey": (
        "type", "name", "label", "hint", "required", "required_message", "constraint", "constraint_message",
        "choice_filter", "appearance",
    ),
    "choices": ("list_name", "name", "label", "valid_from", "valid_to"),
    "settings": ("form_title", "form_id", "version", "name", "style"),
}  # fmt: skip
WIDTH = 14


def book(form: Form, created: date, words: Words) -> bytes:
    """The workbook. `created` stands in its properties, as a build has no clock."""
    out = BytesIO()
    workbook = Workbook(out, dict(CLOSED))
    workbook.set_properties({"title": form.settings["form_title"], "created": datetime.combine(created, time())})
    head, text = workbook.add_format({"bold": True}), workbook.add_format({"valign": "top"})
    for name, rows in (("survey", form.survey), ("choices", form.choices), ("settings", (form.settings,))):
        if rows:
            _write(Sheet(name, workbook.add_worksheet(name)), rows, words, head, text)
    workbook.close()
    return out.getvalue()


def _write(sheet: Sheet, rows: tuple[Row, ...], words: Words, head: Any, look: Any) -> None:
    used = [column for column in COLUMNS[sheet.name] if any(column in row for row in rows)]
    for column, name in enumerate(used):
        sheet.raw.set_column(column, column, words.width.get(name, WIDTH))
        sheet.text(0, column, name, head)
        for at, row in enumerate(rows, start=1):
            if name in row:
                sheet.text(at, column, row[name], look)
    sheet.raw.freeze_panes(1, 2)
    sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 0)
