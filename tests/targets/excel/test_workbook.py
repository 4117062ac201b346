"""The workbooks of the ITU plan, read back by two readers."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineWorkbook

from rbm_spec.plan import stamp as stamps
from rbm_spec.targets import excel
from tests.targets.excel.books import CALCULATION, books, dump, opened, validations
from tests.targets.plans import ROOT, compiled, itu

HR = "human-resources-management-department-to-be-confirmed"
PROCUREMENT = "procurement-division-to-be-confirmed"
EXPECTED = Path(__file__).parent / "expected"


def test_there_is_one_workbook_for_each_owner() -> None:
    assert sorted(books(itu())) == [
        "financial-resources-management-department-to-be-confirmed",
        HR,
        "internal-oversight-unit-to-be-confirmed",
        PROCUREMENT,
    ]


def test_sheets_come_in_the_order_in_which_they_are_filled() -> None:
    assert opened(books(itu())[HR]).sheetnames == [
        "Read me",
        "Mandatory courses",
        "Recruitment cases",
        "Staff in post at the end of…",
        "Workforce at the end of the…",
        "Mandatory training of each…",
        "Lists",
        "Results",
        "Steps",
        "Sums",
        "Texts",
        "rbm-spec",
    ]


@pytest.mark.parametrize("name", sorted(books(itu())))
def test_text_of_the_workbook(name: str, update: bool) -> None:
    path = EXPECTED / f"{name}.txt"
    found = dump(books(itu())[name])
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert excel.generate(itu(), 30) == excel.generate(itu(), 30)


@pytest.mark.parametrize("content", [pytest.param(raw, id=name) for name, raw in books(itu()).items()])
def test_two_readers_read_the_same(content: bytes) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for sheet in opened(content).worksheets:
        others = book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        theirs = {(r, c): value for r, row in enumerate(others, 1) for c, value in enumerate(row, 1) if value != ""}
        cells = [cell for row in sheet.iter_rows() for cell in row]
        formulas = {(cell.row, cell.column) for cell in cells if cell.data_type == "f"}
        ours = {(cell.row, cell.column): cell.value for cell in cells if cell.value is not None}
        assert {at: value for at, value in ours.items() if at not in formulas} == {
            at: value for at, value in theirs.items() if at not in formulas
        }


@pytest.mark.parametrize("content", [pytest.param(raw, id=name) for name, raw in books(itu()).items()])
def test_only_results_are_computed_and_nothing_is_linked(content: bytes) -> None:
    sheets = opened(content).worksheets
    computed = {sheet.title for sheet in sheets if any(is_formula(cell) for row in sheet for cell in row)}
    assert computed == {"Results", "Steps", "Sums"}
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for part in parts.namelist():
            text = parts.read(part).decode()
            assert 't="array"' not in text, part
            assert "<f>=" not in text, part  # the equals sign belongs to what a person types
            assert "hyperlink" not in text, part
            assert "externalLink" not in text, part
            assert "${" not in text, part


def is_formula(cell: Any) -> bool:
    return bool(cell.data_type == "f")


def test_validation_of_each_type() -> None:
    sheet = opened(books(itu())[HR])["Recruitment cases"]
    found = validations(sheet)
    assert (found["grade"].type, found["grade"].formula1) == ("list", "list_grades")
    assert found["grade"].error == "Choose a code from the list Grades."
    assert (found["one_year_or_more"].type, found["one_year_or_more"].formula1) == ("list", '"true,false"')
    # Serial numbers of 1900-03-01 and 9999-12-31.
    assert [found["published_on"].type, found["published_on"].formula1, found["published_on"].formula2] == [
        "date",
        "61",
        "2958465",
    ]
    assert found["case_id"].type is None
    assert found["case_id"].prompt.startswith("The number of the vacancy notice")
    assert str(found["grade"].sqref) == "C8:C10007"
    money = validations(opened(books(itu())[PROCUREMENT])["Contract prices compared with…"])["baseline_amount"]
    assert (money.type, money.formula1, money.formula2) == ("decimal", "0", "999999999999999")
    assert money.promptTitle is None
    assert money.prompt.startswith("Amount at the baseline price (CHF): Quantity times baseline price")


def test_references_choose_from_the_other_sheet_and_only_warn() -> None:
    book = opened(books(itu())[HR])
    course = validations(book["Mandatory training of each…"])["course"]
    assert (course.type, course.formula1, course.errorStyle) == ("list", "keys_mandatory_courses", "warning")
    assert not course.allow_blank
    area = "'Mandatory courses'!$A$8:$A$10007"
    assert book.defined_names["keys_mandatory_courses"].attr_text == (
        f"'Mandatory courses'!$A$8:INDEX({area},MAX(1,SUMPRODUCT(MAX(({area}<>\"\")*(ROW({area})-7)))))"
    )


def test_lists_are_those_codes() -> None:
    book = opened(books(itu())[HR])
    sheet, area = book.defined_names["list_grades"].attr_text.split("!")
    cells = [row[0].value for row in book[sheet][area.replace("$", "")]]
    assert cells == ["D2", "D1", "P5", "P4", "P3", "P2", "P1", "G7", "G6", "G5", "G4", "G3", "G2", "G1"]


def test_only_cells_for_data_are_open() -> None:
    for content in books(itu()).values():
        for sheet in opened(content).worksheets:
            assert sheet.protection.sheet
            assert sheet.protection.password is None
            open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
            open_columns = {
                column
                for each in sheet.column_dimensions.values()
                if not each.protection.locked
                for column in range(each.min, each.max + 1)
            }
            if sheet.title in ("Lists", "Results", stamps.SHEET, *CALCULATION):
                assert not open_cells | open_columns
            elif sheet.title == "Read me":
                assert not open_columns
                assert open_cells
            else:
                assert not open_cells
                last = column_index_from_string(str(sheet.auto_filter.ref).split(":")[1].rstrip("0123456789"))
                assert open_columns == set(range(1, last + 1))
                for row in range(1, 4):
                    assert sheet.row_dimensions[row].s, "whole rows above the headings are locked"


def test_formats_of_columns() -> None:
    sheet = opened(books(itu())[PROCUREMENT])["Contract prices compared with…"]
    formats = {
        sheet.cell(7, column).value: each.number_format
        for each in sheet.column_dimensions.values()
        for column in range(each.min, each.max + 1)
    }
    assert formats["line_id"] == formats["price_baseline"] == "@"
    assert formats["awarded_on"] == "yyyy-mm-dd"
    assert formats["baseline_amount"] == "#,##0.00"


def test_the_stamp_is_there_three_times() -> None:
    book = opened(books(itu())[HR])
    sheet = book[stamps.SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    stamp = stamps.read(rows)
    assert stamp is not None
    assert (stamp.plan, stamp.version) == ("itu_2028_2031", "0.1.0")
    assert stamp.tables["recruitments"] == stamps.Table(
        "Recruitment cases", stamps.meaning_hash(itu(), "recruitments"), 7, "E29"
    )
    assert (stamp.readme, stamp.period) == ("Read me", "B14")
    assert book["Read me"]["A29"].value == "Recruitment cases"
    assert book.defined_names["submitted_recruitments"].attr_text == "'Read me'!$E$29"
    assert not book["Read me"]["E29"].protection.locked
    assert [cell.value for cell in book["Recruitment cases"][7]][:2] == ["case_id", "sector"]
    assert book.custom_doc_props["rbm-spec stamp"].value == stamp.short
    assert book["Read me"]["A3"].value == f"Template version itu_2028_2031 0.1.0, stamp {stamp.short}"
    assert book.properties.created == datetime(2028, 1, 1)


def test_a_damaged_stamp_is_none() -> None:
    assert stamps.read([]) is None
    assert stamps.read([["format", "something else"], ["plan", "a"], ["version", "1"], ["owner", "b"]]) is None


def test_words_and_colours_of_the_theme_are_readable() -> None:
    from rbm_spec.targets.excel.theme import read_theme

    colour = read_theme().colour
    backgrounds = ["help", "required", "optional", "missing", "double"]
    for ink, background in [("head_ink", "head"), ("quiet", "optional"), *(("ink", each) for each in backgrounds)]:
        assert contrast(colour[ink], colour[background]) >= 4.5, (ink, background)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2."""
    brighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("[0-9A-F]{2}", colour.upper())]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_rules_that_no_workbook_checks_are_named() -> None:
    """A rule that reads what another office enters has no rows to look at."""
    file = "datasets/staff_at_year_end.yaml"
    text = (ROOT / "specs" / "itu_2028_2031" / file).read_text("utf-8")
    owner = "owner: Human Resources Management Department (to be confirmed)"
    assert owner in text
    plan = compiled(ROOT / "specs" / "itu_2028_2031", {file: text.replace(owner, "owner: Somebody else")})
    found = [each for each in excel.left_out(plan) if each.rule.code == "RBM806"]
    assert [each.where.path for each in found] == [("rules", 0, "condition")]
    assert found[0].where.file == "datasets/training_records.yaml"
    assert found[0].message == (
        'The entry workbook leaves out the rule "The reference date must be that of the staff line." '
        "The dataset staff_at_year_end is entered in another workbook. It is checked once data comes back."
    )
    assert not [each for each in excel.left_out(itu()) if each.rule.code == "RBM806"]
