"""A text as a spec writes it, and edits of it as it is printed → the text of the spec with these edits.

The two differ by marks, which print a number or a footnote, by brackets and signs at the ends, and by blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import accumulate

from rbm_spec.plan.marks import MARK

TOKENS = re.compile(rf"(?:{MARK.pattern})|\s+|\w+|[^\w\s]")

Edited = tuple[int, int, str]
"""The first character, one past the last, and what stands in their place."""


def written(old: str, printed: str, edited: Iterable[Edited]) -> str | None:
    """`old` with edits of `printed`, in order; None when one of them is not within words that both say."""
    places = _places(old, printed)
    moved = []
    for first, last, new in edited:
        begins, ends = places.get(first), places.get(last)
        if begins is None or ends is None or ends < begins:
            return None
        moved.append((begins, ends, re.sub(r"[^\S\n]*\n\s*", "\n\n", new).replace("\t", " ")))
    return re.sub(r" *\n\n *", "\n\n", replaced(old, moved)).strip()


def replaced(text: str, edited: Iterable[Edited]) -> str:
    """`text` with each edit in it."""
    new, at = "", 0
    for first, last, words in edited:
        new += text[at:first] + words
        at = last
    return new + text[at:]


def _places(old: str, printed: str) -> dict[int, int]:
    """Where a character of the printed text is in the other, when it is within or at an end of words that both say."""
    mine, other = _tokens(old), _tokens(printed)
    here, there = ([0, *accumulate(map(len, tokens))] for tokens in (mine, other))
    known = {} if printed else {0: 0}
    for a, b, size in SequenceMatcher(None, _said(mine), _said(other), autojunk=False).get_matching_blocks():
        for i in range(size):
            at, long = there[b + i], len(other[b + i])
            known |= {at + k: here[a + i] + min(k, len(mine[a + i])) for k in range(long) if at + k not in known}
            known[at + long] = here[a + i + 1]
    return known


def _tokens(text: str) -> list[str]:
    return [match[0] for match in TOKENS.finditer(text)]


def _said(tokens: list[str]) -> list[str]:
    """How wide a blank is does not count, nor whether a line may end at a hyphen."""
    return [" " if token.isspace() else token.replace("\u2011", "-") for token in tokens]
