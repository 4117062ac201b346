"""What the documents say, in which order and style, and what Word needs to show them well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from openxml_audit import OpenXmlValidator

from rbm_spec.expr.nodes import Call
from rbm_spec.targets.document.build import pages_of, rendered
from rbm_spec.targets.document.templates import GITHUB, environment
from rbm_spec.targets.words.phrases import phrases
from tests.targets.document.plans import CONTRIBUTION, ENGLISH, ITU, invented_documents, itu_documents
from tests.targets.document.reading import M, W, body, dump, parts, style_of, text_of
from tests.targets.plans import compiled, itu

EXPECTED = Path(__file__).parent / "expected"
OUTCOME = (
    "An efficiently managed ITU with strong and transparent oversight and accountability to deliver the Strategic Plan."
)
RECEIVED = "number of oversight recommendations received and accepted"


@pytest.mark.parametrize("name", [CONTRIBUTION, "annex"])
def test_word_document_reads_as_expected(name: str, update: bool) -> None:
    found = "\n".join(dump(itu_documents()[f"document/en/{name}.docx"])) + "\n"
    expected = EXPECTED / f"{name}.txt"
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "# ANNEX",
        "Made from version 0.1.0 of the specification (draft). Outcomes and titles in \\[square brackets\\] have not "
        "been agreed. Everything else, from definitions to labels, is the draft of the editors of the specification, "
        "unless the status of the indicator is agreed.",
        "## Results table",
        f"> Outcome: \\[{OUTCOME}\\]",
        "| Indicator | Quantity | Baseline | Target 2028 | Target 2029 | Target 2030 | Target 2031 |",
        f"| \\[{RECEIVED}\\] | Acceptance rate (%) | to be determined (2027) | – | – | – | to be determined |",
        "## Methodology sheets",
        "## Indicator 1: \\[average recruitment timelines\\]",
        f"## Indicator 6: \\[{RECEIVED}\\]",
        "| **Status, version** | proposed, 0.1.0 |",
        "| **Direction** | neither higher nor lower is better |",
        "| **Source of the title** | Proposal to the Council Working Group for strategic and financial plans "
        "2028-2031, section 3 |",
        "#### Acceptance rate (per cent; higher is better)",
        r"$$\text{Acceptance rate} = \frac{100 \times \text{Accepted}}{\text{Of these, decided by ITU}}$$",
        "In words: among the rows of “Oversight recommendations” with “Received on” in the reporting period: number of "
        "recommendations where “Decision” is “Accepted”, divided by the number of recommendations where “Decision” is "
        "one of “Accepted”, “Accepted in part”, “Not accepted”, as a percentage.",
        "| R2 | External Auditor | Executive head |  | 2028-05-15 | Accepted in part | 2028-06-20 |",
        "| Acceptance rate | 60.0 | % |",
        "| Courses due that are completed | 66.7 (exactly 200/3) | % |",
        "| Mean | no value: there is nothing to compute it from | calendar days |",
        "| Of these, decided by ITU | 5 | recommendations |",
        r"$$\text{Acceptance rate} = \frac{100 \times 3}{5} = \text{60.0}$$",
        r"$$\text{Courses due that are completed} = \frac{100 \times 4}{6} \approx \text{66.7}$$",
        r"$$\text{Unqualified opinions out of those issued} = \frac{1}{2} = \text{1 out of 2}$$",
        r"$$\text{Unqualified opinions out of those issued} = \frac{0}{0} = \text{no value: the divisor is zero}$$",
    ],
)
def test_annex_says(line: str) -> None:
    assert line in markdown_of("annex")


def test_every_sheet_begins_with_what_of_it_is_not_agreed() -> None:
    lines = markdown_of("annex")
    heads = [number for number, line in enumerate(lines) if line.startswith("## Indicator ")]
    assert [lines[number + 2] for number in heads] == [
        "The indicator has not been agreed, and its whole sheet is a draft. The title is the wording of the proposal; "
        "definition, method, labels and examples are the draft of the editors of the specification."
    ] * 7


def test_agreed_indicator_has_neither_brackets_nor_a_reservation() -> None:
    file = "indicators/oversight_recommendations.yaml"
    text = (ITU / file).read_text("utf-8").replace("status: proposed", "status: agreed")
    words = phrases("en")
    assert words is not None
    *_, page = pages_of(compiled(ITU, {file: text}), words)
    lines = [line for line in rendered(environment(GITHUB, ENGLISH), page).splitlines() if line]
    assert lines[lines.index(f"## Indicator 6: {RECEIVED}") + 1] == "| | |"
    assert sum("The indicator has not been agreed" in line for line in lines) == 6


def test_contribution_keeps_the_words_of_the_proposal_and_marks_those_of_its_editors() -> None:
    lines = markdown_of(CONTRIBUTION)
    assert lines.count(f"> \\[{OUTCOME}\\]") == 1
    assert lines[-1].startswith("- \\[average timeline for completing internal audit")
    note = lines.index("\\[Editorial note: the document meant is JIU/NOTE/2017/1.\\]")
    assert lines[note - 2].endswith("managing for achieving results”\u00a0(2017/1).")


def markdown_of(name: str) -> list[str]:
    return itu_documents()[f"document/en/{name}.md"].decode().splitlines()


def test_head_has_everything_in_the_order_of_council_documents() -> None:
    assert dump(invented_documents()["document/en/full_head.docx"])[:22] == [
        "Body: Council 2030",
        "Meeting: Geneva, 4-14 June 2030",
        "| Agenda item: PL 9.9 | Document C30/99-E |",
        "|  | 9 March 2030 |",
        "|  | Original: Russian |",
        "PresentedBy: Report by the Secretary-General",
        "Title: Invented for a test",
        "BoxHeading: Purpose",
        "BoxText: First paragraph.",
        "BoxText: Second paragraph.",
        "BoxHeading: Action required",
        "BoxText: The Council is invited to take note.",
        "BoxRule: _______________",
        "BoxHeading: References",
        "BoxReference: Document X; Document Y",
        "Heading1: Lists",
        "DashList: first item;",
        "DashList: second item;",
        "DashList: last item.",
        "Heading1: Wording",
        f"Statement: [{itu().outcomes['efficiently_managed_itu'].statement}]",
        "AnnexTitle: Annex",
    ]


def test_unknown_facts_of_the_head_are_absent() -> None:
    head = dump(itu_documents()[f"document/en/{CONTRIBUTION}.docx"])[:4]
    assert head[2:] == ["|  | Original: English |", "PresentedBy: [Author of the contribution to be supplied]"]


def test_document_carries_only_the_annexes_it_names() -> None:
    lines = dump(invented_documents()["document/en/full_head.docx"])
    assert "AnnexHeading: Results table" in lines
    assert not any("Methodology" in line for line in lines)
    assert not any("AnnexTitle" in line for line in dump(itu_documents()[f"document/en/{CONTRIBUTION}.docx"]))


def test_number_of_the_document_stands_in_the_footer() -> None:
    assert footer(invented_documents()["document/en/full_head.docx"]) == "C30/99-E\t1"
    assert footer(itu_documents()["document/en/annex.docx"]) == "\t1"


def footer(content: bytes) -> str:
    return text_of(fromstring(parts(content)["word/footer1.xml"]))


def test_properties_come_from_the_spec_and_not_from_the_clock() -> None:
    core = parts(invented_documents()["document/en/full_head.docx"])["docProps/core.xml"].decode()
    assert "<dc:title>Invented for a test</dc:title>" in core
    assert "<dc:creator>Report by the Secretary-General</dc:creator>" in core
    assert re.findall(r"W3CDTF\">([^<]*)<", core) == ["2030-03-09T00:00:00Z"] * 2
    assert b"W3CDTF" not in parts(itu_documents()["document/en/annex.docx"])["docProps/core.xml"]


def everything() -> list[tuple[str, bytes]]:
    found = {**itu_documents(), **invented_documents()}
    return [(path, content) for path, content in sorted(found.items()) if path.endswith(".docx")]


def test_word_opens_them_without_repair(tmp_path: Path) -> None:
    for path, content in everything():
        file = tmp_path / Path(path).name
        file.write_bytes(content)
        result = OpenXmlValidator().validate(file)
        assert [(error.part_uri, error.path, error.description) for error in result.errors] == [], path


def test_numbers_and_dashes_come_from_styles() -> None:
    for path, content in everything():
        styles = fromstring(parts(content)["word/styles.xml"])
        numbered = {
            style.get(f"{W}styleId")
            for style in styles.findall(f"{W}style")
            if style.find(f"{W}pPr/{W}numPr") is not None
        }
        assert {"Heading1", "Heading2", "DashList"} <= numbered
        for paragraph in body(content).iter(f"{W}p"):
            assert paragraph.find(f"{W}pPr/{W}numPr") is None, path
            if style_of(paragraph) in numbered:
                assert not re.match(r"[0-9–-]", text_of(paragraph)), path


def test_every_style_in_use_is_defined() -> None:
    for path, content in everything():
        styles = fromstring(parts(content)["word/styles.xml"])
        known = {style.get(f"{W}styleId") for style in styles.findall(f"{W}style")}
        used = {
            element.get(f"{W}val")
            for kind in ("pStyle", "tblStyle", "rStyle")
            for element in body(content).iter(W + kind)
        }
        assert used <= known, path


def test_headers_repeat_and_rows_stay_whole_and_short_tables_stay_on_one_page() -> None:
    short = 0
    for path, content in everything():
        for table in body(content).iter(f"{W}tbl"):
            style = table.find(f"{W}tblPr/{W}tblStyle")
            assert style is not None
            first, *others = table.findall(f"{W}tr")
            repeats = first.find(f"{W}trPr/{W}tblHeader") is not None
            assert repeats == (style.get(f"{W}val") in ("Table", "Rows")), path
            whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in (first, *others)]
            kept = [
                [each.find(f"{W}pPr/{W}keepNext") is not None for each in row.iter(f"{W}p")] for row in (first, *others)
            ]
            assert all(whole), path
            if len(others) < 12 and len("".join(table.itertext())) <= 1100:
                short += 1
                assert all(all(each) for each in kept[:-1]), path
                assert not any(kept[-1]), path
            else:
                assert not any(map(any, kept)), path
            assert {style_of(each) for each in table.iter(f"{W}p")} <= {"Compact", "Normal"}, path
        styles = fromstring(parts(content)["word/styles.xml"])
        assert styles.find(f"{W}style[@{W}styleId='Compact']/{W}pPr/{W}keepLines") is not None
    assert short > 20


def test_language_is_set() -> None:
    for path, content in everything():
        lang = fromstring(parts(content)["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        assert lang is not None, path
        assert lang.get(f"{W}val") == "en-GB", path


def test_every_indicator_has_its_equations_as_equations() -> None:
    equations = [text_of(each) for each in body(itu_documents()["document/en/annex.docx"]).iter(f"{M}oMath")]
    components = [each for indicator in itu().indicators.values() for each in indicator.method.components]
    formulas = [each for each in components if isinstance(each.formula, Call)]
    assert len(equations) == len(components) + len(formulas) + 1, "one of the indicators has two examples"
    assert "Acceptance rate=(100×Accepted)/(Of these, decided by ITU)" in equations


def test_fields_are_page_numbers_and_table_numbers_only() -> None:
    for path, content in everything():
        found = set()
        for part in parts(content).values():
            found |= set(re.findall(rb'w:instr="([^"]*)"|<w:instrText[^>]*>([^<]*)<', part))
        assert {b"".join(each).split()[0] for each in found} <= {b"PAGE", b"SEQ", b"TOC"}, path


def test_nothing_outside_the_document_is_referred_to() -> None:
    for path, content in everything():
        for name, part in parts(content).items():
            assert b"TargetMode" not in part, (path, name)
