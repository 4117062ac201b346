"""LibreOffice draws the annex whole: every row of every table, and every equation."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.targets.document.plans import itu_documents
from tests.targets.document.reading import M, W, body, text_of


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the annex as LibreOffice prints it."""
    soffice, reader = shutil.which("soffice"), shutil.which("pdftotext")
    assert soffice, "libreoffice-writer is in packages.apt; install it to run this test"
    assert reader, "poppler-utils is in packages.apt; install it to run this test"
    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "annex.docx").write_bytes(itu_documents()["document/en/annex.docx"])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "annex.docx")], check=True, capture_output=True, timeout=180)
    run = subprocess.run([reader, str(folder / "annex.pdf"), "-"], check=True, capture_output=True, timeout=60)
    return run.stdout.decode()


def words(text: str) -> Counter[str]:
    return Counter(text.split())


def test_every_word_of_every_table_is_there(printed: str) -> None:
    """Rows that LibreOffice loses at the end of a page, and words that it cuts in narrow columns, are absent here."""
    tables = " ".join(text_of(p) for t in body(annex()).iter(f"{W}tbl") for p in t.iter(f"{W}p"))
    assert words(tables) - words(printed) == Counter()


def test_every_equation_is_there(printed: str) -> None:
    """Without its math package LibreOffice leaves equations out."""
    left = [text_of(each).partition("=")[0].split() for each in body(annex()).iter(f"{M}oMath")]
    seen = words(printed.replace("=", " "))
    assert left
    assert all(seen[word] for name in left for word in name)


def annex() -> bytes:
    return itu_documents()["document/en/annex.docx"]
