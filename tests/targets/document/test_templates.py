"""Templates hold words and layout: they compute nothing, cannot switch escaping off, and own up to their mistakes."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from jinja2 import Environment
from openxml_audit import OpenXmlValidator

from rbm_spec import resources
from rbm_spec.targets.document import generate
from rbm_spec.targets.document.fault import DocumentFault
from rbm_spec.targets.document.package import Properties, finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.sandbox import refused
from rbm_spec.targets.document.templates import GITHUB, WORD, environment, render
from rbm_spec.targets.words.phrases import phrases
from tests.targets.document.plans import ENGLISH
from tests.targets.document.reading import W, body, style_of, text_of
from tests.targets.document.reading import parts as read_parts
from tests.targets.plans import itu, starter

FOLDER = resources.generators()
TEMPLATES = sorted(FOLDER.rglob("*.j2"))


@dataclass(frozen=True)
class Section:
    """What a view may be made of."""

    purpose: str


def offences(text: str) -> list[str]:
    """What computes, or prints without escaping, by line."""
    tree = Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(text)
    return [f"{line}: {message}" for line, message in refused(tree)]


def test_there_are_templates() -> None:
    assert {path.parent.name for path in TEMPLATES} >= {"document", "layout"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_template_computes_nothing(path: Path) -> None:
    assert offences(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ["{{ 1 + x }}", "{{ x|sum }}", "{{ x|round(2) }}", "{{ -x }}", "{{ x|length }}", "{{ x|safe }}", "{{ x ~ y }}",
     "{% autoescape false %}{{ x }}{% endautoescape %}", "{{ x.count(y) }}", "{{ x is divisibleby 2 }}",
     "{% do x.append(1) %}", "{{ [x][0].join(y) }}"],
)  # fmt: skip
def test_the_walk_sees_computing_and_unescaped_printing(text: str) -> None:
    assert offences(text) != []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\n{{ missing }}\n", 2, "There is nothing called “missing” here."),
        ("{{ known.nothing }}\n", 1, "There is nothing called “nothing” here."),
        (
            "\n{% if known %}\n\n",
            2,
            "What begins here with {% if … %} is never closed. Write {% endif %} where it ends.",
        ),
        ("{% for x in known %}\n{% if x %}\n{% endif %}\n{{ x }}", 1, "Write {% endfor %}"),
        ("{% set a %}\nx", 1, "Write {% endset %}"),
        ("\n{% fur x in known %}", 2, "Templates know no “fur”. Did you mean {% for … %}?"),
        ("\n{{ known {% if known %}", 2, "Something stands in {{ … }}"),
        ("\n{# never closed", 2, "A comment {# … has no end #}."),
        (
            "{% for x in known %}\n{{ x }}\n{% endfor %}\n{{ known|unheard_of }}",
            4,
            "A template does not know |unheard_of.",
        ),
        ("\n{{ empty }}", 2, "A template prints text only"),
        (
            "\n{% include 'elsewhere' %}",
            2,
            "There is no template “elsewhere”. Templates are those of generators/document.",
        ),
        ("\n{% include 'pages.md.j2' %}", 2, "Did you mean “page.md.j2”?"),
        ("{{ known }}\n{{ known|uper }}", 2, "Did you mean |upper?"),
        ("\n\n{{ 2 * known }}", 3, "A template cannot compute, and “*” does"),
        ("{{ known.upper() }}", 1, "A template may call its macros and “say” only"),
        ("\n{{ range(3)|join }}", 2, "There is nothing called “range” here."),
        ("\n{{ known.__class__ }}", 2, "“__class__” is no part of a text: a template sees views, not Python."),
        ("\n{{ view.purpose.upper }}", 2, "“upper” is no part of a text"),
        ("{{ view }}", 1, "this is a section. Print a part of it: purpose."),
        ("{{ list }}", 1, "this is a list. Go through it with {% for each in … %}."),
        ("{{ l.line(known) }}", 1, "Write {% import layout as l %} at the top"),
        ("\n{{ say(list) }}", 2, "There is no phrase for a list"),
        (
            "\n{{ say('document.table', known) }}",
            2,
            "This gives 1 to the phrase “document.table”. generators/words/en.toml: table in",
        ),
        ("{% set a = nobody %}\n{{ a }}", 1, "There is nothing called “nobody” here."),
        (
            "{% macro m(one, two) %}{{ two }}{% endmacro %}\n\n{{ m(known) }}",
            3,
            "What is called here wants “two” as well.",
        ),
        ("{% autoescape false %}{{ known }}{% endautoescape %}", 1, "cannot switch off"),
        ("\n{{ say('document.purpos') }}", 2, "There is no phrase “document.purpos”"),
        ("\n{{ view.purpos }}", 2, "A section has no “purpos”. Did you mean “purpose”?"),
    ],
)
def test_mistake_points_at_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    (tmp_path / "page.md.j2").write_text(text, "utf-8")
    with pytest.raises(DocumentFault) as raised:
        render(
            environment(WORD, ENGLISH, tmp_path),
            "page.md.j2",
            {"known": "text", "empty": None, "view": Section("x"), "list": ("x",)},
        )
    finding = raised.value.finding
    assert finding.rule.code == "RBM810"
    assert finding.where.file == "generators/document/page.md.j2"
    assert finding.message.startswith(f"generators/document/page.md.j2:{line}: ")
    assert message in finding.message


def test_mistake_in_an_included_template_points_there(tmp_path: Path) -> None:
    (tmp_path / "page.md.j2").write_text("{% include 'layout/part.j2' %}", "utf-8")
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "part.j2").write_text("\n\n{{ missing }}", "utf-8")
    with pytest.raises(DocumentFault, match=r"layout/part\.j2:3: "):
        render(environment(GITHUB, ENGLISH, tmp_path), "page.md.j2", {})


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("head.md.j2", "document.meeting)", "document.meetings)"),
        ("sheet.md.j2", "sheet.code }}", "sheet.code + 1 }}"),
    ],
)
def test_mistakes_are_said_as_the_guide_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    shutil.copytree(FOLDER, tmp_path / "generators")
    template = tmp_path / "generators" / "document" / name
    template.write_text(template.read_text("utf-8").replace(old, new), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    with pytest.raises(DocumentFault) as raised:
        generate(itu())
    assert raised.value.finding.message in (FOLDER.parent / "docs" / "documents.md").read_text("utf-8")


def test_looks_can_be_changed_in_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference.docx stands in for our own: here it is that, with another colour of titles."""
    parts = FOLDER / "document" / "reference"
    (tmp_path / "document").mkdir()
    with zipfile.ZipFile(tmp_path / "document" / "reference.docx", "w") as package:
        for part in sorted(each for each in parts.rglob("*") if each.is_file()):
            content = part.read_bytes()
            if part.name == "styles.xml":
                content = content.replace(b"<w:rPr><w:caps/>", b'<w:rPr><w:caps/><w:color w:val="123456"/>')
            package.writestr(part.relative_to(parts).as_posix(), content)
    page = {"page": '::: {custom-style="Title"}\nA title\n:::'}
    before = read_parts(converted(page)["page"])
    monkeypatch.setattr(resources, "generators", lambda: tmp_path)
    after = read_parts(converted(page)["page"])
    assert b"123456" in after["word/styles.xml"]
    assert {name for name in before if before[name] != after[name]} == {"word/styles.xml"}


def test_looks_that_another_program_saved_do_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice gives styles ids of its own, and writes the dash of lists in a font of signs."""
    symbol = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:cs="Symbol" w:hint="default"/>'
    changes = {
        "styles.xml": [("TOCHeading", "ContentsHeading"), ('"TOC1"', '"Contents1"'), ('"TOC2"', '"Contents2"')],
        "numbering.xml": [
            (
                'w:lvlText w:val="–"/><w:lvlJc w:val="left"/>',
                f'w:lvlText w:val="\uf02d"/><w:lvlJc w:val="left"/><w:rPr>{symbol}</w:rPr>',
            )
        ],
    }
    shutil.copytree(FOLDER, tmp_path / "generators")
    for name, pairs in changes.items():
        part = tmp_path / "generators" / "document" / "reference" / "word" / name
        text = part.read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        part.write_text(text, "utf-8")
    before = body(contribution())
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    after, numbering = body(contribution()), read_parts(contribution())["word/numbering.xml"].decode()
    assert len(before.findall(f".//{W}sdt//{W}hyperlink")) > 2
    assert text_of(after) == text_of(before)
    assert [style_of(p) for p in after.findall(f".//{W}sdt//{W}p")][:2] == ["ContentsHeading", "Contents1"]
    assert "\uf02d" not in numbering
    assert "Symbol" not in numbering


def contribution() -> bytes:
    """The Word document of the starter plan, which has a list of contents."""
    made = {each.path: each.content for each in generate(starter())}
    return next(content for path, content in made.items() if path.endswith("contribution.docx"))


@pytest.mark.parametrize("dialect", [WORD, GITHUB])
def test_text_is_printed_once_and_never_read_as_a_template(tmp_path: Path, dialect: object) -> None:
    (tmp_path / "page.md.j2").write_text("{% set a %}{{ x }}{% endset %}{{ a }}", "utf-8")
    assert isinstance(dialect, tuple)
    printed = render(environment(dialect, ENGLISH, tmp_path), "page.md.j2", {"x": "{{ 7 * 7 }} {% raise %}"})
    assert "49" not in printed
    assert printed.replace("\\", "") == "{{ 7 * 7 }} {% raise %}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{% set numbered = false %}", "{% set numbered = false %}\n---\n", "prints <hr>, or a template that it"),
        ("{% set numbered = false %}", "{% set numbered = false %}\n::: x\n", "That line is: ::: x"),
        ("{% set numbered = false %}", "{% set numbered = false %}\n![x](/etc/hosts)\n", "Could not fetch resource"),
    ],
)
def test_markdown_that_leads_nowhere_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    shutil.copytree(FOLDER, tmp_path / "generators")
    template = tmp_path / "generators" / "document" / "contribution.md.j2"
    template.write_text(template.read_text("utf-8").replace(old, new), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    with pytest.raises(DocumentFault, match=message) as raised:
        generate(itu())
    assert raised.value.finding.hint


def test_hypertext_in_a_template_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "generators")
    template = tmp_path / "generators" / "document" / "contribution.md.j2"
    template.write_text(template.read_text("utf-8") + "\n<script>alert(1)</script>\n", "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    pages = [each for each in generate(itu()) if each.path.endswith("contribution.html")]
    assert pages
    assert all(b"<script" not in each.content and b"&lt;script&gt;" in each.content for each in pages)


WORD_WRITES = {
    "styles.xml": [(b"<w:pPrDefault/>", b'<w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr></w:pPrDefault>')],
    "document.xml": [(b"</w:sectPr>", b'<w:cols w:space="708"/><w:docGrid w:linePitch="360"/></w:sectPr>')],
    "footer1.xml": [
        (b"{document number}", b'{document</w:t></w:r><w:proofErr w:type="gramEnd"/><w:r><w:t> number}'),
        (b"</w:pPr>", b'<w:jc w:val="left"/></w:pPr>'),
    ],
}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_look_as_word_writes_it_is_used(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Word cuts a text into runs, and has properties of paragraphs and pages that ours does without."""
    shutil.copytree(FOLDER, tmp_path / "generators")
    source = FOLDER / "document" / "reference"
    with zipfile.ZipFile(tmp_path / "generators" / "document" / "reference.docx", "w") as package:
        for part in sorted(each for each in source.rglob("*") if each.is_file()):
            content = part.read_bytes()
            for old, new in WORD_WRITES.get(part.name, ()):
                assert old in content
                content = content.replace(old, new, 1)
            package.writestr(part.relative_to(source).as_posix(), content)
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    page = '# One {.x}\n\n::: {custom-style="Numbered paragraph"}\nTwo.\n:::'
    said = phrases(language)
    assert said is not None
    made = converted({"page": page}, frozenset({"page"} if language == "ar" else ()))["page"]
    done = finished(made, Properties("T", "S", "C", said, "C28/35", None))
    (tmp_path / "page.docx").write_bytes(done)
    assert [each.description for each in OpenXmlValidator().validate(tmp_path / "page.docx").errors] == []
    inside = read_parts(done)
    assert "C28/35" in "".join(fromstring(inside["word/footer1.xml"]).itertext())
    mirrored = [inside[f"word/{name}.xml"].count(b"<w:bidi />") > 0 for name in ("styles", "footer1", "document")]
    assert mirrored == [language == "ar"] * 3
