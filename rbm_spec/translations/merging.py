"""A catalogue and the texts of today -> the catalogue that translators should go on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rbm_spec.source import Where
from rbm_spec.translations.catalogue import Catalogue, Entry
from rbm_spec.translations.judging import context_of


def merged(texts: Mapping[Where, str], old: Catalogue) -> Catalogue:
    """Today's texts in their order, each with the translation it has.

    Where the sentence has changed, the translation stays as a fuzzy one beside the sentence before; what is no
    longer in the plan is kept as obsolete, and comes back when its place and sentence do.
    """
    gone = {entry.context: entry for entry in old.obsolete}
    entries = {
        context: _merged(context, text, old.entries.get(context) or gone.get(context))
        for context, text in ((context_of(where), text) for where, text in texts.items())
    }
    kept = {**gone, **{entry.context: entry for entry in old.entries.values() if entry.text}}
    obsolete = tuple(
        replace(entry, obsolete=True, fuzzy=False, previous=None)
        for context, entry in sorted(kept.items())
        if context not in entries
    )
    return Catalogue(old.head, entries, obsolete, old.comments)


def _merged(context: str, text: str, known: Entry | None) -> Entry:
    if known is None or not known.text:
        return Entry(context, text, notes=known.notes if known else ())
    if known.source == text:
        return replace(known, obsolete=False)
    # What the translation is of, however often the sentence has changed since.
    before = known.previous if known.fuzzy and known.previous is not None else known.source
    if before == text:
        return replace(known, source=text, fuzzy=False, previous=None, obsolete=False)
    return replace(known, source=text, fuzzy=True, previous=before, obsolete=False)
