"""PDF by LibreOffice: tagged, with title and language, the words of the document, the same bytes again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from rbm_spec.targets.document.fault import DocumentFault
from rbm_spec.targets.document.paged import Extent, extent, too_long
from rbm_spec.targets.document.pdf import portable
from tests.cli.commands import ITU, rbm_spec
from tests.targets.document.plans import CONTRIBUTION, DOCUMENT, invented_documents, itu_documents
from tests.targets.document.test_languages import docx
from tests.targets.plans import compiled
from tests.without import not_run

PAPER, HEAD = f"document/en/{CONTRIBUTION}.docx", "document/en/full_head.docx"
ARABIC, ARABIC_ANNEX = f"document/ar/{CONTRIBUTION}.docx", "document/ar/annex.docx"
RIGHT_EDGE = re.compile(r'xMax="([0-9.]+)"')
WIDTH_OF_TEXT = 595.3 - 56.7
"""Points from the left edge of the page to the right margin: A4 with two centimetres."""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    if shutil.which("soffice") is None or shutil.which("pdfinfo") is None:
        not_run("apt", "PDF by LibreOffice: libreoffice-writer and poppler-utils")
    found = {PAPER: itu_documents()[PAPER], HEAD: invented_documents()[HEAD], ARABIC: docx("ar", CONTRIBUTION)}
    found[ARABIC_ANNEX] = docx("ar", "annex")
    return portable(found)


def said(program: str, file: Path, *more: str) -> str:
    return subprocess.run([program, str(file), *more], capture_output=True, text=True, check=True, timeout=60).stdout


def test_tagged_and_titled(made: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(made[HEAD])
    facts = dict(line.split(":", 1) for line in said("pdfinfo", file).splitlines())
    assert facts["Tagged"].strip() == "yes"
    assert facts["Title"].strip() == "Invented for a test"
    assert b"/Lang(en-GB)" in made[HEAD]
    assert b"pdfuaid:part>1<" in made[HEAD]
    structure = said("pdfinfo", file, "-struct-text")
    assert "Table" in structure
    assert "H1" in structure


def test_words_are_those_of_the_document(made: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(made[PAPER])
    text = " ".join(said("pdftotext", file, "-").split())
    assert "[average recruitment timelines];" in text
    assert "1 Introduction" in text


def test_numbers_of_arabic_stay_inside_the_margin(made: dict[str, bytes], tmp_path: Path) -> None:
    """LibreOffice takes the side of a number as that of the page, and prints it beyond the margin of the Word file."""
    file = tmp_path / "made.pdf"
    file.write_bytes(made[ARABIC])
    words = [line for line in said("pdftotext", file, "-bbox", "-").splitlines() if "<word" in line]
    assert [word for word in words if ">1</word>" in word or ">–</word>" in word]
    assert max(float(edge) for word in words for edge in RIGHT_EDGE.findall(word)) < WIDTH_OF_TEXT + 0.5


def test_figures_in_brackets_of_arabic_are_not_cut_from_them(made: dict[str, bytes], tmp_path: Path) -> None:
    """LibreOffice ends a line behind an opening bracket where figures or Latin letters follow in Arabic text."""
    file = tmp_path / "made.pdf"
    file.write_bytes(made[ARABIC_ANNEX])
    words = re.findall(r">([^<>]*)</word>", said("pdftotext", file, "-bbox", "-"))
    assert "(2027)" in words
    assert not [word for word in words if re.fullmatch(r"\(?2027\)", word) and word != "(2027)"]


def test_same_bytes_again_whatever_is_printed_beside_it(made: dict[str, bytes]) -> None:
    assert portable({PAPER: itu_documents()[PAPER]}) == {PAPER: made[PAPER]}


def test_pages_are_counted_and_measured(made: dict[str, bytes], tmp_path: Path) -> None:
    """The head has two sections and a table of results as its annex, on a page of its own."""
    file = tmp_path / "made.pdf"
    file.write_bytes(made[HEAD])
    pages = int(re.findall(r"Pages: +(\d+)", said("pdfinfo", file))[0])
    found = extent(made[HEAD], 2)
    assert found is not None
    assert (found.whole, found.pages) == (pages, 1)
    assert all(0 < each < 1 for each in found.sections)
    assert sum(found.sections) < 1
    assert extent(made[HEAD], 30) is None
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


def test_command_writes_a_folder_for_each_language(made: dict[str, bytes], tmp_path: Path) -> None:
    done = rbm_spec("pdf", ITU, "--language", "en", "--out", tmp_path)
    said = ["en/annex.pdf: ", f"en/{CONTRIBUTION}.pdf: 2 pages, 2 without annexes; by section "]
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == f"Wrote 2 documents into {tmp_path}."
    assert [line[: len(start)] for line, start in zip(lines[1:], said, strict=True)] == said
    assert "RBM871" not in done.err
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.pdf")) == [
        "en/annex.pdf", f"en/{CONTRIBUTION}.pdf",
    ]  # fmt: skip
    assert (tmp_path / "en" / f"{CONTRIBUTION}.pdf").read_bytes() == made[PAPER]


def test_a_language_without_documents_is_refused() -> None:
    done = rbm_spec("pdf", ITU, "--language", "de")
    assert done.code == 2
    assert "There are no documents in “de”." in done.err
