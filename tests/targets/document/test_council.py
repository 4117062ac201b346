"""Five kinds of documents for the Council: what each prints, and marks that print numbers and footnotes."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from lxml import etree, html
from openxml_audit import OpenXmlValidator

from rbm_spec import pipeline
from rbm_spec.plan.languages import in_language
from rbm_spec.targets.document import generate
from rbm_spec.targets.document.build import pages_of, rendered
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import GITHUB, WORD, environment
from rbm_spec.targets.words.phrases import phrases
from rbm_spec.translations.applied import EDGE, untranslated
from tests.targets.document.plans import DOCUMENT, ENGLISH, ITU
from tests.targets.document.reading import W, body, dump, parts, style_of
from tests.targets.document.test_akoma import schema
from tests.targets.plans import compiled

TEMPLATES = ("contribution", "council_report", "implementation_report", "methodology_compendium", "resolution_annex")
SECTIONS: list[dict[str, Any]] = [
    {
        "id": "why", "heading": "Reasons", "words": 100,
        "content": [
            {"text": "As section {section:wording} says,{note:Made up, page 1.} so it is."},
            {"items": ["first item{note:Made up, page 2};", "see {section:why}."]},
            {"text": "One more.\n\nAnd another."},
        ],
    },
    {
        "id": "wording", "heading": "Wording",
        "content": [
            {"text": "It could read:"},
            {"alternatives": [
                {"text": "An efficient Union.", "proposed_by": "Member State X"},
                {"text": "A thrifty Union.", "proposed_by": "Member State Y"},
            ]},
            {"outcome": "efficiently_managed_itu"},
            {"indicators_of": "efficiently_managed_itu"},
        ],
    },
]  # fmt: skip


@cache
def plan_of(template: str, annexes: tuple[str, ...] = ()) -> Any:
    document = {**DOCUMENT, "id": "paper", "template": template, "sections": SECTIONS, "annexes": list(annexes)}
    document["organ"] = "itu-council"
    document["purpose"] = "To show.{note:Made up, page 0.}"
    outcome = (ITU / "outcomes" / "efficiently_managed_itu.yaml").read_text("utf-8")
    competing = "alternatives:\n  - {text: Another outcome., proposed_by: Member State Z}\n"
    files = {"documents/paper.yaml": json.dumps(document)}
    return compiled(Path(ITU), {**files, "outcomes/efficiently_managed_itu.yaml": outcome + competing})


@cache
def documents(template: str, annexes: tuple[str, ...] = ()) -> dict[str, bytes]:
    return {artifact.path.split("/")[-1]: artifact.content for artifact in generate(plan_of(template, annexes))}


def lines(template: str) -> list[str]:
    return dump(documents(template)["paper.docx"])


@pytest.mark.parametrize("template", TEMPLATES)
def test_head_and_boxes_come_first_and_word_opens_it_without_repair(template: str, tmp_path: Path) -> None:
    found = lines(template)
    assert found[:3] == [
        "Body: Council 2030",
        "Meeting: Geneva, 4-14 June 2030",
        "| Agenda item: PL 9.9 | Document C30/99-E |",
    ]
    assert [line for line in found if line.startswith("BoxHeading")] == [
        "BoxHeading: Purpose", "BoxHeading: Action required", "BoxHeading: References",
    ]  # fmt: skip
    file = tmp_path / "paper.docx"
    file.write_bytes(documents(template)["paper.docx"])
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_paragraphs_are_numbered_by_word_in_all_but_contributions(template: str) -> None:
    numbered = [line for line in lines(template) if line.startswith("NumberedParagraph: ")]
    expected = ["As section 2 says, so it is.", "One more.", "And another.", "It could read:"]
    assert numbered == ([] if template == "contribution" else [f"NumberedParagraph: {each}" for each in expected])
    styles = fromstring(parts(documents(template)["paper.docx"])["word/styles.xml"])
    numbering = styles.find(f"{W}style[@{W}styleId='NumberedParagraph']/{W}pPr/{W}numPr")
    assert numbering is not None
    level, list_ = numbering.find(f"{W}ilvl"), numbering.find(f"{W}numId")
    assert level is not None
    assert list_ is not None
    assert (level.get(f"{W}val"), list_.get(f"{W}val")) == ("1", "1"), "the second level of the list of sections"


def test_markdown_has_the_same_numbers_as_text() -> None:
    text = documents("council_report")["paper.md"].decode()
    for line in ("## 1 Reasons", "1.1 As section 2 says,[^2] so it is.", "1.3 And another.", "2.1 It could read:"):
        assert line in text.splitlines()
    assert "[^1]: Made up, page 0.\n" in text
    assert "[^3]: Made up, page 2\n" in text


def test_notes_are_footnotes_of_word_and_references_lead_to_headings() -> None:
    content = documents("contribution")["paper.docx"]
    notes = fromstring(parts(content)["word/footnotes.xml"])
    said = ["".join(t.text or "" for t in note.iter(f"{W}t")).strip() for note in notes.iter(f"{W}footnote")]
    assert said[-3:] == ["Made up, page 0.", "Made up, page 1.", "Made up, page 2"]
    bookmarks = {each.get(f"{W}name") for each in body(content).iter(f"{W}bookmarkStart")}
    anchors = [each.get(f"{W}anchor") for each in body(content).iter(f"{W}hyperlink")]
    assert len(anchors) == 2
    assert set(anchors) <= bookmarks


def test_reference_right_behind_a_footnote_is_a_reference() -> None:
    sections = [{"id": "one", "heading": "One", "content": [{"text": "Said.{note:Made up.}{section:one}"}]}]
    document = {**DOCUMENT, "id": "paper", "sections": sections, "annexes": []}
    plan = compiled(Path(ITU), {"documents/paper.yaml": json.dumps(document)})
    content = {artifact.path: artifact.content for artifact in generate(plan)}["document/en/paper.docx"]
    assert dump(content)[-1].replace(EDGE, "") == "FirstParagraph: Said.1"
    assert len(list(body(content).iter(f"{W}footnoteReference"))) == 1
    assert [each.get(f"{W}anchor") for each in body(content).iter(f"{W}hyperlink")] == ["to-section-one"]


HOSTILE = "a] b [c](javascript:x) ^[d] $x$ <script>*y* \\ | `z` {{ 7 * 7"


def test_text_of_a_footnote_is_printed_as_it_stands() -> None:
    sections = [{"heading": "One", "content": [{"text": f"Said.{{note:{HOSTILE.replace('{{', '')}}}"}]}]
    document = {**DOCUMENT, "id": "paper", "organ": "itu-council", "sections": sections, "annexes": []}
    plan = compiled(Path(ITU), {"documents/paper.yaml": json.dumps(document)})
    made = {artifact.path: artifact.content for artifact in generate(plan)}
    said = " ".join(HOSTILE.replace("{{", "").split())
    notes = fromstring(parts(made["document/en/paper.docx"])["word/footnotes.xml"])
    *_, last = ["".join(t.text or "" for t in note.iter(f"{W}t")) for note in notes.iter(f"{W}footnote")]
    assert last.strip() == said
    page = html.fromstring(made["document/en/paper.html"].decode())
    (entry,) = page.xpath("//*[@role='doc-endnotes']//li")
    assert entry.text == said
    (note,) = etree.fromstring(made["document/en/paper.xml"]).xpath("//*[local-name()='authorialNote']")
    assert "".join(note.itertext()) == said


def test_what_is_not_translated_is_marked_and_counted_with_its_notes(tmp_path: Path) -> None:
    shutil.copytree(ITU, tmp_path / "plan")
    document = {**DOCUMENT, "id": "paper", "sections": SECTIONS[:1], "annexes": []}
    (tmp_path / "plan" / "documents" / "paper.yaml").write_text(
        json.dumps(document).replace("{section:wording}", "{section:why}"), "utf-8"
    )
    checked = pipeline.check(tmp_path / "plan")
    assert checked.plan is not None
    words = phrases("fr")
    assert words is not None
    page = next(each for each in pages_of(in_language(checked.plan, "fr"), words) if each.name == "paper")
    text = rendered(environment(GITHUB, words), page)
    assert "As section 1 says,[^1] so it is. \\[EN\\]" in text.replace(EDGE, "")
    assert untranslated(text) == 15, (
        "body, meeting, presenter, title, three in boxes, two references, heading, five texts"
    )


def test_web_page_and_xml_have_the_same_notes_and_references() -> None:
    page = html.fromstring(documents("contribution")["paper.html"].decode())
    assert [each.text_content() for each in page.xpath("//*[@role='doc-noteref']")] == ["1", "2", "3"]
    ends = page.xpath("//*[@role='doc-endnotes']//li")
    assert [each.text for each in ends] == ["Made up, page 0.", "Made up, page 1.", "Made up, page 2"]
    targets = page.xpath("//main//a/@href")
    assert len(targets) == 8
    assert all(page.xpath(f"//*[@id='{target[1:]}']") for target in targets)
    tree = etree.fromstring(documents("contribution")["paper.xml"])
    schema().assertValid(tree)
    names = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
    notes = tree.xpath("//a:authorialNote", namespaces=names)
    assert (notes[0].get("marker"), "".join(notes[0].itertext())) == ("1", "Made up, page 0.")
    assert len(notes) == 3
    assert tree.xpath("//a:ref/@href", namespaces=names) == ["#sec_2", "#sec_1"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_kind_is_valid_as_xml_and_numbers_its_paragraphs_as_word_does(template: str) -> None:
    tree = etree.fromstring(documents(template)["paper.xml"])
    schema().assertValid(tree)
    names = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
    named = tree.xpath("//a:mainBody//a:paragraph[starts-with(@eId, 'para_')]", namespaces=names)
    numbers = [each.findtext(f"{{{names['a']}}}num") for each in named]
    page = html.fromstring(documents(template)["paper.html"].decode())
    assert numbers == [each.text for each in page.xpath("//p/span[@class='number']")]
    assert [each.get("eId") for each in named] == [f"para_{number}" for number in numbers]


def test_competing_wordings_stand_side_by_side_with_who_proposed_them() -> None:
    found = lines("contribution")
    at = found.index("# Wording | Proposed by |")
    assert found[at + 1 : at + 3] == [
        "| [An efficient Union.] | Member State X |",
        "| [A thrifty Union.] | Member State Y |",
    ]
    own, other = found[found.index("# Wording | Proposed by |", at + 1) + 1 :][:2]
    assert own.startswith("| [An efficiently managed ITU with strong")
    assert own.endswith(
        " | Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3 |"
    )
    assert other == "| [Another outcome.] | Member State Z |"


@pytest.mark.parametrize(
    ("template", "present", "absent"),
    [
        ("contribution", "Heading1: Wording", "AnnexHeading: Enablers"),
        ("council_report", "Heading1: Wording", "AnnexHeading: Results table"),
        ("resolution_annex", "AnnexHeading: Enablers", "AnnexHeading: Methodology sheets"),
        ("resolution_annex", "EntryHeading: Membership-driven", "AnnexTitle: Annex"),
        ("resolution_annex", "AnnexHeading: Results table", "AnnexHeading: Indicators"),
        ("methodology_compendium", "AnnexHeading: Indicators", "AnnexHeading: Results table"),
        ("methodology_compendium", "# Indicator | Title | Unit | Responsible | Status, version |", "AnnexTitle: Annex"),
        ("implementation_report", "AnnexHeading: Results table", "AnnexHeading: Methodology sheets"),
    ],
)
def test_what_each_prints(template: str, present: str, absent: str) -> None:
    found = [line.replace("[", "").replace("]", "") for line in lines(template)]
    assert present in found
    assert absent not in found


def test_glossary_is_printed_in_the_annex_to_a_resolution() -> None:
    term = {"term": "Outcome", "definition": "Made up", "source": "Made up, page 3"}
    plan = (ITU / "plan.yaml").read_text("utf-8") + f"glossary:\n  outcome: {json.dumps(term)}\n"
    document = {**DOCUMENT, "id": "paper", "template": "resolution_annex", "annexes": []}
    made = compiled(Path(ITU), {"plan.yaml": plan, "documents/paper.yaml": json.dumps(document)})
    page = next(each for each in pages_of(made, ENGLISH) if each.name == "paper")
    lines = rendered(environment(GITHUB, ENGLISH), page).splitlines()
    assert "## Glossary" in lines
    assert lines.index("| Term | Definition | Source |") < lines.index("| Outcome | Made up | Made up, page 3 |")


def test_report_without_results_says_so() -> None:
    said = "[This copy was made without results of a period. It holds no figures but baselines and targets.]"
    assert f"Statement: {said}" in lines("implementation_report")


def test_indicator_is_referred_to_by_the_number_of_its_sheet() -> None:
    sections = [{"heading": "One", "content": [{"text": "See indicator {indicator:oversight_recommendations}."}]}]
    document = {**DOCUMENT, "id": "paper", "template": "methodology_compendium", "sections": sections}
    plan = compiled(Path(ITU), {"documents/paper.yaml": json.dumps(document)})
    page = next(each for each in pages_of(plan, ENGLISH) if each.name == "paper")
    markdown = rendered(environment(WORD, ENGLISH), page)
    assert "See indicator [6](#to-sheet-6)\\." in markdown
    assert '{id="to-sheet-6"}' in markdown
    assert "See indicator 6." in rendered(environment(GITHUB, ENGLISH), page)


@pytest.mark.parametrize("template", TEMPLATES)
def test_numbers_are_the_same_in_all_languages(template: str) -> None:
    plan = plan_of(template)
    shapes = {}
    for language in ("ar", "en", "es", "fr", "ru", "zh"):
        words = phrases(language)
        assert words is not None
        page = next(each for each in pages_of(plan, words) if each.name == "paper")
        text = rendered(environment(WORD, words), page)
        if template == "contribution":
            found = list(body(converted({"paper": text})["paper"]).iter(f"{W}p"))
            shapes[language] = [style_of(each) for each in found]
        else:
            shapes[language] = [line for line in text.splitlines() if line.startswith(("# ", "## ", "::: {"))]
            shapes[language] = [
                line.split("style=")[-1] if line[0] == ":" else line.split()[0] for line in shapes[language]
            ]
            shapes[language] = [line for line in shapes[language] if "Legend" not in line and "Lead" not in line]
    assert all(shape == shapes["en"] for shape in shapes.values())
