"""Text that looks like a reference, XML, Markdown or a formula is shown, and is never anything else."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from rbm_spec.targets.xlsform.literals import JOINER, literal, shown
from tests.targets.excel.books import opened
from tests.targets.excel.test_hostile import LABELS, planted
from tests.targets.plans import ROOT, compiled, starter
from tests.targets.xlsform.forms import MODEL, books, converted

MORE = [
    "${office}",
    "${nothing}",
    "${",
    "${last-saved#office}",
    "instance('offices')/root/item[name = 'x']/label",
    "<output value=\"/the-form/the-row/office\"/>",
    "**bold** _it_ # head",
    "[click](https://example.org) ![](x.png)",
    "<script>alert(1)</script> <b>",
    "' or true() or '",
    "\u2019 or true() or \u2018",
    "once(today()) pulldata('a', 'b')",
    "-",
    "yes",
    "jr:itext('x')",
]  # fmt: skip
SHOWING = {"label", "hint", "title"}
TOLD = {
    "{http://openrosa.org/javarosa}constraintMsg",
    "{http://openrosa.org/javarosa}requiredMsg",
    "version",
}


def skeleton(form: ElementTree.Element) -> list[tuple[str, dict[str, str], str]]:
    """Everything but the texts that people read."""
    return [
        (
            each.tag,
            {name: text for name, text in each.attrib.items() if name not in TOLD},
            "" if each.tag.rpartition("}")[2] in SHOWING else each.text or "",
        )
        for each in form.iter()
    ]


def plain(text: str) -> str:
    """What a reader sees, with spaces and quotation marks as converters leave them."""
    text = re.sub(r"\\([\\*_#`~])", r"\1", text.replace(JOINER, ""))
    for curly, straight in ("\u2018'", "\u2019'", '\u201c"', '\u201d"'):
        text = text.replace(curly, straight)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").strip())


@pytest.mark.parametrize("label", [*LABELS, *MORE])
def test_labels_stay_labels(label: str) -> None:
    content = books(starter(requests=planted(label)))["requests"]
    cells = [cell for sheet in opened(content).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    form = converted(content)
    assert skeleton(form) == skeleton(converted(books(starter(requests=planted("x")))["requests"]))
    controls = [
        each
        for each in form.iter()
        if each.get("ref", "").startswith("/the-form/the-row/") and each.find(f"{MODEL}label") is not None
    ]
    shown_labels = [each.findtext(f"{MODEL}label", "") for each in controls][1:]
    assert {plain(each) for each in shown_labels} == {plain(label)}
    (told,) = {text for each in form.iter() for name, text in each.attrib.items() if name.endswith("constraintMsg")}
    assert plain(told) == plain(label)


@pytest.mark.parametrize("label", [*LABELS, *MORE])
def test_nothing_of_a_label_is_markdown(label: str) -> None:
    said = shown(label)
    assert not re.search(r"\$\{|\]\(|<[^\u2060]|instance\(", said)
    assert not re.search(r"(?<!\\)(\\\\)*[*_#`~]", re.sub(r"\\[\\*_#`~]", "", said))


CODES = [
    "meta",
    "it's",
    'a"b',
    "x y",
    "a_b*c",
    "<b>",
    "&amp;",
    "${office}",
    "${x",
    "=1+1",
    "\u2019",
    "a  b",
    " a",
    "NA",
    "007",
    "-1",
    "true",
]
CODELIST = """
kind: codelist
id: offices
title: Offices
codes:
  plain: {label: Plain}
"""


@pytest.mark.parametrize("code", CODES)
def test_codes_are_offered_as_they_are_or_not_at_all(code: str) -> None:
    codelist = CODELIST + f"  {json.dumps(code)}: {{label: {json.dumps('The ' + code)}}}\n"
    plan = compiled(ROOT / "generators" / "init", {"codelists/offices.yaml": codelist})
    form = converted(books(plan)["requests"])
    offered = [each.text for each in form.findall(f".//{MODEL}instance[@id='offices']//{MODEL}name")]
    changed = code in ("${office}", "${x", "\u2019", "a  b", " a")
    assert offered == ([] if changed else ["plain", code])
    assert form.find(f".//{MODEL}{'input' if changed else 'select1'}[@ref='/the-form/the-row/office']") is not None


FIELDS = [
    "meta",
    "instance_id",
    "name",
    "label",
    "type",
    "data",
    "row",
    "about",
    "today",
    "start",
    "deviceid",
    "note",
    "end",
    "list_name",
    "true_",
    "group",
]


def test_fields_may_have_any_id() -> None:
    fields = "".join(f"  {name}: {{type: string, label: {name}}}\n" for name in FIELDS)
    rules = "".join(f'  - {{condition: {name} != "x", message: No.}}\n' for name in FIELDS)
    head = "kind: dataset\nid: strange\ntitle: T\nowner: O\ngrain: G\nkey: [meta]\n"
    plan = starter(strange=f"{head}fields:\n{fields}rules:\n{rules}")
    form = converted(books(plan)["strange"])
    data = form.find(f".//{MODEL}instance/{MODEL}the-form/{MODEL}the-row")
    assert data is not None
    assert [each.tag.removeprefix(MODEL) for each in data] == ["about-row", "meta-field", *FIELDS[1:]]
    binds = {each.get("nodeset", ""): each.get("constraint", "") for each in form.iter(f"{MODEL}bind")}
    for name in FIELDS:
        path = f"/the-form/the-row/{'meta-field' if name == 'meta' else name}"
        assert f"{path} " in binds[path]


def test_literals() -> None:
    assert literal("it's") == "concat('it', \"'\", 's')"
    assert literal("${a}") == "concat('$', '{a}')"
    assert literal("") == "''"
    assert literal("\u2019 or true()") is None
