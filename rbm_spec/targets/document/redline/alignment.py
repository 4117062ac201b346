"""Two sequences → pairs in order: what is the same, what is alike, and what only one of them has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.redline.xml import W, key, style, text

ALIKE, THE_SAME = 0.4, 0.8
"""How much two paragraphs share to be one that is changed; more, where it is another kind of paragraph."""
WORDS = re.compile(r"\s+|\w+|[^\w\s]")
T = TypeVar("T")


def aligned(
    before: Sequence[T], after: Sequence[T], key_of: Callable[[T], str], are_alike: Callable[[T, T], bool]
) -> Iterator[tuple[T | None, T | None]]:
    """What has the same key is paired first, then what is alike between."""
    keys = [key_of(each) for each in before], [key_of(each) for each in after]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(before[i:i_end], after[j:j_end], strict=True)
            continue
        for now in after[j:j_end]:
            at = next((k for k in range(i, i_end) if are_alike(before[k], now)), None)
            if at is None:
                yield None, now
                continue
            yield from ((gone, None) for gone in before[i:at])
            yield before[at], now
            i = at + 1
        yield from ((gone, None) for gone in before[i:i_end])


def blocks_are_alike(old: Xml.Element, new: Xml.Element) -> bool:
    """Paragraphs and rows that share enough words; tables of the same columns."""
    if old.tag != new.tag:
        return False
    if old.tag == f"{W}tbl":
        return all(key(old.find(each)) == key(new.find(each)) for each in (f"{W}tblPr", f"{W}tblGrid"))
    if old.tag == f"{W}tr" and len(old.findall(f"{W}tc")) != len(new.findall(f"{W}tc")):
        return False
    least = ALIKE if style(old) == style(new) else THE_SAME
    matcher = SequenceMatcher(None, WORDS.findall(text(old)), WORDS.findall(text(new)), autojunk=False)
    return min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= least and matcher.ratio() >= least
