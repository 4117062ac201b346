"""A catalogue and the texts of today -> the catalogue that translators should go on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rbm_spec.source import Where
from rbm_spec.translations.catalogue import Catalogue, Entry
from rbm_spec.translations.judging import context_of

Sentence = tuple[str, str]
"""The file that a text stands in, and the text: one sentence may be said otherwise in another file."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The translations there are, by place and by sentence, and the sentences of today."""

    by_place: Mapping[str, Entry]
    by_sentence: Mapping[Sentence, Entry]
    today: frozenset[Sentence]


def merged(texts: Mapping[Where, str], old: Catalogue) -> Catalogue:
    """Today's texts in their order, each with the translation it has.

    A sentence that has moved within its file takes its translation along. Where the sentence of a place has changed,
    the translation stays as a fuzzy one beside the sentence before; what is no longer in the plan is kept as obsolete,
    and comes back when its sentence does.
    """
    today = {context_of(where): text for where, text in texts.items()}
    there = [entry for entry in (*old.obsolete, *old.entries.values()) if entry.text]
    known = _Known(
        {**{entry.context: entry for entry in old.obsolete}, **old.entries},
        {(_file(entry.context), _translated(entry)): entry for entry in there},
        frozenset((_file(context), text) for context, text in today.items()),
    )
    entries = {context: _merged(context, text, known) for context, text in today.items()}
    gone = {
        (entry.context, _translated(entry)): replace(
            entry, source=_translated(entry), obsolete=True, fuzzy=entry.fuzzy and not entry.previous, previous=None
        )
        for entry in there
        if (_file(entry.context), _translated(entry)) not in known.today
        and (entry.context not in entries or entries[entry.context].text != entry.text)
    }
    return Catalogue(old.head, entries, tuple(gone[each] for each in sorted(gone)), old.comments)


def _merged(context: str, text: str, known: _Known) -> Entry:
    here = known.by_place.get(context)
    notes = here.notes if here else ()
    if here and here.text and here.source == text:
        return replace(here, obsolete=False)
    if here and here.text and _translated(here) == text:
        return replace(here, source=text, fuzzy=False, previous=None, obsolete=False)
    if moved := known.by_sentence.get((_file(context), text)):
        unsure = moved.fuzzy and not moved.previous
        return Entry(context, text, moved.text, unsure, notes=moved.notes)
    if here and here.text and (_file(context), _translated(here)) not in known.today:
        return replace(here, source=text, fuzzy=True, previous=_translated(here), obsolete=False)
    return Entry(context, text, notes=notes)


def _translated(entry: Entry) -> str:
    """What the translation is of, however often the sentence has changed since."""
    return entry.previous if entry.fuzzy and entry.previous is not None else entry.source


def _file(context: str) -> str:
    """The place of the file in a place: `indicators.answer_time` of `indicators.answer_time.title`."""
    kind, _, rest = context.partition(".")
    return kind if kind == "plan" else f"{kind}.{rest.partition('.')[0]}"
