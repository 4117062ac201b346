"""What LibreOffice prints of each document in each language: one conversion for all tests."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from rbm_spec.targets.document.pdf import portable
from tests.targets.document.papers import papers
from tests.without import not_run

WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


@cache
def prints() -> dict[str, bytes]:
    """The PDF of every Word document, by the path of that."""
    if shutil.which("soffice") is None or shutil.which("pdfinfo") is None:
        not_run("apt", "PDF by LibreOffice: libreoffice-writer and poppler-utils")
    return portable({path: content for path, content in papers().items() if path.endswith(".docx")})


@cache
def said(program: str, pdf: bytes, *more: str) -> str:
    """What a program of poppler says of a PDF."""
    with TemporaryDirectory() as folder:
        (file := Path(folder, "print.pdf")).write_bytes(pdf)
        run = subprocess.run([program, str(file), *more], capture_output=True, check=True, timeout=60)
        return run.stdout.decode()


def placed(pdf: bytes) -> Iterator[tuple[str, float, float]]:
    """Each word with its left and right edge in points."""
    for left, _, right, _, text in WORD.findall(said("pdftotext", pdf, "-bbox", "-")):
        yield unescape(text), float(left), float(right)
