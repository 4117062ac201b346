"""Trees -> the texts that are translated, by their place; and the same trees with other texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rbm_spec.load.tree import Tree
from rbm_spec.source import Step, Where

_METHOD = ("note", "measures.*.label", "components.*.label", "components.*.note")
_TARGETS = ("baseline.note", "targets.*.text", "targets.*.for.*.text")
TEXTS: Mapping[str, tuple[str, ...]] = {
    "plan": ("title", "units.*.label", "glossary.*.term", "glossary.*.definition", "glossary.*.source"),
    "enabler": ("name", "statement"),
    "outcome": ("statement", "alternatives.*.text", "alternatives.*.proposed_by"),
    "indicator": (
        "title", "alternatives.*.text", "alternatives.*.proposed_by", "definition", "rationale", "limitations", "notes",
        "responsible", "source", *_METHOD, *_TARGETS, *(f"components.*.{path}" for path in _TARGETS),
        "examples.*.title", "examples.*.note", *(f"previous_methods.*.{path}" for path in _METHOD),
    ),
    "dataset": (
        "title", "owner", "grain", "description", "fields.*.label", "fields.*.help", "rules.*.message",
        "derive.fields.*.label",
    ),
    "codelist": ("title", "description", "attributes.*.label", "codes.*.label"),
    "document": (
        "body", "meeting", "presented_by", "title", "purpose", "action_required", "references.*", "sections.*.heading",
        "sections.*.content.*.text", "sections.*.content.*.items.*", "sections.*.content.*.alternatives.*.text",
        "sections.*.content.*.alternatives.*.proposed_by",
    ),
}  # fmt: skip
"""By kind the texts that are printed or shown in forms. Codes, numbers of documents and dates are the same anywhere."""

Texts = dict[Where, str]


def texts_of(trees: Mapping[str, Tree]) -> Texts:
    """Every text that is translated, in the order of files and of `TEXTS`."""
    return {
        Where(file, path): text
        for file, tree in sorted(trees.items())
        for pattern in TEXTS.get(tree.kind, ())
        for path, text in _matches(tree.data, tuple(pattern.split(".")), ())
    }


def _matches(value: Any, pattern: tuple[str, ...], path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    if not pattern:
        if isinstance(value, str) and value.strip():
            yield path, value
        return
    step, rest = pattern[0], pattern[1:]
    if step == "*" and isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _matches(each, rest, (*path, name))
    elif isinstance(value, dict) and step in value:
        yield from _matches(value[step], rest, (*path, step))


def reworded(file: str, data: Any, change: Callable[[Where, str], str], places: Mapping[Where, str]) -> Any:
    """The data of one file with every text of `places` as `change` gives it."""

    def walk(value: Any, path: tuple[Step, ...]) -> Any:
        match value:
            case dict():
                return {name: walk(each, (*path, name)) for name, each in value.items()}
            case list():
                return [walk(each, (*path, i)) for i, each in enumerate(value)]
            case str() if (where := Where(file, path)) in places:
                return change(where, value)
            case _:
                return value

    return walk(data, ())
