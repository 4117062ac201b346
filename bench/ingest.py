"""How long `rbm-spec ingest` of a hundred workbooks takes, beside python-calamine that merely reads their cells."""

from __future__ import annotations

import io
import sys
import sysconfig
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from bench.report import Line, within
from bench.timing import time_commands
from rbm_spec import pipeline
from rbm_spec.targets import excel

PLAN = Path(__file__).parents[1] / "specs" / "itu_2028_2031"
BOOK, SHEET, PART = "internal-oversight-unit-to-be-confirmed", 1, "xl/worksheets/sheet2.xml"
FILES, ROWS, FIRST, RUNS = 100, 100, 8, 3
KINDS = ("audit", "investigation", "evaluation")
READ = """\
import sys
from pathlib import Path
from python_calamine import load_workbook

for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    book = load_workbook(path)
    for name in book.sheet_names if sys.argv[2] == "all" else book.sheet_names[1:2]:
        book.get_sheet_by_name(name).to_python()
"""


def measure(folder: Path) -> list[Line]:
    """Ten thousand rows into a new store, and the same cells read: of all sheets, and of the one with rows."""
    books, read, script = folder / "books", folder / "read.py", Path(sysconfig.get_path("scripts")) / "rbm-spec"
    _write(books)
    read.write_text(READ)
    senders = "file,sender\n" + "".join(f"{path.name},{path.stem}\n" for path in sorted(books.iterdir()))
    (folder / "senders.csv").write_text(senders)
    ours = (
        'rm -rf "$3"; exec "$0" ingest "$1" "$2"/*.xlsx --into "$3" --senders "$4" --received 2029-02-01 --period 2028'
    )
    places = [str(PLAN), str(books), str(folder / "store"), str(folder / "senders.csv")]
    timed = time_commands(
        {
            "ours": ["sh", "-c", ours, str(script), *places],
            "all": [sys.executable, str(read), str(books), "all"],
            "one": [sys.executable, str(read), str(books), "one"],
        },
        RUNS,
    )
    mine, name = timed["ours"], f"`rbm-spec ingest`, {FILES} workbooks, {FILES * ROWS:,} rows"
    return [
        within(name, mine.seconds, f"python-calamine, {what}", timed[peer].seconds, 2, mine.megabytes)
        for peer, what in (("all", "all cells"), ("one", "the sheet of the rows alone"))
    ]


def _write(folder: Path) -> None:
    """Made-up rows in one template, then the same file under other numbers of engagements."""
    plan = pipeline.check(PLAN).plan
    assert plan is not None
    (template,) = [each.content for each in excel.generate(plan) if each.path == f"excel/{BOOK}.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[SHEET]
    for number in range(ROWS):
        day = date(2028, 1, 1) + timedelta(number)
        row = (f"F000-{number:03}", KINDS[number % 3], day, day + timedelta(150))
        for column, value in enumerate(row, start=1):
            sheet.cell(FIRST + number, column, value)
    out = io.BytesIO()
    book.save(out)
    folder.mkdir()
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number in range(FILES):
        with zipfile.ZipFile(folder / f"book{number:03}.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in parts.items():
                rows = content.replace(b"F000-", b"F%03d-" % number) if name == PART else content
                archive.writestr(name, rows)
