"""A word that is not known -> the name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

FEW = 12
LONGEST = 80


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The name of `known` that `word` was probably meant to be."""
    by_form = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word[:LONGEST].lower(), by_form, n=1, cutoff=0.6)
    return by_form[found[0]] if found else None


def hint(word: str, known: Iterable[str]) -> str | None:
    """A sentence that names the nearest, or lists all when they are few; None when there is nothing to say."""
    names = list(known)
    if name := nearest(word, names):
        return f"Did you mean `{name}`?"
    return f"Allowed here: {', '.join(names)}." if 0 < len(names) <= FEW else None
