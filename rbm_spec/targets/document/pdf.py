"""Word documents -> tagged PDF (PDF/UA-1), by LibreOffice as a separate program.

LibreOffice draws with the fonts of the machine, so a page may break elsewhere on another one. On one machine the bytes
stay: what tells of the moment is replaced by figures of the same length, made from the Word document.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
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


def portable(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each Word document as PDF, by name; raises `DocumentFault` when LibreOffice is missing or refuses one."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise _fault("LibreOffice is not installed, or soffice is not on the path.")
    with tempfile.TemporaryDirectory() as folder:
        names = {name: f"{place}.docx" for place, name in enumerate(documents)}
        for name, file in names.items():
            Path(folder, file).write_bytes(documents[name])
        _run(program, folder, list(names.values()))
        return {name: _still(_read(folder, file, name), documents[name]) for name, file in names.items()}


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
