"""Text of a spec comes out of every target as that text: those that have no test of this beside them.

Pandas, SQL, workbooks, equations, words, Word, Markdown, forms, reports and the formats of findings have theirs in
tests/targets, tests/results, tests/render and tests/changes. As there, what a target makes of a label must be what it
makes of QQQ, with the label in its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from defusedxml.ElementTree import fromstring

from rbm_spec.plan.model import Plan
from rbm_spec.targets import datapackage
from rbm_spec.targets.document.akoma import akoma_ntoso
from rbm_spec.targets.document.build import _parts, pages_of, rendered
from rbm_spec.targets.document.markdown import one_line
from rbm_spec.targets.document.pandoc import hypertext
from rbm_spec.targets.document.redline import redlined
from rbm_spec.targets.document.templates import WEB, environment
from rbm_spec.targets.document.web import web_page
from tests.redline.settling import ACCEPT, REJECT, settled
from tests.targets.document.plans import ENGLISH
from tests.targets.document.reading import W, parts, text_of
from tests.targets.document.test_hostile import LABELS, PLAIN, papers, plan_of
from tests.targets.excel.books import books, opened
from tests.targets.excel.test_hostile import COMPUTED, formulas
from tests.targets.excel.test_hostile import LABELS as CELLS
from tests.targets.plans import starter

STAMP = re.compile(r"stamp [0-9a-f]{12}|^[0-9a-f]{12,}$")
BETWEEN = str.maketrans("‘’`“”", "'''\"\"")


@cache
def pages() -> dict[str, tuple[bytes, bytes]]:
    """The contribution with its annex as a web page and as Akoma Ntoso, for each label and for QQQ."""
    made = {}
    for label in [PLAIN, *LABELS]:
        plan = plan_of(label)
        documents = {name: replace(each, organ="itu-council") for name, each in plan.documents.items()}
        made[label] = pages_of(replace(plan, documents=documents), ENGLISH)[0]
    templates = environment(WEB, ENGLISH)
    texts = hypertext({label: rendered(templates, page) for label, page in made.items()})
    found = {}
    for label, page in made.items():
        inside = _parts(texts[label], page)
        assert page.identity is not None
        found[label] = web_page(inside, page.properties), akoma_ntoso(inside, page.identity)
    return found


def same(text: str) -> str:
    """Blanks apart, and straight quotes as curly ones, as everywhere in print."""
    return "".join(text.translate(BETWEEN).split())


def skeleton(root: Element) -> list[tuple[str, tuple[str, ...], str]]:
    """Elements with the names of their attributes, and their texts.

    Without the widths of tables, which follow from the texts, and equations, which are set in several lines: see below.
    """
    return list(_walked(root))


def _walked(element: Element) -> Iterator[tuple[str, tuple[str, ...], str]]:
    if not isinstance(element.tag, str):
        yield "comment", (), ""
        return
    if element.tag == "colgroup":
        return
    if element.tag.rpartition("}")[2] == "math":
        yield "math", (), ""
    else:
        yield element.tag, tuple(sorted({*map(str, element.attrib)} - {"style"})), same(element.text or "")
        for child in element:
            yield from _walked(child)
            if tail := same(child.tail or ""):
                yield "", (), tail


def replaced(each: tuple[str, tuple[str, ...], str], label: str) -> tuple[str, tuple[str, ...], str]:
    return each[0], each[1], each[2].replace(PLAIN, same(one_line(label)))


def equations(root: Element) -> list[Element]:
    return [each for each in root.iter() if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == "math"]


def drawn(root: Element) -> str:
    """What an equation shows, without the TeX that goes with it."""
    if root.tag.rpartition("}")[2] == "annotation":
        return ""
    return (root.text or "") + "".join(drawn(each) + (each.tail or "") for each in root)


@pytest.mark.parametrize("form", [0, 1], ids=["web page", "Akoma Ntoso"])
@pytest.mark.parametrize("label", LABELS)
def test_pages_print_it_as_text(label: str, form: int) -> None:
    def read(content: bytes) -> Element:
        if form:
            return fromstring(content)
        return html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(content.decode())

    found, plain = read(pages()[label][form]), read(pages()[PLAIN][form])
    assert skeleton(found) == [replaced(each, label) for each in skeleton(plain)]
    names = {each.tag.rpartition("}")[2] for root in equations(plain) for each in root.iter()}
    names |= {"mtable", "mtr", "mtd", "mspace"}  # of names in several lines, and of blanks in them
    for root in equations(found):
        assert {each.tag.rpartition("}")[2] for each in root.iter()} <= names
    wanted = [same(drawn(root)).replace(PLAIN, same(one_line(label))) for root in equations(plain)]
    assert [same(drawn(root)) for root in equations(found)] == wanted


@pytest.mark.parametrize("label", LABELS)
def test_redline_marks_it_as_text(label: str) -> None:
    """Taken over it is the new document, and turned down the old one; comments and authors are the label alone."""
    old, new = papers()[PLAIN][0], papers()[label][0]
    content = redlined(old, new, label, "2028-01-31", lambda place, was, now: label, "none")
    assert settled(content, ACCEPT) == settled(new, ACCEPT)
    assert settled(content, REJECT) == settled(old, REJECT)
    comments = fromstring(parts(content)["word/comments.xml"])
    said = [each for each in comments if each.tag == f"{W}comment"]
    assert said
    for each in said:
        assert same(text_of(each)) == same(label)
        assert each.get(f"{W}author", "").split() == label.split()
    for part in parts(content).values():
        assert b"TargetMode" not in part


def substituted(value: Any, label: str) -> Any:
    match value:
        case str():
            return value.replace(PLAIN, label)
        case dict():
            return {name: substituted(each, label) for name, each in value.items() if name not in HASHES}
        case list():
            return [substituted(each, label) for each in value]
        case _:
            return value


HASHES = ("meaning", "dc:identifier")


def described(plan: Plan) -> dict[str, Any]:
    return {
        each.path: json.loads(each.content) if each.path.endswith(".json") else each.content.decode()
        for each in datapackage.generate(plan)
    }


@pytest.mark.parametrize("label", LABELS)
def test_data_package_holds_it_as_text(label: str) -> None:
    assert substituted(described(plan_of(label)), label) == substituted(described(plan_of(PLAIN)), label)


def strange(text: str) -> Plan:
    """The starter plan with the text as a code, and as every label of the list and of the indicator."""
    plan = starter()
    offices = plan.codelists["offices"]
    first, *others = offices.codes.items()
    codes = {text: replace(first[1], label=text), **{code: replace(each, label=text) for code, each in others}}
    indicator = plan.indicators["answer_time"]
    method = indicator.method
    (component,) = method.components
    measures = {name: replace(each, spec=replace(each.spec, label=text)) for name, each in method.measures.items()}
    component = replace(component, spec=replace(component.spec, label=text, note=text))
    method = replace(method, measures=measures, components=(component,))
    spec = replace(indicator.spec, title=text, definition=text, responsible=text)
    return replace(
        plan,
        codelists={**plan.codelists, "offices": replace(offices, title=text, codes=codes)},
        indicators={"answer_time": replace(indicator, spec=spec, methods=(method,))},
    )


@pytest.mark.parametrize("text", CELLS)
def test_workbook_holds_codes_and_results_as_text(text: str) -> None:
    """Cells, lists and the sheet of results; no formula, name or validation holds any of it."""
    (content,) = books(strange(text)).values()
    (plain,) = books(strange(PLAIN)).values()
    assert formulas(content) == formulas(plain)
    book, other = opened(content), opened(plain)
    for sheet in book.worksheets:
        beside = other[sheet.title]
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.hyperlink is None
            twin = beside[cell.coordinate]
            assert cell.data_type == twin.data_type, (sheet.title, cell.coordinate)
            if isinstance(twin.value, str) and cell.data_type == "s" and sheet.title not in COMPUTED:
                assert STAMP.sub("", cell.value) == STAMP.sub("", twin.value).replace(PLAIN, text)
        said = [[each.type, each.formula1, str(each.sqref)] for each in sheet.data_validations.dataValidation]
        assert said == [[each.type, each.formula1, str(each.sqref)] for each in beside.data_validations.dataValidation]
    assert sorted(book.defined_names) == sorted(other.defined_names)
    assert [each.attr_text for each in book.defined_names.values()] == [
        each.attr_text for each in other.defined_names.values()
    ]
