"""PDF by LibreOffice: tagged, with title and language, the words of the document, the same bytes again."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from rbm_spec.targets.document.fault import DocumentFault
from rbm_spec.targets.document.paged import Extent, extent, too_long
from rbm_spec.targets.document.pdf import portable
from rbm_spec.targets.words.phrases import phrases
from tests.cli.commands import ITU, rbm_spec
from tests.targets.document.papers import LANGUAGES, papers
from tests.targets.document.plans import CONTRIBUTION, DOCUMENT, itu_documents
from tests.targets.document.prints import placed, prints, said
from tests.targets.document.reading import M, W, body, text_of
from tests.targets.plans import compiled

PAPER, HEAD = f"document/en/{CONTRIBUTION}.docx", "document/en/council_report.docx"
MARGIN, WIDTH, LOOSE = 56.7, 595.3, 2.5
"""Points: two centimetres on both sides of A4; and by how much the width of a number may be misjudged."""
BLANK = re.compile(r"[\s\u00ad\u200e\u2060-]+")


@pytest.mark.parametrize("language", LANGUAGES)
def test_tagged_and_titled(language: str) -> None:
    words = phrases(language)
    assert words is not None
    for path, made in prints().items():
        if path.startswith(f"document/{language}/"):
            facts = dict(line.split(":", 1) for line in said("pdfinfo", made).splitlines())
            assert facts["Tagged"].strip() == "yes", path
            assert facts["Title"].strip(), path
            assert f"/Lang({words.say('language.tag')}".encode() in made, path
            assert b"pdfuaid:part>1<" in made, path
            assert b"/StructTreeRoot" in made, path


def test_title_and_structure_are_those_of_the_document() -> None:
    made = prints()["document/en/contribution.docx"]
    assert re.findall(r"Title: +(.*)", said("pdfinfo", made)) == ["Invented for a test"]
    structure = said("pdfinfo", made, "-struct-text")
    assert "Table" in structure
    assert "H1" in structure


def test_words_are_those_of_the_document() -> None:
    text = " ".join(said("pdftotext", prints()[PAPER], "-").split())
    assert "[average recruitment timelines];" in text
    assert "1 Introduction" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_crosses_the_margins(language: str) -> None:
    """Neither an equation, nor a number that LibreOffice reads the side of otherwise, nor a table."""
    for path, made in prints().items():
        if path.startswith(f"document/{language}/"):
            words = list(placed(made))
            assert words, path
            outside = [(text, left, right) for text, left, right in words if left < MARGIN - LOOSE or right > end(text)]
            assert outside == [], path


def end(text: str) -> float:
    """How far to the right a word may reach; the signs at the end of a Chinese line may hang."""
    return WIDTH - MARGIN + LOOSE + (12 if text.endswith(tuple("，。、；：")) else 0)


def test_figures_in_brackets_of_arabic_are_not_cut_from_them() -> None:
    """LibreOffice ends a line behind an opening bracket where figures or Latin letters follow in Arabic text."""
    words = [text for text, _, _ in placed(prints()["document/ar/annex.docx"])]
    assert "(2027)" in words
    assert "(CHF)" in words
    assert not [word for word in words if re.fullmatch(r"\(?2027\)|\(?CHF\)", word) and word[0] != "("]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_of_every_table_is_there(language: str) -> None:
    """Rows that LibreOffice loses at the end of a page are absent here."""
    for path, made in prints().items():
        if path.startswith(f"document/{language}/"):
            tables = "".join(text_of(table) for table in body(papers()[path]).iter(f"{W}tbl"))
            printed = Counter(BLANK.sub("", said("pdftotext", made, "-")))
            assert Counter(BLANK.sub("", tables)) - printed == Counter(), path


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru"])
def test_every_word_of_every_table_is_whole(language: str) -> None:
    """Words that are cut in narrow columns are absent here. At the end of a line pdftotext leaves hyphens out."""
    path = f"document/{language}/annex.docx"
    tables = " ".join(text_of(p) for table in body(papers()[path]).iter(f"{W}tbl") for p in table.iter(f"{W}p"))
    printed = said("pdftotext", prints()[path], "-")
    wanted, found = (Counter(text.replace("-\n", "").replace("-", "").split()) for text in (tables, printed))
    assert wanted - found == Counter()


def test_every_equation_is_there() -> None:
    """Without its math package LibreOffice leaves equations out."""
    path = "document/en/annex.docx"
    left = [text_of(each).partition("=")[0].split() for each in body(papers()[path]).iter(f"{M}oMath")]
    seen = Counter(said("pdftotext", prints()[path], "-").replace("=", " ").split())
    assert left
    assert all(seen[word] for name in left for word in name)


def test_same_bytes_again_whatever_is_printed_beside_it() -> None:
    assert portable({PAPER: itu_documents()[PAPER]}) == {PAPER: prints()[PAPER]}


def test_pages_are_counted_and_measured() -> None:
    """The report has two sections, and its annex begins on a page of its own."""
    pages = int(re.findall(r"Pages: +(\d+)", said("pdfinfo", prints()[HEAD]))[0])
    found = extent(prints()[HEAD], 2)
    assert found is not None
    assert (found.whole, found.pages) == (pages, 2)
    assert all(0 < each < 2 for each in found.sections)
    assert sum(found.sections) < 3
    assert extent(prints()[HEAD], 60) is None
    assert extent(b"%PDF-1.6 of another program", 2) is None


def test_what_takes_more_pages_than_it_may_is_found_in_its_place() -> None:
    spec = compiled(Path(ITU), {"documents/full_head.yaml": json.dumps({**DOCUMENT, "pages": 1})}).documents[
        "full_head"
    ]
    short, long_ = Extent(3, 1, (Decimal("0.3"), Decimal("0.2"))), Extent(3, 2, (Decimal("0.3"), Decimal("1.2")))
    assert list(too_long(spec, short)) == []
    (found,) = too_long(spec, long_)
    assert (found.rule.code, found.where.path) == ("RBM871", ("pages",))
    assert "takes 2 pages in print, annexes aside; it may take 1." in found.message
    assert found.hint == "Its longest section is “Wording”, with 1.2 pages."
    first = replace(spec.sections[0], pages=Decimal("0.2"))
    (found,) = too_long(replace(spec, pages=4, sections=(first, spec.sections[1])), long_)
    assert found.where.path == ("sections", 0, "pages")
    (found,) = too_long(replace(spec, pages=None), Extent(5, 5, (Decimal(4), Decimal("0.5"))))
    assert found.message.endswith("4 are preferred.")


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentFault) as caught:
        portable({PAPER: b""})
    assert caught.value.finding.rule.code == "RBM813"
    assert "not installed" in caught.value.finding.message


def test_what_libreoffice_cannot_read_is_named() -> None:
    with pytest.raises(DocumentFault, match="LibreOffice made no PDF of broken"):
        portable({"broken": b"PK\x03\x04 broken off"})


def test_command_writes_a_folder_for_each_language(tmp_path: Path) -> None:
    done = rbm_spec("pdf", ITU, "--language", "en", "--out", tmp_path)
    starts = ["en/annex.pdf: ", f"en/{CONTRIBUTION}.pdf: 2 pages, 2 without annexes; by section "]
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == f"Wrote 2 documents into {tmp_path}."
    assert [line[: len(start)] for line, start in zip(lines[1:], starts, strict=True)] == starts
    assert "RBM871" not in done.err
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.pdf")) == [
        "en/annex.pdf", f"en/{CONTRIBUTION}.pdf",
    ]  # fmt: skip
    assert (tmp_path / "en" / f"{CONTRIBUTION}.pdf").read_bytes() == prints()[PAPER]


def test_a_language_without_documents_is_refused() -> None:
    done = rbm_spec("pdf", ITU, "--language", "de")
    assert done.code == 2
    assert "There are no documents in “de”." in done.err
