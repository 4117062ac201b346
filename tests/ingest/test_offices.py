"""Forms that LibreOffice saved come back as what was entered, as .xlsx and as .ods; marked copies open there."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from rbm_spec.collect.archive import Refused, parts_of
from rbm_spec.collect.opendocument import read_sheets
from rbm_spec.store.folder import read_store
from tests.collect.books import SHEET, Book, filled
from tests.ingest.offices import saved
from tests.ingest.test_ingest import Office, findings, states
from tests.ingest.test_ingest import office as office
from tests.ingest.test_ingest import starter as starter

ROWS = [
    ["A 1", "north", 1.5, 2, 3.5, True, date(2028, 3, 1), datetime(2028, 3, 1, 9, 30)],
    ["00123", "south", "95 %", None, None, False, date(2028, 2, 29), datetime(2028, 3, 1)],
]
EXPECTED = {
    "code": ["A 1", "00123"],
    "office": ["north", "south"],
    "amount": ["1.5", "0.95"],
    "pieces": ["2", None],
    "price": ["3.5", None],
    "good": ["true", "false"],
    "seen_on": ["2028-03-01", "2028-02-29"],
    "counted_at": ["2028-03-01T09:30:00", "2028-03-01T00:00:00"],
}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_form_saved_by_libreoffice(office: Office, kind: str) -> None:
    import pyarrow.parquet as parquet

    said = office.send({f"form.{kind}": saved(filled(ROWS), office.folder, kind)})
    assert (states(said), findings(said)) == (["accepted"], [])
    assert [one["place"] for one in said["files"][0]["coercions"]] == ["sheet Items (made up), cell C9"]
    ((_, delivery),) = read_store(office.folder / "kept").ledger.current()
    table = parquet.read_table(office.folder / "kept" / "data" / f"{delivery.data}.parquet")
    assert {name: table[name].to_pylist() for name in table.column_names} == EXPECTED


def spoilt(book: Book) -> None:
    book[SHEET]["C9"] = "=1+1"
    book[SHEET]["D9"] = "=1/0"
    book[SHEET].merge_cells("E9:F10")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_faults_are_found_alike(office: Office, kind: str) -> None:
    said = office.send({f"form.{kind}": saved(filled([["A"], ["B", "west"]], spoilt), office.folder, kind)})
    assert findings(said) == [
        ("sheet Items (made up), cells E9:F10", "Cells are merged. Unmerge them."),
        ("sheet Items (made up), cell B9", 'The list offices has no code "west". Allowed here: north, south.'),
        ("sheet Items (made up), cell C9", "The cell holds a formula. Enter the value itself."),
        ("sheet Items (made up), cell D9", "The cell holds a formula. Enter the value itself."),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((b"<office:body>", b'<office:body x="&e;">'), "The workbook is damaged. Open it in LibreOffice"),
        ((b"<office:spreadsheet>", b"<office:spreadsheet><table:cell-range-source/>"), "The file links to data in"),
        ((b"</office:document-content>", b""), "The workbook is damaged. Open it in LibreOffice"),
        (
            (b"</table:table-row>", b'</table:table-row><table:table-row table:number-rows-repeated="99999999"/>'),
            "The workbook is damaged. Open it in LibreOffice",
        ),
    ],
)
def test_hostile_opendocument(tmp_path: Path, change: tuple[bytes, bytes], message: str) -> None:
    from tests.collect.books import rebuilt

    content = saved(filled([["A"]]), tmp_path, "ods")
    changed = rebuilt(content, lambda parts: parts.update({"content.xml": parts["content.xml"].replace(*change)}))
    with pytest.raises(Refused, match=message):
        read_sheets(parts_of(changed))


def test_a_marked_copy_opens(office: Office) -> None:
    import openpyxl

    office.send({"form.xlsx": filled([["A", "west", "=1+1"], [None, "north"]])}, "--marked", office.folder / "back")
    again = saved((office.folder / "back" / "form.xlsx").read_bytes(), office.folder, "xlsx")
    (office.folder / "again.xlsx").write_bytes(again)
    book = openpyxl.load_workbook(office.folder / "again.xlsx")
    assert book.sheetnames[0] == "Findings"
    assert book[SHEET]["B8"].comment.text.endswith('The list offices has no code "west". Allowed here: north, south.')
    assert book[SHEET]["C8"].value == "=1+1"
    assert book[SHEET]["C8"].data_type == "s"
    assert [cell.value for cell in book["Findings"]["B"][4:]] == ["B8", "C8", "A9"]
