"""A plan's folder -> the bytes of its catalogues; and catalogues -> what is wrong with them.

Only regular files are opened, never through a link, as for specs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load.folder import Disk, Shelf, shown
from rbm_spec.source import Where
from rbm_spec.translations.catalogue import Catalogue
from rbm_spec.translations.judging import Judged, judged
from rbm_spec.translations.reading import MOST_BYTES, Unreadable, read_catalogue

FOLDER, ENDING = "translations", ".po"
MOST_FILES = 100
Known = Mapping[str, tuple[Catalogue, Judged]]
"""Catalogues by language, each with the translations of it that count."""

NOT_READABLE = Rule("RBM140", "catalogue-not-readable", Severity.ERROR)
UNUSED = Rule("RBM141", "unused-catalogue", Severity.WARNING)
UNFIT = Rule("RBM142", "translation-differs-in-form", Severity.WARNING)


def read_catalogues(plan: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The files in translations/ by path below the plan, sorted, and what is not a catalogue."""
    return catalogues_on(Disk(plan))


def catalogues_on(shelf: Shelf) -> tuple[dict[str, bytes], list[Finding]]:
    """The same for a plan that lies anywhere."""
    is_folder = dict(shelf.entries("")).get(FOLDER)
    if not is_folder:
        return {}, [_unreadable(FOLDER, "This is not a folder.")] if is_folder is False else []
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name in sorted(name for name, _ in shelf.entries(f"{FOLDER}/")):
        file = f"{FOLDER}/{name}"
        if name == "README.md":
            continue
        if not name.endswith(ENDING):
            findings.append(UNUSED.found(Where(shown(file)), "This file is not a catalogue.", "Catalogues end in .po."))
        elif len(files) == MOST_FILES:
            findings.append(_unreadable(FOLDER, f"There are more than {MOST_FILES} catalogues."))
        else:
            match shelf.read(file, MOST_BYTES):
                case bytes() as raw:
                    files[shown(file)] = raw
                case finding:
                    findings.append(_unreadable(shown(file), finding.message))
    return files, findings


def _unreadable(file: str, message: str) -> Finding:
    return NOT_READABLE.found(Where(file), message, "A plan without translations/ is whole; move the file away.")


def file_of(language: str) -> str:
    """The catalogue of a language, below the plan."""
    return f"{FOLDER}/{language}{ENDING}"


def is_catalogue(file: str) -> bool:
    """Whether a file below the plan is a catalogue and no spec."""
    return file.startswith(f"{FOLDER}/")


def understood(
    files: Mapping[str, bytes], texts: Mapping[Where, str], languages: tuple[str, ...], authoring: str
) -> tuple[Known, list[Finding]]:
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
            UNFIT.found(Where(file).chars(entry.said), f"{fault} It is not printed.", "Write the translation likewise.")
            for _, entry, fault in verdict.unfit
        )
    return found, findings
