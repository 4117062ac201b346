"""Entries of two maps or lists → which of the old is which of the new, also under another name.

Names decide first. What is left over is matched by content: the share of text that both have, long texts counting more
than short ones. The best matches come first, and ties go by name, so that the answer does not depend on any order.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SIMILAR, SAME_LABEL = 0.6, 0.1
_FRAME = frozenset(("kind", "id", "version", "status", "source"))
_MOST_PAIRS = 10_000
_LONGEST = 2_000


def leaves(data: Any) -> dict[tuple[str, ...], str]:
    """Every single value with its path; the frame that all objects share is left out."""
    found: dict[tuple[str, ...], str] = {}
    pending: list[tuple[tuple[str, ...], Any]] = [((), data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += [((*path, key), each) for key, each in value.items() if path or key not in _FRAME]
        elif isinstance(value, list):
            pending += [((*path, str(i)), each) for i, each in enumerate(value)]
        else:
            found[path] = json.dumps(value)
    return found


def likeness(old: Any, new: Any) -> float:
    """0 for nothing in common, 1 for the same; weighed by the length of what is written."""
    one, other = leaves(old), leaves(new)
    same = sum(len(value) for path, value in one.items() if other.get(path) == value)
    every = sum(map(len, one.values())) + sum(map(len, other.values())) - same
    return same / every if every else 1.0


def renamed(gone: Mapping[str, Any], come: Mapping[str, Any], least: float = SIMILAR) -> dict[str, str]:
    """Old names to new ones, of entries that went and entries that came with similar content."""
    if len(gone) * len(come) > _MOST_PAIRS:
        return {}
    scores = [
        (-score, was, now)
        for was, old in gone.items()
        for now, new in come.items()
        if (score := likeness(old, new)) >= (min(least, SAME_LABEL) if _have_same_label(old, new) else least)
    ]
    return _best(scores)


def _have_same_label(old: Any, new: Any) -> bool:
    """Whether people know both by the same words, so that less of the rest has to be alike."""
    return isinstance(old, dict) and isinstance(new, dict) and old.get("label") == new.get("label") is not None


def paired(gone: Sequence[str], come: Sequence[str]) -> dict[str, str]:
    """The same for texts: a sentence reworded is still that sentence."""
    if len(gone) * len(come) > _MOST_PAIRS // 10:
        return {}
    return _best(
        [
            (-score, was, now)
            for was in gone
            for now in come
            if (score := difflib.SequenceMatcher(None, was[:_LONGEST], now[:_LONGEST], autojunk=False).ratio())
            >= SIMILAR
        ]
    )


def _best(scores: list[tuple[float, str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, was, now in sorted(scores):
        if was not in found and now not in taken:
            found[was] = now
            taken.add(now)
    return found


def is_reordered(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether what both have stands in another order."""
    kept = set(old) & set(new)
    return [each for each in old if each in kept] != [each for each in new if each in kept]


def identities(items: Sequence[Any]) -> Iterator[str]:
    """What tells the items of a list apart, wherever they stand; the same twice is numbered."""
    seen: dict[str, int] = {}
    for item in items:
        said = _identity(item)
        seen[said] = seen.get(said, 0) + 1
        yield said if seen[said] == 1 else f"{said} ({seen[said]})"


def _identity(item: Any) -> str:
    if isinstance(item, list):
        return ", ".join(sorted(map(str, item)))  # a breakdown is the same, whichever dimension is named first
    if not isinstance(item, dict):
        return str(item)
    for key in ("condition", "title", "heading", "until"):
        if key in item:
            return str(item[key])
    if "by" in item:
        return ", ".join(f"{path}: {code}" for path, code in sorted(item["by"].items()))
    return json.dumps(item, sort_keys=True, ensure_ascii=False)
