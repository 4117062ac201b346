"""Markdown -> Word and hypertext, by pandoc as a separate program that may touch nothing but what it is given."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from importlib.util import find_spec
from pathlib import Path

from rbm_spec import resources
from rbm_spec.source import Where
from rbm_spec.targets.document.fault import CONVERTER, DocumentFault

MARKDOWN = "markdown-smart-auto_identifiers-raw_html-raw_tex-raw_attribute+table_attributes"
WORD = "docx+native_numbering"
WEB = "html5"
STYLES, STYLE = "word/styles.xml", re.compile('<w:name w:val="([^"]*)" ?/>')
SECONDS = 120
MEMORY = "-M1500m"
LINE = re.compile(r"\bline (\d+)")
TOGETHER = 2
"""So many documents are converted at a time."""


def converted(pages: Mapping[str, str], mirrored: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Each page of Markdown as a Word document, by name; raises `DocumentFault` when pandoc refuses one.

    `mirrored` names those that run from right to left. To pandoc all are English: it does not know our languages alike.
    """
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder, "reference.docx")
        _write_reference(reference)
        written = (f"--to={WORD}", f"--reference-doc={reference}", "--metadata=lang:en-GB", "--columns=1")
        ways = {name: (*written, *(["--metadata=dir:rtl"] if name in mirrored else ())) for name in pages}
        return _all(pages, ways, folder)


def hypertext(pages: Mapping[str, str]) -> dict[str, bytes]:
    """Each page of Markdown as blocks of well-formed hypertext with MathML, by name; raises `DocumentFault`."""
    with tempfile.TemporaryDirectory() as folder:
        return _all(pages, dict.fromkeys(pages, (f"--to={WEB}", "--mathml", "--wrap=none")), folder)


def _all(pages: Mapping[str, str], ways: Mapping[str, tuple[str, ...]], folder: str) -> dict[str, bytes]:
    with ThreadPoolExecutor(TOGETHER) as workers:
        done = workers.map(lambda name: _run(name, pages[name], ways[name], folder), pages)
        return dict(zip(pages, done, strict=True))


def styles_of_the_look() -> frozenset[str]:
    """The names of all styles there are, in small letters. Raises `DocumentFault` for what is no Word document."""
    with tempfile.TemporaryDirectory() as folder:
        _write_reference(reference := Path(folder, "reference.docx"))
        return _styles(reference)


def _write_reference(path: Path) -> None:
    """The looks of documents as pandoc wants them: a reference.docx from Word where there is one, else our parts."""
    parts = resources.generators() / "document" / "reference"
    if (own := parts.with_name("reference.docx")).is_file():
        _styles(own)
        path.write_bytes(own.read_bytes())
        return
    with zipfile.ZipFile(path, "w") as package:
        for part in sorted(parts.rglob("*")):
            if part.is_file():
                package.writestr(part.relative_to(parts).as_posix(), part.read_bytes())


def _styles(reference: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(reference) as package:
            styles = package.read(STYLES).decode()
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        file = "generators/document/reference.docx"
        way = "Save it as .docx again, or take it away: then our own look is used."
        raise DocumentFault(CONVERTER.found(Where(file), f"{file} is no Word document.", way)) from error
    return frozenset(unescape(name).casefold() for name in STYLE.findall(styles))


def _program() -> str:
    found = find_spec("pypandoc")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).with_name("files") / ("pandoc.exe" if os.name == "nt" else "pandoc"))


def _run(name: str, page: str, way: tuple[str, ...], folder: str) -> bytes:
    command = [
        _program(), "+RTS", MEMORY, "-RTS", "--sandbox", "--fail-if-warnings", f"--from={MARKDOWN}",
        f"--data-dir={folder}", "--output=-", *way,
    ]  # fmt: skip
    # No setting of the machine or of the person reaches pandoc; Windows alone cannot start a program without this one.
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}
    surroundings = {"HOME": folder, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0", **kept}
    try:
        run = subprocess.run(
            command,
            input=page.encode(),
            capture_output=True,
            env=surroundings,
            cwd=folder,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _fault(name, f"pandoc could not be run: {error}") from error
    if run.returncode != 0:
        said = run.stderr.decode(errors="replace").strip()[:500]
        raise _fault(name, f"pandoc refused it: {said}{_line(said, page)}")
    return run.stdout


def _line(said: str, page: str) -> str:
    """The line of Markdown that pandoc speaks of."""
    found, lines = LINE.search(said), page.split("\n")
    number = int(found[1]) if found else 0
    return f"\nThat line is: {lines[number - 1][:200]}" if 0 < number <= len(lines) else ""


def _fault(name: str, message: str) -> DocumentFault:
    text = f"The document {name} could not be made; {message}"
    way = "Look in the templates of generators/document for what is said here."
    return DocumentFault(CONVERTER.found(Where(f"document/{name}"), text, way))
