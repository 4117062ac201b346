"""What the build says of documents that some people cannot read: ours have no fault, and planted ones are found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import pipeline, resources
from rbm_spec.artifacts import Artifact
from rbm_spec.targets import document
from rbm_spec.targets.document import generate
from rbm_spec.targets.document.accessible import inaccessible
from rbm_spec.targets.document.opening import contrast
from tests.targets.document.papers import papers
from tests.targets.document.reading import parts, repacked
from tests.targets.plans import itu, starter

NAME = "methodology_compendium"
BODY, STYLES, SETTINGS, CORE = "word/document.xml", "word/styles.xml", "word/settings.xml", "docProps/core.xml"
STRUCTURE, TEXTS, LANGUAGE, CONTRAST, PROMPT, LINK = (f"RBM88{digit}" for digit in range(6))


def test_our_documents_have_no_fault_in_any_language() -> None:
    assert inaccessible(papers()) == []
    assert len([path for path in papers() if path.endswith((".docx", ".html"))]) == 2 * 7 * 6


def test_the_build_looks_at_them(monkeypatch: pytest.MonkeyPatch) -> None:
    page = papers()[f"document/en/{NAME}.html"].replace(b'<html lang="en-GB"', b'<html lang=""', 1)
    monkeypatch.setattr(document, "generate", lambda plan: [Artifact("document/en/a.html", page)])
    (finding,) = pipeline.build(starter()).findings
    assert finding.rule.code == LANGUAGE


def word(language: str, part: str, old: str, new: str) -> bytes:
    """The compendium with a part that says `new` where it first said `old`."""
    content = papers()[f"document/{language}/{NAME}.docx"]
    inside = parts(content)
    assert old.encode() in inside[part], old
    inside[part] = inside[part].replace(old.encode(), new.encode(), 1)
    return repacked(inside)


def said(path: str, content: bytes) -> list[tuple[str, str]]:
    return [(finding.rule.code, finding.message) for finding in inaccessible({path: content})]


TEXT = '<w:p><w:r><w:t xml:space="preserve">'
PICTURE = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="9" name="x" descr="" /></wp:inline></w:drawing></w:r></w:p>'


@pytest.mark.parametrize(
    ("part", "old", "new", "code", "message"),
    [
        (
            BODY, 'w:val="Heading3"', 'w:val="Heading4"', STRUCTURE,
            "The heading “Definition” is of level 4 and follows one of level 2.",
        ),
        (
            BODY, 'w:name="_Toc000000003"', 'w:name="elsewhere"', LINK,
            "The link “Indicators” leads nowhere in its document.",
        ),
        (
            BODY, '<w:p><w:pPr><w:pStyle w:val="Heading1" />', '<w:p><w:pPr><w:pStyle w:val="Heading3" />', STRUCTURE,
            "The heading “Made up” is of level 3 and has none above it.",
        ),
        (
            BODY, '<w:tblHeader w:val="on" />', "", STRUCTURE,
            "The table “Wordings proposed” has no row of headers, or a header without words.",
        ),
        (
            BODY, '<w:t xml:space="preserve">Proposed by</w:t>', "", STRUCTURE,
            "The table “Wordings proposed” has no row of headers, or a header without words.",
        ),
        (BODY, "<w:sectPr>", "<w:p /><w:sectPr>", STRUCTURE, "There is a paragraph without words."),
        (
            BODY, "<w:sectPr>", f"{TEXT}- typed</w:t></w:r></w:p><w:sectPr>", STRUCTURE,
            "The paragraph “- typed” begins with a typed mark of a list.",
        ),
        (
            BODY, "<w:sectPr>", f"{TEXT}a) typed</w:t></w:r></w:p><w:sectPr>", STRUCTURE,
            "The paragraph “a) typed” begins with a typed mark of a list.",
        ),
        (BODY, "<w:sectPr>", f"{PICTURE}<w:sectPr>", TEXTS, "There is a picture without words that stand for it."),
        (
            BODY, "<w:sectPr>",
            '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>https://example.org/a</w:t></w:r></w:hyperlink></w:p><w:sectPr>',
            TEXTS, "A link says “https://example.org/a”, not where it leads.",
        ),
        (CORE, "Invented for a test", "", LANGUAGE, "The document has no title among its properties."),
        (
            STYLES, 'w:val="en-GB"', 'w:val="de-DE"', LANGUAGE,
            "The document says “de-DE” of its language, and it is written in “en-GB”.",
        ),
        (BODY, "</w:sectPr>", "<w:bidi /></w:sectPr>", LANGUAGE, "The page does not run from left to right."),
        (
            STYLES, '<w:name w:val="Note" />', '<w:name w:val="Note" /><w:rPr><w:color w:val="8A8A8A" /></w:rPr>',
            CONTRAST, "Words in the style “Note” have a contrast of 3.5 to 1, and 4.5 to 1 is the least.",
        ),
        (
            STYLES, '<w:tblStylePr w:type="firstRow"><w:rPr>',
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF" />', CONTRAST,
            "Words in the style “Table, firstRow” have a contrast of 1.2 to 1, and 4.5 to 1 is the least.",
        ),
        (
            SETTINGS, "<w:zoom", '<w:updateFields w:val="true" /><w:zoom', PROMPT,
            "Word asks whether fields are to be updated when the document is opened (word/settings.xml).",
        ),
        (
            BODY, 'w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"', PROMPT,
            "Word asks whether fields are to be updated when the document is opened (word/document.xml).",
        ),
        (
            "word/_rels/document.xml.rels", "</Relationships>",
            '<Relationship Id="x" Type="http://schemas/image" Target="http://example.org" TargetMode="External" />'
            "</Relationships>",
            PROMPT, "The document fetches something from elsewhere (word/_rels/document.xml.rels).",
        ),
    ],
)  # fmt: skip
def test_planted_faults_of_word_files(part: str, old: str, new: str, code: str, message: str) -> None:
    assert (code, message) in said(f"document/en/{NAME}.docx", word("en", part, old, new))


@pytest.mark.parametrize(
    ("part", "old", "new", "message"),
    [
        (BODY, "<w:bidiVisual />", "", "The page runs from right to left, and the table"),
        (BODY, '<w:pStyle w:val="Meeting" /><w:bidi />', '<w:pStyle w:val="Meeting" /><w:bidi w:val="0" />',
         "The page runs from right to left, and the paragraph"),
        (BODY, "<w:bidi /></w:sectPr>", "</w:sectPr>", "The page does not run from right to left."),
    ],
)  # fmt: skip
def test_planted_faults_of_direction(part: str, old: str, new: str, message: str) -> None:
    found = said(f"document/ar/{NAME}.docx", word("ar", part, old, new))
    assert any(code == LANGUAGE and each.startswith(message) for code, each in found), found


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ('<html lang="en-GB"', '<html lang=""', LANGUAGE,
         "The document says “” of its language, and it is written in “en-GB”."),
        ('dir="ltr"', 'dir="rtl"', LANGUAGE, "The page does not run from left to right."),
        ("<title>Invented for a test</title>", "<title></title>", LANGUAGE,
         "The document has no title among its properties."),
        ("<h4>Definition</h4>", "<h5>Definition</h5>", STRUCTURE,
         "The heading “Definition” is of level 5 and follows one of level 3."),
        ("</main>", "<p> </p></main>", STRUCTURE, "There is a paragraph without words."),
        ("</main>", "<table><tr><td>One</td></tr></table></main>", STRUCTURE,
         "The table “One” has no row of headers, or a header without words."),
        ("</main>", "<p>x<img src='data:'></p></main>", TEXTS, "There is a picture without words that stand for it."),
        ("</main>", "<p><a href='#nowhere'>See there</a></p></main>", LINK,
         "The link “See there” leads nowhere in its document."),
        ("</main>", "<p id='x'>x<a href='#x'></a></p></main>", TEXTS, "A link says “”, not where it leads."),
    ],
)  # fmt: skip
def test_planted_faults_of_web_pages(old: str, new: str, code: str, message: str) -> None:
    page = papers()[f"document/en/{NAME}.html"].decode()
    assert old in page
    assert said(f"document/en/{NAME}.html", page.replace(old, new, 1).encode()) == [(code, message)]


def test_a_long_document_without_contents_is_found() -> None:
    page = "<html lang='en-GB' dir='ltr'><title>T</title>" + "<h1>One</h1>" * 15
    assert said("document/en/a.html", page.encode()) == [(STRUCTURE, "There is no list of contents, and 15 headings.")]
    assert (
        said("document/en/a.html", page.replace("<h1>", "<nav><a href='#x'>One</a></nav><h1 id='x'>", 1).encode()) == []
    )


def test_what_is_wrong_with_many_is_said_once() -> None:
    page = b"<html lang='en-GB' dir='ltr'><title>T</title><p></p><p></p>"
    (finding,) = inaccessible({f"document/en/{name}.html": page for name in "abc"} | {"equation/en/a.html": page})
    assert finding.message == "There is a paragraph without words. The same is wrong with 2 more documents."
    assert finding.where.file == "document/en/a.html"


def test_contrast_is_that_of_wcag() -> None:
    """As the examples of WebAIM's checker: black on white, and the lightest grey that passes."""
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast("FFFFFF", "777777") == pytest.approx(4.48, abs=0.005)


def test_looks_that_an_editor_breaks_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.generators(), tmp_path / "generators")
    styles = tmp_path / "generators" / "document" / "reference" / STYLES
    text = styles.read_text("utf-8")
    name = '<w:name w:val="Meeting"/>'
    assert name in text
    styles.write_text(text.replace(name, f'{name}<w:rPr><w:color w:val="C0C0C0"/></w:rPr>'), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    (finding,) = inaccessible({artifact.path: artifact.content for artifact in generate(itu())})
    assert finding.message == "Words in the style “Meeting” have a contrast of 1.8 to 1, and 4.5 to 1 is the least."
    assert finding.where.file == "document/en/enabler_indicators_contribution.docx"
