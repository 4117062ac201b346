"""A proposal and the files of a plan → the files with what is proposed, as far as the document then says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from rbm_spec.load import load_files
from rbm_spec.proposals.amended import Amended, amended
from rbm_spec.proposals.beside import NOTE
from rbm_spec.proposals.notes import notes_in
from rbm_spec.proposals.printed import Abroad, Printed, printed
from rbm_spec.proposals.translated import abroad, retranslated
from rbm_spec.proposals.wishes import Proposal
from rbm_spec.source import Where
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.translations.folder import is_catalogue

PRINTED_OTHERWISE = (
    "The document would not print it as it was written there, as with a new paragraph where only one is printed."
)


def proved(
    files: Mapping[str, bytes], asked: Proposal, name: str, words: Phrases, there: Abroad | None = None
) -> Amended:
    """The files with the changes that the document `name`, printed again, would say as they were written.

    Changes are of the specs, or of the catalogue of the language `there` that the document is in.
    """
    made = _amended(files, asked, there)
    language = abroad(there.plan, made.files, there.language) if there else None
    again = sent(made.files, name, words, language)
    if again is None:
        return made
    notes = frozenset(again.beside.get(NOTE, ()))
    said: dict[Where, list[str]] = {}
    for span in again.spans:
        said.setdefault(span.where, []).append(_lines(again.text[span.first : span.last]))
    not_written = {change for change, _ in made.refused}
    wrong = [
        each
        for each in asked.changes
        if each not in not_written
        and each.where in said
        and (_lines(each.printed) not in said[each.where] or not notes_in(each.new) <= notes)
    ]
    if not wrong:
        return made
    rest = _amended(files, replace(asked, changes=tuple(each for each in asked.changes if each not in wrong)), there)
    return replace(rest, refused=(*rest.refused, *((each, PRINTED_OTHERWISE) for each in wrong)))


def sent(files: Mapping[str, bytes], name: str, words: Phrases, there: Abroad | None = None) -> Printed | None:
    """What the document `name` of these files prints; None when they have no such document."""
    specs = {file: raw for file, raw in files.items() if not is_catalogue(file)}
    return printed(load_files(specs)[0], name, words, there)


def _amended(files: Mapping[str, bytes], asked: Proposal, there: Abroad | None) -> Amended:
    return amended(files, asked) if there is None else retranslated(files, asked, there.language)


def _lines(text: str) -> str:
    """Paragraphs with single blanks; one that ends before or after all words counts."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip(" ")
