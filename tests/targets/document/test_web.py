"""Documents as web pages: well-formed, whole by themselves, alike in all languages, and open to all readers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.targets.document.plans import CONTRIBUTION, invented_documents
from tests.targets.document.test_languages import LANGUAGES, OTHERS, documents
from tests.visiting import READERS, visits

NAMES = (CONTRIBUTION, "annex")


def page(language: str, name: str) -> Element:
    """The page as a browser reads it; anything that a browser would have to mend raises."""
    text = documents()[f"document/{language}/{name}.html"].decode()
    found: Element = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(text)
    return found


def outline_of(found: Element) -> list[tuple[str, str]]:
    """Headings with the name of their section, tables with their rows and columns, and equations, in order."""
    said: list[tuple[str, str]] = []
    for each in found.iter():
        if each.tag == "section":
            said.append(("section", each.get("id", "")))
        elif each.tag in ("h1", "h2", "h3", "h4", "h5"):
            said.append((each.tag, "".join(n.text or "" for n in each.iter("span") if n.get("class") == "number")))
        elif each.tag == "table":
            said.append(("table", "x".join(str(len(row)) for row in each.iter("tr"))))
        elif each.tag == "math":
            said.append(("math", ""))
    return said


def test_headings_and_their_numbers() -> None:
    assert [each for each in outline_of(page("en", CONTRIBUTION)) if each[0] != "section"] == [
        ("h1", ""), ("h2", "1"), ("h2", "2"), ("h2", "3"),
    ]  # fmt: skip
    numbers = [said for kind, said in outline_of(page("en", "annex")) if kind == "h3"]
    assert numbers == [f"Indicator {number}:" for number in range(1, 8)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", OTHERS)
def test_sections_tables_and_equations_are_those_of_the_english(language: str, name: str) -> None:
    mine, english = outline_of(page(language, name)), outline_of(page("en", name))
    for kind in ("section", "table", "math"):
        assert [said for each, said in mine if each == kind] == [said for each, said in english if each == kind]
    assert [each for each, _ in mine] == [each for each, _ in english]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_its_language_and_title_and_needs_nothing_else(language: str) -> None:
    found = page(language, CONTRIBUTION)
    assert found.get("lang", "").startswith(language)
    assert found.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert "[" in (found.findtext("head/title") or "")
    assert [each.tag for each in found.iter() if each.tag in ("script", "link", "iframe", "object", "form")] == []
    assert [each.tag for each in found.iter() if each.get("src") or each.get("href")] == []


def test_header_cells_say_what_of() -> None:
    found = page("en", "annex")
    assert {each.get("scope") for each in found.iter("th")} == {"col", "row"}
    first = next(found.iter("table"))
    assert first.findtext("caption") == "Table\u00a01: Indicators of the outcome, their baselines and targets"
    assert [each.text for each in first.iter("th")][:3] == ["Indicator", "Quantity", "Baseline"]


def test_full_head_and_annex_stand_on_one_page() -> None:
    text = invented_documents()["document/en/full_head.html"].decode()
    found = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(text)
    assert [each.get("id") for each in found.iter("section")] == ["sec_1", "sec_2", "att_1", "att_1__sec_1"]
    assert [each.text for each in found.iter("h1")] == ["Invented for a test", "Annex"]
    assert "<strong>Document C30/99-E</strong>" in text


@cache
def met(language: str, name: str, folder: Path) -> dict[str, Any]:
    place = folder / f"{language}-{name}.html"
    place.write_bytes(documents()[f"document/{language}/{name}.html"])
    return visits(place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_readers_meet_no_obstacle(folder: Path, language: str, name: str) -> None:
    for reader in READERS:
        found = met(language, name, folder)[reader]
        assert (reader, found["violations"], found["said"], found["wide"]) == (reader, [], [], 0)
        assert [each.rpartition("/")[2] for each in found["asked"]] == [f"{language}-{name}.html"]
