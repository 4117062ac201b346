"""The page of equations: whole, by itself, the same everywhere, and a reader's browser shows it as meant."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from rbm_spec import resources
from rbm_spec.plan.model import Plan
from rbm_spec.targets.equation import generate
from rbm_spec.targets.equation.page import fragment, page
from rbm_spec.targets.words.phrases import Phrases
from tests.targets.document.test_hostile import LABELS, plan_of
from tests.targets.equation.browser import measured
from tests.targets.equation.test_equation import english
from tests.targets.equation.test_mathml import valid
from tests.targets.plans import itu
from tests.targets.words.little import A, little_plan

MATH = "{http://www.w3.org/1998/Math/MathML}math"
LOADING = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "a"}


def root_of(plan: Plan) -> Element:
    found: Element = fromstring(page(plan, english()).removeprefix("<!DOCTYPE html>"))
    return found


def test_every_quantity_has_equation_and_words() -> None:
    root = root_of(itu())
    quantities = [each for indicator in itu().indicators.values() for each in indicator.method.components]
    assert len(list(root.iter(MATH))) == len(quantities)
    assert len(root.findall(".//p[@class='words']")) == len(quantities)
    assert [each.get("id") for each in root.iter("section")] == list(itu().indicators)
    for each in root.iter(MATH):
        assert each.get("alttext")


def test_page_loads_nothing_and_runs_nothing() -> None:
    (artifact,) = generate(itu())
    assert artifact.path == "equation/index.html"
    text = artifact.content.decode()
    assert "default-src 'none'" in text
    assert not re.search(r"https?://(?!www\.w3\.org/1998/Math)|url\(|@import", text)
    assert {each.tag for each in root_of(itu()).iter()}.isdisjoint(LOADING)


def shape(root: Element) -> list[tuple[str, list[str]]]:
    """The elements of HTML and their attributes, without those of equations."""
    return [(each.tag, sorted(each.attrib)) for each in root.iter() if not each.tag.startswith("{")]


@cache
def plain_shape() -> list[tuple[str, list[str]]]:
    return shape(root_of(plan_of("QQQ")))


@pytest.mark.parametrize("label", LABELS)
def test_labels_are_text(label: str) -> None:
    hostile = root_of(plan_of(label))
    assert shape(hostile) == plain_shape()
    for each in hostile.iter(MATH):
        assert each.get("display") == "block"
    heading = hostile.find(".//h2")
    assert heading is not None
    in_brackets = label.startswith("[") and label.endswith("]")
    assert "".join((heading.text or "").split()) == "".join((label if in_brackets else f"[{label}]").split())


def test_fragment_is_one_element_for_other_pages() -> None:
    plan = little_plan(measures={"a": {**A, "label": "<A>"}, "b": A}, formula="a / (a + b)")
    method = plan.indicators["tested"].method
    found = fragment(plan, method, method.components[0], english())
    root = fromstring(str(found))
    assert root.get("class") == "method"
    assert [each.tag for each in root] == ["div", "p", "dl", "p"]
    assert [each.tag for each in root[0]] == [MATH]
    assert [each.text for each in root.iter("bdi")] == ["<A>", "A"]
    valid(str(found)[str(found).index("<math") : str(found).index("</math>") + 7])


def test_language_without_phrases_has_no_page() -> None:
    assert generate(dataclasses.replace(itu(), spec=dataclasses.replace(itu().spec, authoring_language="tlh"))) == []


PLACES = """
const box = each => document.querySelector(each).getBoundingClientRect();
const math = document.querySelector('math');
return {
  direction: [getComputedStyle(document.documentElement).direction, getComputedStyle(math).direction],
  term: box('dt bdi').right, definition: box('dd').right, page: box('main').right,
  brace: box('math').width <= box('main').width, overflow: document.documentElement.scrollWidth > innerWidth,
};
"""


def test_page_from_right_to_left(tmp_path: Path) -> None:
    """With the phrases of English under an Arabic head, so that only the direction is new."""
    table = tomllib.loads((resources.generators() / "words" / "en.toml").read_text("utf-8"))
    table["language"] |= {"tag": "ar", "direction": "rtl"}
    measures = {"a": {**A, "label": "عدد الموظفين الذين أكملوا التدريب"}, "b": {**A, "label": "عدد الموظفين"}}
    text = page(little_plan(measures=measures, formula="100 * a / (a + b)"), Phrases(table))
    allowing = re.sub(r"<meta http-equiv[^>]*>", "", text.removeprefix("<!DOCTYPE html>"))
    found = measured(tmp_path, allowing, PLACES)
    assert found["direction"] == ["rtl", "ltr"]
    assert found["page"] > found["term"] > found["definition"] > found["page"] / 2
    assert found["brace"]
    assert not found["overflow"]
