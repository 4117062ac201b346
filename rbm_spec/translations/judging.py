"""A catalogue beside the texts of today -> which translations count, and what is wrong with those that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rbm_spec.source import Where
from rbm_spec.translations.catalogue import Catalogue, Entry

PLACE = re.compile(r"\{note:|\{[^{}]*\}")
"""What the text of a footnote says is translated as well."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`current` are the translations that count, by place. The others are lists of places."""

    current: Mapping[Where, str]
    lacking: tuple[Where, ...]
    stale: tuple[Where, ...]
    unfit: tuple[tuple[Where, Entry, str], ...]


def context_of(where: Where) -> str:
    """A place as catalogues write it: `indicators.average_recruitment_time.measures.filled.label`."""
    return where.dotted


def judged(texts: Mapping[Where, str], catalogue: Catalogue) -> Judged:
    """Which of the texts have a translation of the very sentence that stands there today."""
    current: dict[Where, str] = {}
    lacking: list[Where] = []
    stale: list[Where] = []
    unfit: list[tuple[Where, Entry, str]] = []
    for where, text in texts.items():
        entry = catalogue.entries.get(context_of(where))
        if entry is None or not entry.text.strip():
            lacking.append(where)
        elif entry.fuzzy or entry.source != text:
            stale.append(where)
        elif faults := list(_faults(entry)):
            unfit.append((where, entry, faults[0]))
        else:
            current[where] = entry.text
    return Judged(current, tuple(lacking), tuple(stale), tuple(unfit))


def _faults(entry: Entry) -> Iterator[str]:
    """In what form a translation differs from its sentence."""
    places, wanted = (sorted(PLACE.findall(text)) for text in (entry.text, entry.source))
    places, wanted = (["{note:…}" if each == "{note:" else each for each in found] for found in (places, wanted))
    if places != wanted:
        lost = ", ".join(wanted) or "no places in curly brackets"
        yield f"The sentence has {lost}; the translation has {', '.join(places) or 'none'}."
    if "\n" in entry.text.strip() and "\n" not in entry.source.strip():
        yield "The sentence is one line; the translation has several."
    if entry.source.strip().startswith("[") != entry.text.strip().startswith("["):
        yield "Square brackets say that a text is not agreed; sentence and translation begin differently."
