"""Trees and the translations that count -> trees in another language, what lacks one marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rbm_spec.load.tree import Tree
from rbm_spec.source import Where
from rbm_spec.translations.places import reworded

EDGE = "\u200e"
"""The left-to-right mark, which no spec may hold: it tells our mark from text, and keeps it beside its sentence."""


def mark(authoring: str) -> str:
    """What follows a text that stands in the language it was written in."""
    return f"[{authoring.upper()}]"


def in_words_of(
    trees: Mapping[str, Tree], texts: Mapping[Where, str], current: Mapping[Where, str], authoring: str
) -> dict[str, tuple[str, Any]]:
    """Kind and data of every file, as `build_spec` takes them."""
    note = f" {mark(authoring)}{EDGE}"

    def said(where: Where, text: str) -> str:
        return current[where] if where in current else f"{EDGE}{text.rstrip()}{note}"

    return {file: (tree.kind, reworded(file, tree.data, said, texts)) for file, tree in trees.items()}


def untranslated(text: str) -> int:
    """How many marked texts `text` prints; a text that is printed twice counts twice."""
    return text.count(f"]{EDGE}")
