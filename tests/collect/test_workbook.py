"""What a workbook must not hold is refused in a sentence, by cell where there is one; nothing hostile gets further."""

from __future__ import annotations

import io
import resource
import struct
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from rbm_spec.collect.archive import Refused, parts_of
from rbm_spec.collect.openxml import read_sheets
from rbm_spec.collect.sheets import column_letters
from rbm_spec.collect.workbook import Returned, read_workbook, unreadable
from rbm_spec.plan.stamp import Stamp
from rbm_spec.plan.stamp import read as read_stamp
from tests.collect.books import FIRST, HEADER, SHEET, Book, filled, plan, rebuilt, template

DAMAGED = "The workbook is damaged. Open it in Excel, save it as .xlsx and send it again."
NO_WORKBOOK = "The file is damaged or not an Excel workbook. Save it as .xlsx and send it again."
LARGE = "The file would unpack to more than an entry workbook can hold."
PART = "xl/worksheets/sheet2.xml"


def read(content: bytes, period: str = "") -> Returned:
    """As a child process would, in this one."""
    try:
        return read_workbook(plan(), "book.xlsx", read_sheets(parts_of(content)), period)
    except Refused as refused:
        return unreadable("book.xlsx", refused)


def said(content: bytes) -> list[str]:
    return [f"{each.place}{each.place and ': '}{each.message}" for each in read(content).troubles]


def put(cell: str, value: object) -> Callable[[Book], None]:
    """Types `value` into a cell of the sheet of items."""

    def change(book: Book) -> None:
        book[SHEET][cell] = value

    return change


def stamp() -> Stamp:
    """What the hidden sheet of the template says."""
    sheet = openpyxl.load_workbook(io.BytesIO(template()))["rbm-spec"]
    found = read_stamp([[str(cell) for cell in row if cell is not None] for row in sheet.values])
    assert found is not None
    return found


def entered(answer: object = None, period: object = None) -> Callable[[Book], None]:
    """Enters whether the table is complete, and the reporting period."""

    def change(book: Book) -> None:
        book[stamp().readme][stamp().tables["items"].answer] = answer
        book[stamp().readme][stamp().period] = period

    return change


def test_a_template_that_nobody_touched_submits_nothing() -> None:
    returned = read(template())
    assert (returned.owner, returned.tables, returned.troubles) == ("Store", (), ())


ROW = [("A",)]


@pytest.mark.parametrize(
    ("rows", "answer", "submitted", "message"),
    [
        ([], None, None, ""),
        ([], True, 0, ""),
        ([], "true", 0, ""),
        ([], " TRUE ", 0, ""),
        ([], False, None, ""),
        (ROW, None, 1, ""),
        (ROW, True, 1, ""),
        (ROW, False, 1,
         "The answer is false, not complete, but the table has rows. Answer true when it is complete."),
        (ROW, "soon", 1, "Whether the table is complete is answered with true or false."),
        ([], "=1=1", None, "Whether the table is complete is answered with true or false."),
        ([], 1, None, "Whether the table is complete is answered with true or false."),
    ],
)  # fmt: skip
def test_what_is_submitted(rows: list[tuple[str]], answer: object, submitted: int | None, message: str) -> None:
    returned = read(filled(rows, entered(answer)))
    assert [table.rows for table in returned.tables] == ([] if submitted is None else [submitted])
    place = f"sheet {stamp().readme}, cell {stamp().tables['items'].answer}"
    assert [(each.place, each.message) for each in returned.troubles] == ([(place, message)] if message else [])
    assert returned.faulty == ({"items"} if message else frozenset())


@pytest.mark.parametrize(
    ("typed", "asked", "wrong"),
    [
        (None, "2028", False),
        ("2028", "2028", False),
        (2028, "2028", False),
        ("2028", "2028-2029", False),
        ("2028-2029", "2029", False),
        ("2028-Q4", "2028", False),
        ("2029", "2028", True),
        ("2028-Q1", "2028-Q2", True),
        ("2030-2031", "2028", True),
    ],
)
def test_the_period_that_the_office_entered(typed: object, asked: str, wrong: bool) -> None:
    returned = read(filled(ROW, entered(period=typed)), asked)
    said = [each.message for each in returned.troubles]
    assert said == ([f"The workbook is for the period {typed}, not for {asked}, which is to be computed."] * wrong)
    assert returned.faulty == ({"items"} if wrong else frozenset())


def test_a_period_that_is_none() -> None:
    (message,) = [each.message for each in read(filled(ROW, entered(period="spring")), "2028").troubles]
    assert message.startswith("The reporting period is a year such as 2028")


@pytest.mark.parametrize("text", ["a_x0000_b", "_x001B_[31m", "\x7f_x0001_"])
def test_control_characters_are_faults_of_their_cell(text: str) -> None:
    (trouble,) = read(sheet(f'<row r="8"><c r="A8" t="inlineStr"><is><t>{text}</t></is></c></row>')).troubles
    assert (trouble.place, trouble.column) == ("sheet Items (made up), cell A8", "code")
    assert trouble.message.startswith("The cell holds a control character (U+00")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("B9", "=A8"), "sheet Items (made up), cell B9: The cell holds a formula. Enter the value itself."),
        (put("C8", "#DIV/0!"), "sheet Items (made up), cell C8: The cell holds the error #DIV/0!."),
        (put("J8", "x"), "sheet Items (made up), cell J8: There is data in a column that has no field id."),
        (put("G8", 60), "sheet Items (made up), cell G8: The cell holds no date after February 1900."),
        (put("G8", 3_000_000), "sheet Items (made up), cell G8: The cell holds no date after February 1900."),
        (put("C7", "amounts"), "sheet Items (made up): Row 7 names the fields, each once; that is not so for amount."),
        (put("C7", "code"),
         "sheet Items (made up): Row 7 names the fields, each once; that is not so for code, amount."),
        (lambda book: book[SHEET].merge_cells("A9:B10"),
         "sheet Items (made up), cells A9:B10: Cells are merged. Unmerge them."),
        (lambda book: setattr(book[SHEET], "title", "Mine"),
         'sheet Items (made up): The sheet "Items (made up)" is gone, or has another name now.'),
        (lambda book: setattr(book[SHEET], "sheet_state", "hidden"),
         "sheet Items (made up): The sheet is hidden. Show it, look at it, and send the file again."),
        (lambda book: setattr(book["rbm-spec"]["C5"], "value", "0" * 64),
         "sheet Items (made up): Fields, codes or rules have changed since this template was made. "
         "Copy the values into a new template."),
        (lambda book: setattr(book["rbm-spec"]["B5"], "value", "things"),
         'sheet Items (made up): The plan collects no dataset "things". Ask for a new template.'),
        (lambda book: setattr(book["rbm-spec"]["B2"], "value", "other_plan"),
         'The workbook belongs to the plan "other_plan", not to starter_plan.'),
        (lambda book: book.remove(book["rbm-spec"]),
         "The workbook was not made from a template of this plan. Copy the values into one."),
        (lambda book: setattr(book, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904),
         "The workbook counts days from 1904. Copy the values into a new template."),
    ],
)  # fmt: skip
def test_what_people_do_to_workbooks(change: Callable[[Book], object], message: str) -> None:
    assert said(filled([("A",)], change)) == [message]


def test_columns_are_found_by_their_ids() -> None:
    def swap(book: Book) -> None:
        for cell, other in (("A7", "B7"), ("A8", "B8")):
            sheet = book[SHEET]
            sheet[cell].value, sheet[other].value = sheet[other].value, sheet[cell].value

    (table,) = read(filled([("A", "north")], swap)).tables
    assert (table.columns["code"], table.columns["office"]) == (["A"], ["north"])


def test_rows_keep_their_numbers_across_gaps() -> None:
    (table,) = read(filled([("A",), (), ("B",)])).tables
    assert (table.columns["code"], list(table.origins[0].places)) == (["A", "B"], [FIRST, FIRST + 2])


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("C", 0.1, "0.1"),
        ("C", 1e15, "1000000000000000"),
        ("C", 1e-7, "0.0000001"),
        ("C", "1,5", "1,5"),
        ("A", 123, "123"),
        ("A", True, "true"),
        ("A", " P5 ", " P5 "),
        ("A", "line\nbreak", "line\nbreak"),
        ("A", "_x005F_x0041_", "_x0041_"),
        ("A", "_xD800_", "_xD800_"),
        ("A", "日本 👩‍🚀", "日本 👩‍🚀"),
        ("G", "31.01.2028", "31.01.2028"),
        ("G", date(1900, 3, 1), "1900-03-01"),
        ("G", date(9999, 12, 31), "9999-12-31"),
        ("G", 46753.5, "2028-01-01T12:00:00"),
        ("H", 46753, "2028-01-01T00:00:00"),
    ],
)
def test_values_come_back_as_text(column: str, value: object, text: str) -> None:
    """46753 days after 30 December 1899 is 1 January 2028: 128 years of 365 days, 32 leap days, 1 day: 46753."""
    row = [None if letter != column else value for letter in "ABCDEFGH"]
    (table,) = read(filled([row])).tables
    assert table.columns[HEADER["ABCDEFGH".index(column)]] == [text]


@pytest.mark.parametrize(("digits", "text"), [("1.1000000000000001", "1.1"), ("2.9999999999999999E-1", "0.3")])
def test_seventeen_digits_are_the_shortest_number_that_they_mean(digits: str, text: str) -> None:
    (table,) = read(sheet(f'<row r="8"><c r="C8"><v>{digits}</v></c></row>')).tables
    assert table.columns["amount"] == [text]


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)] * 2), max_size=5))
def test_two_readers_agree(rows: list[tuple[str, str]]) -> None:
    """Text that openpyxl reads is the text that we read."""
    rows = [row for row in rows if any(row) and not any(cell.startswith("=") for cell in row)]
    book = filled(rows, entered(True))
    (table,) = read(book).tables
    sheet = openpyxl.load_workbook(io.BytesIO(book))[SHEET]
    seen = [(sheet.cell(FIRST + at, 1).value or "", sheet.cell(FIRST + at, 2).value or "") for at in range(len(rows))]
    assert list(zip(table.columns["code"], table.columns["office"], strict=True)) == seen


def replace_rows(parts: dict[str, bytes], rows: str) -> None:
    """These rows in place of all that the template has below its header."""
    head, _, rest = parts[PART].partition(b'<row r="8"')
    tail = rest[rest.index(b"</sheetData>") :] if rest else parts[PART][parts[PART].index(b"</sheetData>") :]
    parts[PART] = (head if rest else parts[PART][: parts[PART].index(b"</sheetData>")]) + rows.encode() + tail


def sheet(cells: str) -> bytes:
    """The template, with this XML in place of the rows for data."""

    def change(parts: dict[str, bytes]) -> None:
        parts[PART] = parts[PART].replace(b"</sheetData>", cells.encode() + b"</sheetData>")

    return rebuilt(template(), change)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="9"/><row r="8"/>',
        '<row r="8"/><row r="8"/>',
        '<row r="7"/>',
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r="x"/>',
        '<row r="٨"/>',
        '<row r="99999999"/>',
        '<row r="8"><c r="B8"/><c r="A8"/></row>',
        '<row r="8"><c r="A8"/><c r="A8"/></row>',
        '<row r="8"><c r="A9"/></row>',
        '<row r="8"><c r="A8" t="x"><v>1</v></c></row>',
        '<row r="8"><c r="F8" t="b"><v>2</v></c></row>',
        '<row r="8"><c r="a8"/></row>',
        '<row r="8"><c r="ABCD8"/></row>',
        '<row r="8"><c r="A8" t="s"><v>99999</v></c></row>',
        '<row r="8"><c r="A8" t="s"><v>-1</v></c></row>',
        '<row r="8"><c r="A8">',
        "&undefined;",
        "<a>" * 100 + "</a>" * 100,
    ],
)
def test_sheets_that_readers_disagree_on_are_refused(cells: str) -> None:
    assert said(sheet(cells)) == [DAMAGED]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<row><c><v>1</v></c></row>", {"A8": 1}),
        ("<row><c/><c><v>1</v></c></row>", {"B8": 1}),
        ('<row><c r="C8"><v>1</v></c><c><v>2</v></c></row>', {"C8": 1, "D8": 2}),
        ('<row r="10"><c><v>1</v></c></row><row><c r="B11"><v>2</v></c></row>', {"A10": 1, "B11": 2}),
        ('<row/><row><c><v>1</v></c><c r="D9"><v>2</v></c><c><v>3</v></c></row>', {"A9": 1, "D9": 2, "E9": 3}),
        ('<row r="8"/><row><c><v>1</v></c></row><row r="12"><c><v>2</v></c></row>', {"A9": 1, "A12": 2}),
    ],
)
def test_rows_and_cells_without_a_reference_follow_the_one_before(rows: str, expected: dict[str, int]) -> None:
    """The attribute r is optional (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73); two other readers are asked as well."""
    content = rebuilt(template(), lambda parts: replace_rows(parts, rows))
    ours = {
        f"{column_letters(column)}{number}": int(cell.text)
        for number, row in read_sheets(parts_of(content))[SHEET].rows.items()
        for column, cell in row.items()
        if number >= FIRST
    }
    assert ours == expected
    cells = openpyxl.load_workbook(io.BytesIO(content))[SHEET].iter_rows(min_row=FIRST)
    assert {cell.coordinate: cell.value for row in cells for cell in row if cell.value is not None} == expected
    found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(SHEET)
    assert {
        f"{column_letters(at)}{number}": value
        for number, row in enumerate(found.to_python(skip_empty_area=False), start=1)
        for at, value in enumerate(row)
        if number >= FIRST and value != ""
    } == expected


@pytest.mark.parametrize("number", ["NaN", "INF", "1_000", "0x10", "1e999", "1,5", "١", " 1", "--1", "1e5e5"])
def test_numbers_that_are_none(number: str) -> None:
    assert said(sheet(f'<row r="8"><c r="C8"><v>{number}</v></c></row>')) == [
        "sheet Items (made up), cell C8: The cell holds no number that can be read."
    ]


def test_a_forged_result_of_a_formula_is_not_believed() -> None:
    (trouble,) = read(sheet('<row r="8"><c r="C8"><f>1+1</f><v>999</v></c></row>')).troubles
    assert (trouble.column, trouble.message) == ("amount", "The cell holds a formula. Enter the value itself.")


def test_a_cell_at_the_end_of_the_world() -> None:
    (message,) = said(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert "Send data of this size as CSV or Parquet." in message


def add(name: str, content: bytes = b"<x/>") -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(name, content)


def insert(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(name, parts[name].replace(old, new, 1))


ACTIVE = "The file holds a macro, an embedded file or a link to other data. Copy the values into a new template."
ENTITIES = "The file defines its own XML entities, which no workbook needs."
NOT_UTF8 = "The file is not written in UTF-8, as Excel writes it."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (add("xl/vbaProject.bin"), ACTIVE),
        (add("xl/externalLinks/externalLink1.xml"), ACTIVE),
        (add("xl/embeddings/oleObject1.bin"), ACTIVE),
        (add("xl/activeX/activeX1.xml"), ACTIVE),
        (add("xl/connections.xml"), ACTIVE),
        (add("xl/queryTables/queryTable1.xml"), ACTIVE),
        (add("xl/macrosheets/sheet1.xml"), ACTIVE),
        (add("customUI/customUI.xml"), ACTIVE),
        (add("../evil.xml"), "The file holds a part with a name that leads outside it."),
        (add("/evil.xml"), "The file holds a part with a name that leads outside it."),
        (add("XL/workbook.xml"), "The file holds two parts of one name."),
        (add("xl/new.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), ENTITIES),
        (insert(PART, b"<worksheet", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet'), ENTITIES),
        (add("xl/new.xml", '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16")), NOT_UTF8),
        (add("xl/new.xml", b'<?xml version="1.0" encoding="ISO-8859-1"?><x/>'), NOT_UTF8),
        (add("xl/new.xml", b"<x>\xff</x>"), NOT_UTF8),
        (add("xl/_rels/new.xml.rels", b'<Relationship Type="a/template" Target="http://x" TargetMode="External"/>'),
         "The file links to data in another place. Copy the values into a new template."),
        (lambda parts: parts.pop("xl/workbook.xml"), DAMAGED),
        (lambda parts: parts.pop(PART), DAMAGED),
        (lambda parts: parts.pop("xl/sharedStrings.xml"), DAMAGED),
        (lambda parts: parts.update({f"xl/p{n}.xml": b"" for n in range(1001)}),
         "The file has more parts than an entry workbook has."),
        (insert("xl/workbook.xml", b"<sheets>", b"<sheets>" + b'<sheet name="x" r:id="rId1"/>' * 100),
         "The workbook has more than 64 sheets."),
        (add("xl/big.xml", bytes(101 * 1024 * 1024)), LARGE),
        (lambda parts: parts.update({f"xl/b{n}.bin": bytes(50 * 1024 * 1024) for n in range(5)}), LARGE),
    ],
)  # fmt: skip
def test_hostile_archives(change: Callable[[dict[str, bytes]], object], message: str) -> None:
    assert said(rebuilt(template(), change)) == [message]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"<html>", b"PK\x05\x06" + bytes(18), template()[:-100], template()[100:]]
)
def test_what_is_no_archive(content: bytes) -> None:
    assert said(content) in ([NO_WORKBOOK], [DAMAGED])


def test_old_and_encrypted_files() -> None:
    assert said(b"\xd0\xcf\x11\xe0" + bytes(100)) == [
        "The file has a password or the old format .xls. Save it as .xlsx without a password."
    ]


def test_a_file_that_is_too_large() -> None:
    assert said(bytes(20 * 1024 * 1024 + 1)) == ["The file is larger than 20 MB."]


def test_a_part_that_lies_about_its_size() -> None:
    """The directory says 10 bytes; 150 MB of zeros come out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(150 * 1024 * 1024))
    content = bytearray(out.getvalue())
    size = struct.pack("<L", 150 * 1024 * 1024)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<L", 10)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert said(bytes(content)) in ([NO_WORKBOOK], ["The file unpacks to more than it says."])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


@settings(max_examples=150)
@given(st.data())
def test_any_damage_is_a_sentence(data: st.DataObject) -> None:
    """Bytes of the file changed anywhere, or of one of its parts."""
    if data.draw(st.booleans()):
        content = bytearray(template())
        for _ in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        read(bytes(content))
        return

    def change(parts: dict[str, bytes]) -> None:
        name = data.draw(st.sampled_from(sorted(parts)))
        part = bytearray(parts[name])
        for _ in range(data.draw(st.integers(1, 8))):
            part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(32, 126))
        parts[name] = bytes(part)

    read(rebuilt(template(), change))
