"""A returned workbook and what is wrong in it -> a copy for the sender: red cells with notes, and a list in front.

Runs in the child process. Nothing that anybody wrote becomes a formula in the copy; all else stays as it is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from rbm_spec.collect.sheets import column_letters
from rbm_spec.kernel.reading import UNWANTED

TITLE = "Findings"
HEADER = ("Sheet", "Cell", "What is wrong")
AUTHOR = "rbm-spec"
PICTURES = "Pictures are not in this copy; those in the file that was sent are still there."
RED, HEAD, INK, HEAD_INK = "FFF4B6B0", "FF1B3A5C", "FF7A1A12", "FFFFFFFF"
FACE = "Arial"
WIDTHS = (34, 12, 110)
LONGEST_NOTE, LONGEST_CELL = 1_000, 5_000
NOTE_SIZE = 320, 120  # pixels
_THEN = datetime(1980, 1, 1)

Mark = Sequence[str]
"""A sheet, a cell such as `B8` (both may be empty), and a sentence."""


class _Writer(ExcelWriter):
    """Writes sheets through memory: the process opens no files."""

    def write_worksheet(self: Any, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out=out)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def mark(content: bytes, head: Sequence[str], marks: Sequence[Mark]) -> bytes:
    """The copy. `head` stands above the list, and says so where pictures are lost."""
    book = load_workbook(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        has_pictures = any(name.startswith("xl/media/") for name in archive.namelist())
    head = [*head, PICTURES] if has_pictures else head
    by_cell: dict[tuple[str, str], list[str]] = {}
    for sheet, cell, text in marks:
        if cell and sheet in book.sheetnames:
            by_cell.setdefault((sheet, cell), []).append(text)
    for (sheet, cell), texts in by_cell.items():
        _mark_cell(book[sheet][cell], "\n".join(texts))
    _list(book, head, marks)
    return _bytes(book)


def _mark_cell(cell: Any, text: str) -> None:
    if not hasattr(cell, "_comment"):  # the inside of a merged area
        return
    if cell.data_type == "f":
        _put(cell, str(getattr(cell.value, "text", cell.value)))
    cell.fill = PatternFill("solid", fgColor=RED)
    note = Comment(plain(text, LONGEST_NOTE), AUTHOR, width=NOTE_SIZE[0], height=NOTE_SIZE[1])
    cell.comment = note


def _list(book: Workbook, head: Sequence[str], marks: Iterable[Mark]) -> None:
    sheet = book.create_sheet(TITLE, 0)
    for line in head:
        sheet.append([""])
        _put(sheet.cell(sheet.max_row, 1), line)
    first = len(head) + 2
    for column, (name, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
        cell = sheet.cell(first, column + 1)
        _put(cell, name)
        cell.font, cell.fill = Font(name=FACE, bold=True, color=HEAD_INK), PatternFill("solid", fgColor=HEAD)
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.cell(1, 1).font = Font(name=FACE, bold=True, size=14, color=INK)
    for row, said in enumerate(marks, start=first + 1):
        for column, text in enumerate(said, start=1):
            cell = sheet.cell(row, column)
            _put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = sheet.cell(first + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for each in book.worksheets:
        each.sheet_view.tabSelected = each is sheet
    book.active = 0


def _put(cell: Any, text: str) -> None:
    cell.value = plain(text, LONGEST_CELL)
    cell.data_type = "s"


def plain(text: str, most: int) -> str:
    """A text without characters that files cannot hold, cut where it is too long."""
    return UNWANTED.sub("\ufffd", text)[:most]


def _bytes(book: Workbook) -> bytes:
    """The same bytes each time."""
    book.properties.modified = _THEN
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        _Writer(book, archive).save()
    out = io.BytesIO()
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in archive.namelist():
            again.writestr(zipfile.ZipInfo(name, _THEN.timetuple()[:6]), archive.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
