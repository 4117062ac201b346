"""Trees and the translations that count -> trees in another language, what lacks one marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rbm_spec.load.tree import Tree
from rbm_spec.source import Where
from rbm_spec.translations.places import reworded

EDGE = "\u200e"
"""The left-to-right mark, which no spec may hold: it tells our mark from text, and keeps signs at their sentence."""
_MARK = re.compile(r"\{(section|indicator|note):([^{}]*)\}")
_OURS = re.compile(rf"\[[A-Z]+\\?\]{EDGE}")
"""Our mark as it is printed; in Markdown its brackets are escaped."""
_ENDED = re.compile(rf"[;.؛；。](?=(?: \[[A-Z]+\]{EDGE})?$)")


def mark(authoring: str) -> str:
    """What follows a text that stands in the language it was written in."""
    return f"[{authoring.upper()}]"


def in_words_of(
    trees: Mapping[str, Tree], texts: Mapping[Where, str], current: Mapping[Where, str], authoring: str
) -> dict[str, tuple[str, Any]]:
    """Kind and data of every file, as `build_spec` takes them."""
    said = said_abroad(texts, current, authoring)
    return {
        file: (tree.kind, reworded(file, tree.data, lambda where, _: said[where], texts))
        for file, tree in trees.items()
    }


def said_abroad(texts: Mapping[Where, str], current: Mapping[Where, str], authoring: str) -> dict[Where, str]:
    """What each text says in the other language: its translation, or itself with our mark on each paragraph."""
    note = f" {mark(authoring)}{EDGE}"
    return {
        where: current[where] if where in current else "\n\n".join(_marked(each, note) for each in text.split("\n\n"))
        for where, text in texts.items()
    }


def untranslated(text: str) -> int:
    """How many marked paragraphs `text` prints; what is printed twice counts twice."""
    return len(_OURS.findall(text))


def open_ended(text: str) -> str:
    """`text` without the semicolon or full stop that ends it, which may stand before our mark."""
    return _ENDED.sub("", text.rstrip())


def _marked(paragraph: str, note: str) -> str:
    """One paragraph between marks of direction; so is what stands between numbers and footnotes, and in a footnote."""
    if not paragraph.strip():
        return paragraph
    return f"{EDGE}{_MARK.sub(_apart, paragraph.rstrip())}{note}"


def _apart(found: re.Match[str]) -> str:
    text = f"{{note:{EDGE}{found[2].strip()}{EDGE}}}" if found[1] == "note" else found[0]
    return f"{EDGE}{text}{EDGE}"
