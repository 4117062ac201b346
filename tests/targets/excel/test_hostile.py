"""Text that looks like something else comes back as that text, in both readers."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from xml.dom.minidom import parseString

import pytest
from python_calamine import CalamineWorkbook

from rbm_spec.targets import excel
from rbm_spec.targets.excel.limits import check
from tests.targets.excel.books import books, opened
from tests.targets.plans import itu, starter

COMPUTED = ("Results", "Steps", "Sums")
LABELS = [
    "=cmd|'/c calc'!A1",
    "{=1+1}",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org")',
    "http://example.org",
    "mailto:somebody@example.org",
    "internal:'Read me'!A1",
    "file:///etc/passwd",
    "<r><t>rich</t></r>",
    "<r></si><si><t>gone</t></r>",
    "]]></t></si><!--",
    "&amp; &lt; &#65;",
    "quote \" and ' and `",
    "two\nlines",
    "_x0041_ and _x000D_",
    "${owner} $${x} %s {0}",
    "  spaces  ",
    "'5",
    "007",
    "1e5",
    "2028-01-31",
    "TRUE",
    "NA",
    "ألف باء",
    "汉字 😀 👩‍🚀",
]


def planted(label: str) -> str:
    said = json.dumps(label, ensure_ascii=False)
    return f"""
kind: dataset
id: requests
title: {said}
owner: {said}
grain: {said}
key: [request_id]
time: answered_on
fields:
  request_id: {{type: string, required: true, label: {said}, help: {said}}}
  office: {{type: code, codelist: offices, label: {said}}}
  channel: {{type: code, codelist: channels, label: {said}}}
  received_on: {{type: date, label: {said}}}
  answered_on: {{type: date, label: {said}}}
rules:
  - {{condition: answered_on >= received_on, message: {said}}}
"""


@pytest.mark.parametrize("label", LABELS)
def test_text_stays_text(label: str) -> None:
    (content,) = books(starter(requests=planted(label))).values()
    book = opened(content)
    sheet = book.worksheets[1]
    assert [sheet["A1"].value, sheet["A2"].value] == [label, label]
    assert sheet["A4"].value == f"* {label}"
    assert [sheet["B4"].value, sheet["A6"].value] == [label, label]
    for each in book.worksheets:
        for cell in (cell for row in each.iter_rows() for cell in row):
            assert cell.hyperlink is None
            if each.title not in COMPUTED:
                assert cell.data_type in ("s", "n"), cell.coordinate
                assert isinstance(cell.value, str | None) or each.title == "Texts"
    other = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet.title).to_python()
    assert [other[0][0], other[3][0]] == [label, f"* {label}"]


@pytest.mark.parametrize("label", LABELS)
def test_parts_are_well_formed_and_formulas_hold_no_text(label: str) -> None:
    """Another label changes no formula."""
    (content,) = books(starter(requests=planted(label))).values()
    (plain,) = books(starter(requests=planted("Label"))).values()
    assert formulas(content) == formulas(plain)


def formulas(content: bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for part in parts.namelist():
            document = parseString(parts.read(part))
            assert not document.getElementsByTagName("hyperlink"), part
            found += [each.toxml() for each in document.getElementsByTagName("f")]
    assert found
    return found


def test_codes_come_back_as_text() -> None:
    plan = starter()
    (content,) = books(plan).values()
    area = opened(content).defined_names["list_channels"].attr_text.split("!")[1].replace("$", "")
    cells = [row[0] for row in opened(content)["Lists"][area]]
    assert [cell.value for cell in cells] == list(plan.codelists["channels"].codes)
    assert {cell.number_format for cell in cells} == {"@"}


def test_what_excel_cannot_hold_is_found() -> None:
    text = f"""
kind: dataset
id: requests
title: Requests
owner: Desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {{type: string, label: {"a" * 256}, pattern: "[0-9]{{4}}"}}
  office: {{type: code, codelist: offices, label: {"b" * 255}}}
  channel: {{type: code, codelist: channels, label: Channel, help: {"c" * 256}}}
  received_on: {{type: date, label: Received, minimum: 1899-12-31}}
  answered_on: {{type: date, label: {"d" * 40}, help: {"e" * 214}}}
"""
    plan = starter(requests=text)
    assert [(each.rule.code, each.where.dotted) for each in check(plan)] == [
        ("RBM802", "datasets.requests.fields.request_id.label"),
        ("RBM803", "datasets.requests.fields.request_id.pattern"),
        ("RBM801", "datasets.requests.fields.channel.help"),
        ("RBM804", "datasets.requests.fields.received_on.minimum"),
        ("RBM801", "datasets.requests.fields.answered_on.help"),
    ]
    (content,) = books(plan).values()
    sheet = opened(content).worksheets[1]
    assert sheet["A4"].value == "a" * 256
    assert sheet["C6"].value == "c" * 256
    prompts = [each.prompt for each in sheet.data_validations.dataValidation]
    assert max(map(len, prompts)) == 255
    assert [prompt[-1] for prompt in prompts] == ["…", "b", "…", "1", "…"]


def test_the_plan_of_the_proposal_fits_into_workbooks() -> None:
    assert excel.check(itu()) == []
    assert {each.rule.code for each in excel.left_out(itu())} == {"RBM805"}
