"""Word documents -> tagged PDF (PDF/UA-1), by LibreOffice as a separate program.

LibreOffice draws with the fonts of the machine, so a page may break elsewhere on another one. On one machine the bytes
stay: what tells of the moment is replaced by figures of the same length, made from the Word document.

On pages from right to left it reads the side of a number in another way than Word, and ends a line between a bracket
and the figure in it, so it is given a copy.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from rbm_spec.source import Where
from rbm_spec.targets.document.fault import OFFICE, DocumentFault

SECONDS = 600
FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
MOMENTS = (
    (re.compile(rb"(/CreationDate\(D:)\d{14}"), b"19800101000000"),
    (re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"), b"1980-01-01T00:00:00"),
)
MARKS = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")
TRAILER = b"\ntrailer"
STARTS, RIGHT = re.compile(rb'<w:lvlJc w:val="(?:left|start)" ?/>'), b'<w:lvlJc w:val="right" />'
"""The side of a number: for Word, where its line begins; for LibreOffice, that of the page."""
TEXT = re.compile(rb"(?<=<w:t>)[^<>]+|(?<=<w:t xml:space=\"preserve\">)[^<>]+")
BRACKETED = re.compile(rb"\([0-9A-Za-z][ -'*-~]*\)")
"""What stands in brackets and runs from left to right. Isolated, it stays on one line with them."""
ISOLATED = "\u2066{}\u2069".encode()


def portable(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each Word document as PDF, by name; raises `DocumentFault` when LibreOffice is missing or refuses one."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise _fault("LibreOffice is not installed, or soffice is not on the path.")
    with tempfile.TemporaryDirectory() as folder:
        names = {name: f"{place}.docx" for place, name in enumerate(documents)}
        for name, file in names.items():
            Path(folder, file).write_bytes(_for_libreoffice(documents[name]))
        _run(program, folder, list(names.values()))
        return {name: _still(_read(folder, file, name), documents[name]) for name, file in names.items()}


def _for_libreoffice(document: bytes) -> bytes:
    """A page from right to left as it is to be drawn; any other, and what is no package, as it is."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as source:
            parts = {name: source.read(name) for name in source.namelist()}
    except zipfile.BadZipFile:
        return document
    if b"<w:bidi />" not in parts.get("word/document.xml", b"").rpartition(b"<w:sectPr")[2]:
        return document
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, _mirrored(name, content))
    return target.getvalue()


def _mirrored(name: str, content: bytes) -> bytes:
    match name:
        case "word/numbering.xml":
            return STARTS.sub(RIGHT, content)
        case "word/document.xml":
            before, after = ISOLATED.split(b"{}")
            return TEXT.sub(lambda text: BRACKETED.sub(lambda found: before + found[0] + after, text[0]), content)
        case _:
            return content


def _run(program: str, folder: str, files: list[str]) -> None:
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", FILTER, "--outdir", folder, *files]
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    surroundings = {"HOME": folder, "LC_ALL": "C.UTF-8", **kept}
    try:
        subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _fault(f"LibreOffice could not be run: {error}") from error


def _read(folder: str, file: str, name: str) -> bytes:
    made = Path(folder, file).with_suffix(".pdf")
    if not made.is_file():
        raise _fault(f"LibreOffice made no PDF of {name}.")
    return made.read_bytes()


def _still(content: bytes, document: bytes) -> bytes:
    """The PDF without its moment. Lengths stay, because the end of the file says where each object begins."""
    for moment, never in MOMENTS:
        content = moment.sub(rb"\g<1>" + never, content)
    begins = content.rfind(TRAILER)
    mark = sha256(document).hexdigest()[:32].upper().encode()
    return content[:begins] + MARKS.sub(mark, content[begins:])


def _fault(message: str) -> DocumentFault:
    return DocumentFault(
        OFFICE.found(Where("document"), message, "Install LibreOffice Writer and Math, then try again.")
    )
