"""Text that looks like something else comes out of every document as that text.

Every text of a small plan is one label. The documents with a hostile label must be those with the label QQQ, line for
line and style for style, with that label in place of QQQ.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.targets.document.build import pages_of, rendered
from rbm_spec.targets.document.markdown import one_line
from rbm_spec.targets.document.package import finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import GITHUB, WORD, environment
from rbm_spec.targets.words.phrases import phrases
from tests.targets.document.plans import ENGLISH
from tests.targets.document.reading import M, body, dump, markdown, markdown_texts, parts, text_of

PLAIN = "QQQ"
LABELS = [
    "{{ 7 * 7 }} {% raw %} {# c #}",
    "<script>alert(1)</script>",
    "<!-- comment --> &amp; &lt; &#65; end",
    "![](http://example.org/x.png)",
    "[a](javascript:alert(1)) [b]: http://example.org",
    "<http://example.org> http://example.org www.example.org mailto:a@example.org",
    r"\input{/etc/passwd} \write18{x} \newcommand",
    r"$x$ $$y$$ \(z\) \[w\]",
    "`code` ```{=openxml} <w:p/> ```",
    '::: {custom-style="Title"} :::',
    "[span]{.smallcaps} # {#id .class key=val}",
    "{=html} ~~~ *a* **b** _c_ ~d~ ^e^ ==f== ++g++",
    "| a | b | +---+ --- ... -- '' \"\"",
    "1. one 2) two (3) (@) #. - * + > : % | @cite [@cite] ^[note] [^1]",
    "- item",
    "# heading",
    "1. first",
    "2) second",
    "> quote",
    "+ plus",
    "=== ---",
    "---",
    "    four spaces",
    "~~~",
    "\\",
    "trailing backslash \\",
    "two\nlines\tand a tab\r\nend",
    "{document number}",
    '<m:nor /><m:sty m:val="p" /><w:tr>',
    "{0} {1.__class__} %s %(x)s ${x}",
    ":smile: Mr. Smith i.e. [ ] [x] !!! note",
    "نسبة الموظفين الذين أكملوا التدريب",
    "完成强制性培训的工作人员百分比" * 3,
    "R&D <5 staff, “quoted” ‘so’ 2028‑2031 – —",
]


def plan_of(label: str) -> Plan:
    """A plan whose every text is `label`; it does not pass the gate of the loader, which refuses some of them."""
    posts = {
        "kind": "dataset", "id": "posts", "title": label, "owner": label, "grain": label, "personal": False,
        "key": ["number"], "time": "filled_on",
        "fields": {
            "number": {"type": "string", "label": label, "required": True},
            "filled_on": {"type": "date", "label": label},
            "grade": {"type": "code", "codelist": "grades", "label": label},
        },
    }  # fmt: skip
    measure = {"label": label, "from": "posts", "aggregate": "count", "unit": "post"}
    indicator = {
        "kind": "indicator", "id": "tested", "code": label, "version": "1.0.0", "status": "proposed", "title": label,
        "source": label, "definition": label, "rationale": label, "limitations": label, "notes": label,
        "outcome": "better", "responsible": label, "unit": "post", "direction": "increase", "decimals": 0,
        "frequency": "annual", "disaggregate": [["grade"]],
        "measures": {"a": {**measure, "where": 'grade = "P5"'}, "b": {**measure, "where": "grade is present"}},
        "components": {
            "only": {"label": label, "formula": "a", "note": label, "baseline": {"year": 2027, "value": "tbd"}},
            "both": {"label": label, "formula": "a + 2 * b", "targets": {"2031": {"text": label}}},
        },
        "examples": [{
            "title": label, "period": "2028", "note": label, "expect": {"only": "1", "both": None},
            "data": {"posts": "number,filled_on,grade\n1,2028-01-31,P5\n"},
        }],
        "alternatives": [{"text": label, "proposed_by": label}],
    }  # fmt: skip
    outcome = {
        "kind": "outcome", "id": "better", "statement": label, "status": "proposed", "source": label, "enablers": "all",
        "indicators": ["tested"], "alternatives": [{"text": label, "proposed_by": label}],
    }  # fmt: skip
    sections = [
        {"heading": label, "content": [{"text": label}, {"items": [label, label]}]},
        {"heading": label, "content": [{"outcome": "better"}, {"indicators_of": "better"}]},
    ]
    document = {
        "kind": "document", "id": "paper", "template": "contribution", "body": label, "meeting": label, "title": label,
        "number": label, "agenda_item": label, "original_language": "en", "presented_by": label, "purpose": label,
        "action_required": label, "references": [label, label], "sections": sections, "status": "proposed",
        "annexes": ["results_table", "methodology"],
    }  # fmt: skip
    plan = {
        "kind": "plan", "id": "hostile", "version": "1.0.0", "title": label, "source": label, "status": "draft",
        "period": {"start": "2028-01-01", "end": "2031-12-31"}, "languages": ["en"], "authoring_language": "en",
        "currency": "CHF", "disclosure": {"minimum_cell": 5}, "units": {"post": {"label": label}},
    }  # fmt: skip
    grades = {"kind": "codelist", "id": "grades", "title": label, "codes": {"P5": {"label": label}}}
    files: list[dict[str, Any]] = [plan, posts, indicator, outcome, document, grades]
    compiled, findings = compile_plan(build_spec({f"{each['kind']}.yaml": (each["kind"], each) for each in files}))
    assert not compiled.holes, findings
    return compiled


@cache
def papers() -> dict[str, tuple[bytes, str]]:
    """The contribution with its annex as Word and as Markdown, for each label and for QQQ."""
    words = phrases("en")
    assert words is not None
    pages = {label: pages_of(plan_of(label), words)[0] for label in [PLAIN, *LABELS]}
    for_word, for_github = environment(WORD, ENGLISH), environment(GITHUB, ENGLISH)
    word = converted({label: rendered(for_word, page) for label, page in pages.items()})
    return {
        label: (
            finished(word[label], page.properties),
            rendered(for_github, page),
        )
        for label, page in pages.items()
    }


def without_equations(content: bytes) -> list[str]:
    """The lines of a document but for equations, which set names in several lines and have their own test."""
    equations = {text_of(each).rstrip() for each in body(content).iter(f"{M}oMathPara")}
    return [line for line in dump(content) if line.partition(": ")[2] not in equations]


@pytest.mark.parametrize("label", LABELS)
def test_word_prints_it_as_text(label: str) -> None:
    content, plain = papers()[label][0], papers()[PLAIN][0]
    printed = one_line(label).replace("\N{NON-BREAKING HYPHEN}", "-")  # a sign of its own in Word, read as a hyphen
    assert without_equations(content) == [line.replace(PLAIN, printed) for line in without_equations(plain)]


@pytest.mark.parametrize("label", LABELS)
def test_equations_print_it_as_text(label: str) -> None:
    """But for straight quotes, which TeX sets as curly ones, and for blanks at the ends of lines."""

    def readable(content: bytes) -> list[str]:
        return [text_of(each) for each in body(content).iter(f"{M}oMathPara")]

    def same(text: str) -> str:
        return re.sub(r"\s", "", text.translate(str.maketrans("‘’", "`'")))

    found = [same(text) for text in readable(papers()[label][0])]
    assert found == [same(text.replace(PLAIN, one_line(label))) for text in readable(papers()[PLAIN][0])]


@pytest.mark.parametrize("label", LABELS)
def test_markdown_prints_it_as_text(label: str) -> None:
    """Viewers that do not know equations show them as text, so they are left out here and looked at below."""

    def shown(text: str) -> list[str]:
        return [line.casefold() for line in markdown_texts(text) if not line.startswith("$$")]

    assert shown(papers()[label][1]) == [
        line.replace(PLAIN.casefold(), one_line(label).casefold()) for line in shown(papers()[PLAIN][1])
    ]


@pytest.mark.parametrize("label", LABELS)
def test_markdown_holds_neither_links_nor_pictures_nor_html(label: str) -> None:
    """Not even where a viewer takes equations for text; code is harmless there, and there alone."""
    text = papers()[label][1]
    kinds = {token.type for token in markdown(text)}
    assert kinds.isdisjoint({"link_open", "image", "html_inline", "html_block", "fence", "code_block"})
    beside = "\n".join(line for line in text.splitlines() if not line.startswith("$$"))
    assert "code_inline" not in {token.type for token in markdown(beside)}


@pytest.mark.parametrize("label", LABELS)
def test_word_gets_no_field_and_no_outside_reference(label: str) -> None:
    content = papers()[label][0]
    for part in parts(content).values():
        assert b"TargetMode" not in part
        fields = re.findall(rb'w:instr="\s*(\w+)|<w:instrText[^>]*>\s*(\w+)', part)
        assert {b"".join(each) for each in fields} <= {b"PAGE", b"SEQ", b"TOC"}
    assert set(parts(content)) == set(parts(papers()[PLAIN][0]))


def test_word_opens_them_without_repair(tmp_path: Path) -> None:
    for number, label in enumerate(LABELS):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(papers()[label][0])
        assert [error.description for error in OpenXmlValidator().validate(file).errors] == [], json.dumps(label)
