"""A refused .ods file goes back marked, and is else what its sender saved: seen by LibreOffice, and byte by byte."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest

from rbm_spec.collect.archive import Refused, parts_of
from rbm_spec.collect.odsmarks import mark
from rbm_spec.collect.opendocument import read_sheets
from tests.collect.books import SHEET, filled, rebuilt
from tests.ingest.offices import saved
from tests.ingest.test_ingest import Office, findings, states
from tests.ingest.test_ingest import office as office
from tests.ingest.test_ingest import starter as starter

Book = openpyxl.Workbook
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
SAID = 'The list offices has no code "west". Allowed here: north, south.'


def spoilt(book: Book) -> None:
    book[SHEET]["C9"] = '=HYPERLINK("http://example.org","x")'
    book[SHEET]["B9"].comment = openpyxl.comments.Comment("Ask Geneva.", "Sender")
    book.worksheets[0]["H30"] = "kept, far from the rows"


def tables(content: bytes) -> dict[str, bytes]:
    """Each sheet as it stands in the file."""
    part = zipfile.ZipFile(io.BytesIO(content)).read("content.xml")
    found = re.finditer(rb'<table:table table:name="([^"]*)".*?</table:table>', part, re.DOTALL)
    return {each[1].decode(): each[0] for each in found}


def test_marks_as_libreoffice_shows_them(office: Office) -> None:
    before = saved(filled([["A"], ["B", "west"]], spoilt), office.folder, "ods")
    said = office.send({"form.ods": before}, "--marked", office.folder / "back")
    assert (states(said), said["files"][0]["notes"]) == (["refused"], [])
    copy = (office.folder / "back" / "form.ods").read_bytes()
    (office.folder / "typed.xlsx").unlink()
    shown = openpyxl.load_workbook(io.BytesIO(saved(copy, office.folder, "xlsx")))
    sheet = shown[SHEET]
    assert shown.sheetnames[0] == shown.active.title == "Findings"
    assert sheet["B9"].comment.text.replace("\n", "") == f"Ask Geneva.{SAID}"
    assert sheet["C9"].comment.text.startswith("The cell holds a formula.")
    red = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFF4B6B0"}
    assert red == {"B9", "C9"}
    assert (sheet["C9"].data_type, sheet["C9"].value) == ("s", '=HYPERLINK("http://example.org";"x")')
    assert [[cell.value for cell in row] for row in shown["Findings"].iter_rows(min_row=5, max_col=2)] == [
        [SHEET, "B9"], [SHEET, "C9"],
    ]  # fmt: skip
    assert shown.worksheets[1]["H30"].value == "kept, far from the rows"


def test_all_else_keeps_every_byte(office: Office) -> None:
    before = saved(filled([["A"], ["B", "west"]]), office.folder, "ods")
    office.send({"form.ods": before}, "--marked", office.folder / "back")
    after = (office.folder / "back" / "form.ods").read_bytes()
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    assert new.namelist() == old.namelist()
    assert new.infolist()[0].filename == "mimetype"
    assert new.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["content.xml"]
    was, now = tables(before), tables(after)
    assert [name for name in now if now[name] != was.get(name)] == ["Findings", SHEET]
    one, other = (read_sheets(parts_of(content))[SHEET] for content in (before, after))
    assert one.rows == other.rows
    assert one.merged == other.merged


def test_the_same_copy_each_time_and_marked_again(office: Office) -> None:
    before = saved(filled([["A", "west"]]), office.folder, "ods")
    marks = [(SHEET, "B8", "Not this.")]
    once = mark(before, ["Head"], marks)
    assert once == mark(before, ["Head"], marks)
    twice = mark(once, ["Head"], marks)
    assert list(tables(twice))[:2] == ["Findings +", "Findings"]
    assert b"Not this.</text:p><text:p>Not this." in tables(twice)[SHEET]
    said = office.send({"again.ods": once})
    assert [place for place, _ in findings(said)] == [f"sheet {SHEET}, cell B8"]


LITTLE = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles><style:style
 style:name="a&gt;b" style:family="table-cell"><style:text-properties fo:color="#123456"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="S">
<table:table-column table:number-columns-repeated="9" table:default-cell-style-name="a&gt;b"/>
<table:table-row table:number-rows-repeated="7"><table:table-cell table:number-columns-repeated="5" title="x > y"/>
<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


SETTINGS = '<config:config-item config:name="ActiveTable" config:type="string">S</config:config-item>'


def package(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("settings.xml", SETTINGS)
    return out.getvalue()


def grid(content: bytes, sheet: str) -> dict[tuple[int, int], ElementTree.Element]:
    """Every cell that the table says it has, by row and column."""
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))
    (table,) = (each for each in root.iter(f"{TABLE}table") if each.get(f"{TABLE}name") == sheet)
    found, row = {}, 0
    for line in table.iter(f"{TABLE}table-row"):
        for _ in range(int(line.get(f"{TABLE}number-rows-repeated", "1"))):
            row, column = row + 1, 0
            for cell in line.iter(f"{TABLE}table-cell"):
                for _ in range(int(cell.get(f"{TABLE}number-columns-repeated", "1"))):
                    column += 1
                    found[row, column] = cell
    return found


def test_rows_and_cells_that_stand_for_several_are_cut() -> None:
    """Marks in the middle, at both ends, and beyond the last cell; all other cells are there as before."""
    places = {"A1": (1, 1), "C3": (3, 3), "E3": (3, 5), "F4": (4, 6), "E7": (7, 5), "I5": (5, 9)}
    marked = grid(mark(package(LITTLE), ["Head"], [("S", cell, f"At {cell}.") for cell in places]), "S")
    noted = {at: "".join(cell.find(f"{OFFICE}annotation").itertext()) for at, cell in marked.items()
             if cell.find(f"{OFFICE}annotation") is not None}  # fmt: skip
    assert noted == {at: f"At {cell}." for cell, at in places.items()}
    before = grid(package(LITTLE), "S")
    assert set(marked) == {*before, (5, 7), (5, 8), (5, 9)}
    for at, cell in before.items():
        assert marked[at].get("title") == cell.get("title")
        assert [each.text for each in marked[at].findall("{*}p")] == [each.text for each in cell.findall("{*}p")]


def test_a_marked_cell_keeps_its_looks() -> None:
    part = zipfile.ZipFile(io.BytesIO(mark(package(LITTLE), [], [("S", "A1", "No.")]))).read("content.xml").decode()
    (style,) = re.findall(r'<style:style[^>]*"rbm-marked-1".*?</style:style>', part.replace("\n", " "))
    assert 'fo:background-color="#f4b6b0"' in style
    assert 'fo:color="#123456"' in style


def test_the_copy_opens_at_the_list() -> None:
    made = zipfile.ZipFile(io.BytesIO(mark(package(LITTLE), [], [("S", "A1", "No.")])))
    assert made.read("settings.xml").decode() == SETTINGS.replace(">S<", ">Findings<")


def test_text_stays_text() -> None:
    text = '<text:p> & "quotes" ]]> \x01'
    part = mark(package(LITTLE), [text], [("S", "A1", text), ("", "", text)])
    cells = grid(part, "Findings")
    assert "".join(cells[1, 1].itertext()) == '<text:p> & "quotes" ]]> \ufffd'


@pytest.mark.parametrize(
    "change",
    [("table:", "t:"), ("<office:automatic-styles>", "<office:x>"), ("text:1.0", "x")],
)
def test_what_is_written_otherwise_is_not_marked(change: tuple[str, str]) -> None:
    with pytest.raises(Refused):
        mark(package(LITTLE.replace(*change)), [], [("S", "A1", "No.")])


def renamed(part: bytes) -> bytes:
    """The same XML with another prefix for one of its namespaces."""
    return part.replace(b"fo:", b"f:").replace(b":fo=", b":f=")


def test_the_file_of_a_stranger_is_said_not_to_be_marked(office: Office) -> None:
    content = saved(filled([["A", "west"]]), office.folder, "ods")
    odd = rebuilt(content, lambda parts: parts.update({"content.xml": renamed(parts["content.xml"])}))
    said = office.send({"odd.ods": odd}, "--marked", office.folder / "back")
    assert states(said) == ["refused"]
    assert said["files"][0]["notes"] == ["No marked copy could be made of it."]
