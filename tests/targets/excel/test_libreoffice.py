"""LibreOffice opens the workbooks; a copy that was filled in and saved there keeps what we rely on."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from rbm_spec.plan import stamp as stamps
from tests.targets.excel.books import books, opened, validations
from tests.targets.plans import itu

HR = "human-resources-management-department-to-be-confirmed"
ROW = ["VN-2028-1", "development", "P5", "geneva", "true", date(2028, 1, 3), date(2028, 5, 6), None, "filled"]


def converted(content: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is in packages.apt; install it to run this test"
    (folder / "filled.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "filled.xlsx")], check=True, capture_output=True, timeout=180)
    return (folder / "out" / "filled.xlsx").read_bytes()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of human resources with a row filled in, saved by LibreOffice."""
    book = opened(books(itu())[HR])
    for column, value in enumerate(ROW, start=1):
        book["Recruitment cases"].cell(8, column, value)
    filled = BytesIO()
    book.save(filled)
    return converted(filled.getvalue(), tmp_path_factory.mktemp("office"))


def test_the_row_is_there(saved: bytes) -> None:
    cells = [cell.value for cell in opened(saved)["Recruitment cases"][8]][: len(ROW)]
    assert [each.date() if isinstance(each, datetime) else each for each in cells] == ROW


def test_validations_stay(saved: bytes) -> None:
    before, after = opened(books(itu())[HR]), opened(saved)
    for name in before.sheetnames[1 : before.sheetnames.index("Lists")]:
        was, now = validations(before[name]), validations(after[name])
        for field, each in was.items():
            kept = now[field]
            assert (kept.type or "none") == (each.type or "none"), (name, field)
            assert (kept.prompt, kept.error or None) == (each.prompt, each.error), (name, field)
            if each.type:
                assert kept.formula1 == each.formula1, (name, field)
            if each.formula2:
                assert kept.formula2 == each.formula2, (name, field)


def test_names_stay(saved: bytes) -> None:
    before, after = opened(books(itu())[HR]), opened(saved)
    assert set(before.defined_names) <= set(after.defined_names)


def test_the_stamp_stays(saved: bytes) -> None:
    def stamp(content: bytes) -> stamps.Stamp | None:
        sheet = openpyxl.load_workbook(BytesIO(content))[stamps.SHEET]
        return stamps.read([[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)])

    assert stamp(saved) == stamp(books(itu())[HR]) is not None
    assert opened(saved)[stamps.SHEET].sheet_state != "visible"


def test_cells_stay_open_and_the_rest_locked(saved: bytes) -> None:
    sheet = opened(saved)["Recruitment cases"]
    assert sheet.protection.sheet
    assert not sheet["A8"].protection.locked
    assert sheet["A4"].protection.locked
