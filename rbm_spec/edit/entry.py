"""A list of a spec and one more item → the one edit that writes it at the end; a list that is not there is begun.

The lines of an item may be those of another state of the file: they are moved in as they stand, comments included.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from rbm_spec.edit.layout import INDENT
from rbm_spec.edit.place import WIDTH, CannotSet, end_of_lines, line_edit
from rbm_spec.edit.splice import Edit
from rbm_spec.load.compose import MappingNode, SequenceNode, compose
from rbm_spec.load.tree import Tree


def item_added(tree: Tree, key: str, item: Sequence[str]) -> Edit:
    """The edit of the text of `tree` that adds an item, in lines, to the list at `key`. Raises CannotSet."""
    root = _root(tree)
    found = next((value for name, value in root.value if name.value == key), None)
    if found is None:
        return line_edit(tree, root, [], key, "\n".join([f"{key}:", *_listed(item, INDENT)]))
    if not isinstance(found, SequenceNode) or found.flow_style or not found.value:
        raise CannotSet(f"{key} is not a list with an item on each line.")
    at = end_of_lines(tree.text, found)
    start = "" if tree.text[:at].endswith("\n") else "\n"
    first = found.value[0].start_mark
    column = tree.text.split("\n")[first.line].index("-") if first.column else 0
    return Edit(at, at, start + "\n".join(_listed(item, column)) + "\n")


def lines_of(tree: Tree, keys: Iterable[str]) -> list[str]:
    """The lines in which the values at these keys are written, with their keys. Raises CannotSet."""
    return [
        line
        for name, value in _root(tree).value
        if name.value in keys
        for line in tree.text[name.start_mark.index : end_of_lines(tree.text, value)].rstrip("\n").split("\n")
    ]


def folded(key: str, text: str) -> list[str]:
    """A text of some length under its key, over several lines."""
    lines = textwrap.wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"{key}: >-", *(" " * INDENT + line for line in lines)]


def _root(tree: Tree) -> MappingNode:
    root = compose(tree.text)
    if not isinstance(root, MappingNode) or root.flow_style:
        raise CannotSet(f"{tree.file} is written in brackets; rbm-spec adds lines only to a file with a key on each.")
    return root


def _listed(item: Sequence[str], column: int) -> list[str]:
    dash = [f"{' ' * column}- {item[0]}"]
    return dash + [" " * (column + INDENT) + line if line.strip() else "" for line in item[1:]]
