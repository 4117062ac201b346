"""Files of a plan and a proposal from a document in another language → the same files with its catalogue changed.

Sentences of the specs stay as they are: a translation is changed where it stands, and a comment is one of translators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rbm_spec.load import load_files
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.plan.model import Plan
from rbm_spec.proposals.amended import GONE, MOVED_ON, Amended, remark_of, unseen
from rbm_spec.proposals.printed import Abroad
from rbm_spec.proposals.wishes import Change, Proposal, Said
from rbm_spec.translations.catalogue import Catalogue, Entry, written
from rbm_spec.translations.folder import ENDING, FOLDER, is_catalogue
from rbm_spec.translations.judging import context_of, judged
from rbm_spec.translations.places import texts_of
from rbm_spec.translations.reading import Unreadable, read_catalogue


def file_of(language: str) -> str:
    """The catalogue of a language, by its path below the plan."""
    return f"{FOLDER}/{language}{ENDING}"


def abroad(plan: Plan, files: Mapping[str, bytes], language: str) -> Abroad | None:
    """The language with the translations in `files`; None when there is no catalogue that can be read."""
    catalogue = catalogue_of(files, language)
    if catalogue is None:
        return None
    texts = texts_of(load_files({file: raw for file, raw in files.items() if not is_catalogue(file)})[0])
    return Abroad(language, judged(texts, catalogue).current, plan)


def catalogue_of(files: Mapping[str, bytes], language: str) -> Catalogue | None:
    """The catalogue of a language among files; None when there is none that can be read."""
    try:
        return read_catalogue(files[file_of(language)])
    except (KeyError, Unreadable):
        return None


def retranslated(files: Mapping[str, bytes], proposal: Proposal, language: str) -> Amended:
    """The files with everything in the proposal that can be written into the catalogue of the language."""
    catalogue = catalogue_of(files, language)
    assert catalogue is not None, "the document was made of it"
    entries = dict(catalogue.entries)
    refused: list[tuple[Change, str]] = []
    unsaid: list[Said] = []
    for change in proposal.changes:
        entry = entries.get(context_of(change.where))
        new, why = _changed(entry, change)
        if new is None:
            refused.append((change, why))
        else:
            entries[new.context] = new
    for said in proposal.said:
        entry = entries.get(context_of(said.where)) if said.where else None
        if entry is not None:
            entries[entry.context] = replace(entry, notes=(*entry.notes, FORBIDDEN.sub("", remark_of(said))))
        elif said.where is not None:
            unsaid.append(said)
    changed = entries != catalogue.entries
    raw = written(replace(catalogue, entries=entries)).encode() if changed else files[file_of(language)]
    return Amended({**files, file_of(language): raw}, tuple(refused), tuple(unsaid))


def _changed(entry: Entry | None, change: Change) -> tuple[Entry | None, str]:
    """The entry with another translation, or why there is none."""
    if entry is None or entry.text.strip() != change.old:
        return None, MOVED_ON
    if not change.new:
        return None, GONE
    if hidden := FORBIDDEN.search(change.new):
        return None, unseen(hidden.group())
    new = replace(entry, text=change.new)
    unfit = judged({change.where: entry.source}, Catalogue({}, {entry.context: new})).unfit
    return (None, unfit[0][2]) if unfit else (new, "")
