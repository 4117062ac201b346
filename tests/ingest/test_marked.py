"""A refused workbook goes back marked: red, noted, listed; nothing typed becomes a formula, the rest stays."""

from __future__ import annotations

import io

import openpyxl
import pytest

from rbm_spec.collect.tables import Trouble
from rbm_spec.ingest.marking import mark_of
from tests.collect.books import SHEET, filled, rebuilt, template
from tests.ingest.test_ingest import Office
from tests.ingest.test_ingest import office as office
from tests.ingest.test_ingest import starter as starter

HOSTILE = '=HYPERLINK("http://example.org","x")'


def spoilt(book: openpyxl.Workbook) -> None:
    book[SHEET]["A9"] = HOSTILE  # a formula
    book[SHEET]["B9"] = HOSTILE
    book[SHEET]["B9"].data_type = "s"  # text


def marked(office: Office) -> bytes:
    content = filled([["A", "west"]], spoilt)
    said = office.send({"book.xlsx": content}, "--marked", office.folder / "back")
    assert [each["state"] for each in said["files"]] == ["refused"]
    return (office.folder / "back" / "book.xlsx").read_bytes()


def test_marks(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(marked(office)))
    sheet = book[SHEET]
    red = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFF4B6B0"}
    noted = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert red == noted.keys() == {"B8", "A9", "B9"}
    assert noted["B8"] == 'The list offices has no code "west". Allowed here: north, south.'
    listed = [[cell.value for cell in row] for row in book["Findings"].iter_rows(min_row=5)]
    assert [row[:2] for row in listed] == [[SHEET, "B8"], [SHEET, "A9"], [SHEET, "B9"]]
    assert {cell.data_type for row in book["Findings"] for cell in row if cell.value} == {"s"}


def test_pictures_that_are_lost_are_told(office: Office) -> None:
    """A file that holds a picture says in its copy that the copy does not."""
    content = rebuilt(filled([["A", "west"]]), lambda parts: parts.update({"xl/media/image1.png": b"made up"}))
    office.send({"book.xlsx": content}, "--marked", office.folder / "back")
    book = openpyxl.load_workbook(office.folder / "back" / "book.xlsx")
    assert (
        book["Findings"]["A3"].value
        == "Pictures are not in this copy; those in the file that was sent are still there."
    )
    assert [cell.value for cell in book["Findings"][6]][:2] == [SHEET, "B8"]


def test_what_was_typed_is_no_formula(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(marked(office)))
    for cell in ("A9", "B9"):
        assert (book[SHEET][cell].value, book[SHEET][cell].data_type) == (HOSTILE, "s")
    formulas = [
        cell.coordinate for name in ("Findings", SHEET) for row in book[name] for cell in row if cell.data_type == "f"
    ]
    assert formulas == []


@pytest.mark.parametrize(
    ("place", "mark"),
    [
        ("sheet Items, cell B8", ("Items", "B8", "Wrong.")),
        ("sheet Items, row 9", ("Items", "A9", "Row 9: Wrong.")),
        ("sheet Items, cells B9:C10", ("Items", "B9", "Wrong.")),
        ("sheet Items, row 2, cell C11", ("Items, row 2", "C11", "Wrong.")),
        ("sheet Items", ("Items", "", "Wrong.")),
        ("", ("", "", "Wrong.")),
    ],
)
def test_where_a_finding_is_marked(place: str, mark: tuple[str, str, str]) -> None:
    assert mark_of(Trouble("book.xlsx", 0, place, "items", "", "", "Wrong.", "RBM711")) == mark


def test_the_rest_stays(office: Office) -> None:
    before = openpyxl.load_workbook(io.BytesIO(template()))
    after = openpyxl.load_workbook(io.BytesIO(marked(office)))
    assert after.sheetnames == ["Findings", *before.sheetnames]
    assert set(after.defined_names) == set(before.defined_names)
    for name in before.sheetnames:
        assert after[name].sheet_state == before[name].sheet_state
        was, now = (
            sorted(
                (each.type or "", str(each.sqref), each.formula1 or "")
                for each in book[name].data_validations.dataValidation
            )
            for book in (before, after)
        )
        assert was == now, name


def test_the_corrected_copy_is_accepted(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(marked(office)))
    book[SHEET]["B8"], book[SHEET]["A9"], book[SHEET]["B9"] = "north", "B", "south"
    out = io.BytesIO()
    book.save(out)
    said = office.send({"book.xlsx": out.getvalue()})
    assert [each["state"] for each in said["files"]] == ["accepted"]
    assert said["files"][0]["rows"] == {"items": 2}


def test_the_same_copy_each_time(office: Office) -> None:
    assert marked(office) == marked(office)
