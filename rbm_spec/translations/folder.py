"""A plan's folder -> the bytes of its catalogues; and catalogues -> what is wrong with them.

Only regular files are opened, never through a link, as for specs.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load.folder import is_left_alone
from rbm_spec.source import Where
from rbm_spec.translations.catalogue import Catalogue
from rbm_spec.translations.judging import Judged, judged
from rbm_spec.translations.reading import MOST_BYTES, Unreadable, read_catalogue

FOLDER, ENDING = "translations", ".po"
MOST_FILES = 100

NOT_READABLE = Rule("RBM140", "catalogue-not-readable", Severity.ERROR)
UNUSED = Rule("RBM141", "unused-catalogue", Severity.WARNING)
UNFIT = Rule("RBM142", "translation-differs-in-form", Severity.WARNING)

_CAREFUL = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_catalogues(plan: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The files in translations/ by path below the plan, sorted, and what is not a catalogue."""
    folder = plan / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return {}, [_unreadable(FOLDER, "This is not a folder.")] if os.path.lexists(folder) else []
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name in sorted(each.name for each in folder.iterdir()):
        file = f"{FOLDER}/{name.encode('utf-8', 'backslashreplace').decode()}"
        if is_left_alone(name) or name == "README.md":
            continue
        if not name.endswith(ENDING):
            findings.append(UNUSED.found(Where(file), "This file is not a catalogue.", "Catalogues end in .po."))
        elif len(files) == MOST_FILES:
            findings.append(_unreadable(FOLDER, f"There are more than {MOST_FILES} catalogues."))
        else:
            _read(folder / name, file, files, findings)
    return files, findings


def _read(path: Path, file: str, files: dict[str, bytes], findings: list[Finding]) -> None:
    try:
        if path.is_symlink():
            findings.append(_unreadable(file, "This is a link to another file. It is not read."))
            return
        with open(os.open(path, _CAREFUL), "rb") as opened:  # noqa: PTH123 - a descriptor
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                findings.append(_unreadable(file, "This is not a regular file. It is not read."))
                return
            files[file] = opened.read(MOST_BYTES + 1)
    except OSError as error:
        findings.append(_unreadable(file, f"This cannot be read: {error.strerror or 'unknown reason'}."))


def _unreadable(file: str, message: str) -> Finding:
    return NOT_READABLE.found(Where(file), message, "A plan without translations/ is whole; move the file away.")


def is_catalogue(file: str) -> bool:
    """Whether a file below the plan is a catalogue and no spec."""
    return file.startswith(f"{FOLDER}/")


def understood(
    files: Mapping[str, bytes], texts: Mapping[Where, str], languages: tuple[str, ...], authoring: str
) -> tuple[dict[str, tuple[Catalogue, Judged]], list[Finding]]:
    """Catalogues by language, judged against the texts of today, and findings about them."""
    found: dict[str, tuple[Catalogue, Judged]] = {}
    findings: list[Finding] = []
    for file, raw in files.items():
        language = file.removeprefix(f"{FOLDER}/").removesuffix(ENDING)
        if language not in languages or language == authoring:
            message = f"The plan has no documents in “{language}” that need a translation."
            findings.append(UNUSED.found(Where(file), message, "Add the language to languages in plan.yaml."))
            continue
        try:
            catalogue = read_catalogue(raw)
        except Unreadable as fault:
            hint = "Mend the line, or write the catalogue anew with rbm-spec translate update."
            findings.append(NOT_READABLE.found(Where(file).chars(fault.span), fault.message, hint))
            continue
        verdict = judged(texts, catalogue)
        found[language] = catalogue, verdict
        findings += (
            UNFIT.found(Where(file).chars(entry.span), f"{fault} It is not printed.", "Write the translation likewise.")
            for _, entry, fault in verdict.unfit
        )
    return found, findings
