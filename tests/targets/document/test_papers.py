"""Each kind of document in six languages: the same numbers, tables and lists of contents in every form."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from rbm_spec.targets.words.phrases import phrases
from tests.targets.document.papers import KINDS, LANGUAGES, papers
from tests.targets.document.reading import W, body, parts, style_of, text_of
from tests.targets.document.test_akoma import schema
from tests.targets.document.test_languages import shape
from tests.targets.document.test_web import outline_of

OTHERS = tuple(language for language in LANGUAGES if language != "en")
LISTED = ("council_report", "methodology_compendium")
NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


def paper(language: str, kind: str, form: str = "docx") -> bytes:
    return papers()[f"document/{language}/{kind}.{form}"]


def entries(content: bytes) -> list[tuple[str, str, str | None]]:
    """The list of contents: style, text, and the bookmark that each line leads to."""
    frame = body(content).find(f"{W}sdt")
    if frame is None:
        return []
    found = [p for p in frame.iter(f"{W}p") if style_of(p) != "TOCHeading"]
    links = [p.find(f"{W}hyperlink") for p in found]
    return [
        (style_of(p), text_of(p), None if link is None else link.get(f"{W}anchor"))
        for p, link in zip(found, links, strict=True)
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_word_opens_them_without_repair_or_question(language: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(paper(language, kind))
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []
    for name, part in parts(paper(language, kind)).items():
        assert b"updateFields" not in part
        assert b"dirty" not in part
        assert b"TargetMode" not in part
        assert "vba" not in name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", OTHERS)
def test_numbers_and_tables_are_those_of_the_english_in_every_form(language: str, kind: str) -> None:
    mine, english = (shape(paper(each, kind)) for each in (language, "en"))
    # A legend may be a list of parts in one language where the sentence is short enough in another.
    assert [each for each in mine if each != "Legend"] == [each for each in english if each != "Legend"]
    pages = [html5lib.HTMLParser(namespaceHTMLElements=False, strict=True) for _ in range(2)]
    mine_web, english_web = (
        [
            (kind, said if kind != "h3" else "")
            for kind, said in outline_of(page.parse(paper(each, kind, "html").decode()))
        ]
        for page, each in zip(pages, (language, "en"), strict=True)
    )
    assert mine_web == english_web
    trees = [etree.fromstring(paper(each, kind, "xml")) for each in (language, "en")]
    schema().assertValid(trees[0])
    names = [[(each.tag, each.get("eId")) for each in tree.iter() if each.get("eId")] for tree in trees]
    assert names[0] == names[1]
    tables = [
        [len(table.xpath(".//a:td|.//a:th", namespaces=NAMES)) for table in tree.iter("{*}table")] for tree in trees
    ]
    assert tables[0] == tables[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_footnote_of_a_text_without_translation_is_a_footnote(language: str) -> None:
    inside = parts(paper(language, "contribution"))
    assert inside["word/document.xml"].count(b"<w:footnoteReference ") == 1
    assert b"Made up, page 1." in inside["word/footnotes.xml"]
    assert b"Made up, page 1." not in inside["word/document.xml"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LISTED)
def test_contents_list_is_filled_and_leads_to_headings(kind: str, language: str) -> None:
    content = paper(language, kind)
    found = entries(content)
    where = {
        each.get(f"{W}name"): text_of(p) for p in body(content).iter(f"{W}p") for each in p.findall(f"{W}bookmarkStart")
    }
    words = phrases(language)
    assert words is not None
    numbers = {f"{number}\t" for number in range(1, 3)} | {
        f"{words.say('document.indicator_number', str(number))}\t" for number in range(1, 8)
    }
    assert [style for style, _, _ in found].count("TOC2") == 7
    for _, text, anchor in found:
        number = next((each for each in numbers if text.startswith(each)), "")
        assert where[anchor] == text.removeprefix(number)
    assert sum("\t" in text for _, text, _ in found) == (9 if kind == "methodology_compendium" else 7)


@pytest.mark.parametrize("kind", LISTED)
def test_contents_list_is_the_same_on_the_web(kind: str) -> None:
    page = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(paper("en", kind, "html").decode())
    nav = page.find(".//nav")
    links = list(nav.iter("a"))
    assert ["".join(link.itertext()) for link in links] == [
        text.replace("\t", " ") for _, text, _ in entries(paper("en", kind))
    ]
    sections = {f"#{each.get('id')}" for each in page.iter("section")}
    assert {link.get("href") for link in links} <= sections


def test_field_holds_the_list_and_covers_what_follows_it() -> None:
    found = body(paper("en", "council_report"))
    frame = found.find(f"{W}sdt")
    assert frame is not None
    assert [each.get(f"{W}fldCharType") for each in frame.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
    assert [each.text for each in frame.iter(f"{W}instrText")] == [' TOC \\b _Contents \\o "1-2" \\n \\h \\z \\u ']
    assert found[list(found).index(frame) + 1].get(f"{W}name") == "_Contents"
    assert next(text for _, text, _ in entries(paper("en", "council_report"))) == "Results table"


@pytest.mark.parametrize("kind", ["contribution", "implementation_report", "resolution_annex"])
def test_short_ones_have_none(kind: str) -> None:
    assert entries(paper("en", kind)) == []
