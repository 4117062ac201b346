"""A path and a value → the one edit that writes the value there. What is not there yet is put in; all else stays."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from rbm_spec.edit.order import allowed, key_order
from rbm_spec.edit.splice import Edit
from rbm_spec.load import scalars
from rbm_spec.load.compose import MappingNode, Node, ScalarNode, SequenceNode, compose
from rbm_spec.load.scalars import Refused
from rbm_spec.load.tree import Tree
from rbm_spec.source import Step

WIDTH = 110
# What a plain value may start with and hold, so that every reader takes it for the same text.
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^#:\n\r\t]*(?:(?::(?=\S)|(?<=\S)#)[^#:\n\r\t]*)*")
_FLOW = re.compile(r"[,\[\]{}]")
_LINE_ENDS = re.compile(r"(\n+)")


class CannotSet(Exception):
    """Why a value cannot be written at a place, in a sentence for the person who asked."""


def edit_at(tree: Tree, path: Sequence[str], value: str) -> Edit:
    """The edit of the text of `tree` that makes the value at `path` be `value`. Raises CannotSet."""
    root = compose(tree.text)
    if not isinstance(root, MappingNode) or not path:
        raise CannotSet("Name a key of the file, such as targets/2029/at_least.")
    node: Node = root
    way: list[Step] = []
    for i, step in enumerate(path):
        below, real = _below(node, step)
        if below is None:
            return _put_in(tree, node, way, path[i:], value)
        node, way = below, [*way, real]
    return _replaced(tree, node, way, value)


def is_same_elsewhere(old: Any, new: Any, path: Sequence[str]) -> bool:
    """Whether two trees differ at most at `path`."""
    if not path:
        return True
    match old, new:
        case dict(), dict():
            kept = [key for key in new if key in old or key != path[0]]
            same = kept == list(old) and all(old[key] == new[key] for key in old if key != path[0])
            return same and (path[0] not in old or is_same_elsewhere(old[path[0]], new[path[0]], path[1:]))
        case list(), list():
            at = int(path[0])
            others = all(a == b for i, (a, b) in enumerate(zip(old, new, strict=False)) if i != at)
            return len(old) == len(new) and others and is_same_elsewhere(old[at], new[at], path[1:])
    return True


def _below(node: Node, step: str) -> tuple[Node | None, Step]:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None), step
    if isinstance(node, SequenceNode):
        if not step.isdecimal() or int(step) >= len(node.value):
            raise CannotSet(f"There is no item {step} in this list of {len(node.value)}; the first is 0.")
        return node.value[int(step)], int(step)
    return None, step


def _replaced(tree: Tree, node: Node, way: list[Step], value: str) -> Edit:
    """The value in place of one that is there."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, MappingNode | SequenceNode):
        if node.flow_style and (value[:1] in "[{" or _is_offered(tree.kind, way, value)):
            return Edit(start, end, value)
        raise CannotSet("There is more than a single value here. Name what is inside, with one more step of the path.")
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return _block(tree, node, value)
    written = _scalar(tree.kind, way, value, in_flow=_is_in_flow(tree, node))
    return Edit(start, end, f" {written}" if start == end and tree.text[start - 1 : start] == ":" else written)


def _block(tree: Tree, node: ScalarNode, value: str) -> Edit:
    """A text over several lines keeps its form and its indentation."""
    start = tree.text.index("\n", node.start_mark.index) + 1
    end = node.end_mark.index
    lines = [line for line in tree.text[start:end].split("\n") if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines), default=2)
    if node.style == ">":
        # As wide as it was: lines before the change then stay as they are.
        width = max([WIDTH, *(len(line) - indent for line in lines)])
        value = "".join(_folded(part, width) for part in _LINE_ENDS.split(value))
    rows = value.split("\n")
    text = "\n".join(" " * indent + row if row else "" for row in rows)
    gap = tree.text[start:end][len(tree.text[start:end].rstrip("\n")) :]
    return Edit(start, end, text + (gap or "\n"))


def _folded(part: str, width: int) -> str:
    """Words over several lines; line ends of the text with one more, as one alone is a blank there."""
    if part.startswith("\n"):
        return f"{part}\n"
    return "\n".join(textwrap.wrap(part, width, break_long_words=False, break_on_hyphens=False))


def _put_in(tree: Tree, node: Node, way: list[Step], rest: Sequence[str], value: str) -> Edit:
    """One more entry in the map that is there, with maps around the value for the steps that lead further."""
    key = _key(rest[0])
    if isinstance(node, ScalarNode):
        if not any("properties" in part or "patternProperties" in part for part in allowed(tree.kind, way)):
            raise CannotSet(f"{'/'.join(map(str, way))} is a single value, so there is no {rest[0]} in it.")
        inside = _nested(tree.kind, way, rest, value)
        start, end = node.start_mark.index, node.end_mark.index
        return Edit(start, end, f" {inside}" if start == end else inside)
    if isinstance(node, SequenceNode):
        raise CannotSet(f"{'/'.join(map(str, way))} is a list; its items are named by number, from 0.")
    assert isinstance(node, MappingNode)
    if node.flow_style:
        entry = f"{key}: {_inner(tree.kind, [*way, rest[0]], rest[1:], value, in_flow=True)}"
        if not node.value:
            return Edit(node.start_mark.index, node.end_mark.index, f"{{{entry}}}")
        before = _before(tree, node, way, rest[0])
        if not before:
            at = node.value[0][0].start_mark.index
            return Edit(at, at, f"{entry}, ")
        at = before[-1].end_mark.index
        return Edit(at, at, f", {entry}")
    entry = f"{key}: {_inner(tree.kind, [*way, rest[0]], rest[1:], value, in_flow=False)}"
    return line_edit(tree, node, way, rest[0], entry)


def line_edit(tree: Tree, node: MappingNode, way: list[Step], key: str, entry: str) -> Edit:
    """A line of its own, after the entry that comes before it in the order of the schema, or of numbers."""
    before = _before(tree, node, way, key)
    column = node.value[0][0].start_mark.column
    if not before:
        at = node.value[0][0].start_mark.index
        return Edit(at, at, f"{entry}\n{' ' * column}")
    at = end_of_lines(tree.text, before[-1])
    start = "" if tree.text[:at].endswith("\n") else "\n"
    return Edit(at, at, f"{start}{' ' * column}{entry}\n")


def _before(tree: Tree, node: MappingNode, way: list[Step], key: str) -> list[Node]:
    """The values down to the last that comes before `key`."""
    names = [each.value for each, _ in node.value]
    order = key_order(tree.kind, way)
    if order is not None and key in order:
        before = [name for name in names if name in order and order.index(name) < order.index(key)]
    elif key.isdecimal() and all(map(str.isdecimal, names)):
        before = [name for name in names if int(name) < int(key)]
    else:
        before = names
    return [value for _, value in node.value[: max(map(names.index, before), default=-1) + 1]]


def end_of_lines(text: str, node: Node) -> int:
    """Behind the line on which the value ends, and a comment beside it; before comments and empty lines that follow."""
    while isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, MappingNode) else last
    at = int(node.end_mark.index)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(text[:at].rstrip("\n ")) + 1
    line_end = text.find("\n", at)
    return len(text) if line_end < 0 else line_end + 1


def _nested(kind: str, way: list[Step], rest: Sequence[str], value: str) -> str:
    """`{at_least: 95}` for the steps that lead further."""
    inner = _inner(kind, [*way, rest[0]], rest[1:], value, in_flow=True)
    return f"{{{_key(rest[0])}: {inner}}}"


def _inner(kind: str, way: list[Step], rest: Sequence[str], value: str, *, in_flow: bool) -> str:
    return _nested(kind, way, rest, value) if rest else _scalar(kind, way, value, in_flow=in_flow)


def _key(name: str) -> str:
    known = scalars.key(name)
    return json.dumps(name, ensure_ascii=False) if isinstance(known, Refused) or name == "on" else name


def _scalar(kind: str, way: Sequence[Step], value: str, *, in_flow: bool) -> str:
    """The value as it is written: plain where every reader takes it for the same, else in quotes.

    A list or a map may be given as in the file, `[a, b]`. What looks like a number and has to be text gets quotes.
    """
    types = _types(kind, way)
    if value[:1] in ("[", "{") and types & {"array", "object"}:
        return value
    typed: Any = scalars.typed(value)
    fits = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}.get(type(typed))
    if fits == "integer" and "number" in types:
        fits = "number"
    is_plain = _PLAIN.fullmatch(value) is not None and not (in_flow and _FLOW.search(value)) and not value.endswith(" ")
    if fits in types and fits != "string":
        return value
    if fits == "string" and is_plain and ("string" in types or not types):
        return value
    return value if not types and fits not in (None, "string") else json.dumps(value, ensure_ascii=False)


def _is_offered(kind: str, way: Sequence[Step], value: str) -> bool:
    """Whether the schema names this very word as a value here: `tbd` in place of a target."""
    return any(value in (part.get("const"), *part.get("enum", ())) for part in allowed(kind, way))


def _types(kind: str, way: Sequence[Step]) -> set[str]:
    found: set[str] = set()
    for part in allowed(kind, way):
        said = part.get("type", ())
        found |= {said} if isinstance(said, str) else set(said)
        found |= (
            {"string"} if any(isinstance(each, str) for each in (part.get("const"), *part.get("enum", ()))) else set()
        )
    return found


def _is_in_flow(tree: Tree, node: Node) -> bool:
    """Whether a scalar stands inside brackets."""
    pending: list[tuple[Node, bool]] = [(root, False)] if (root := compose(tree.text)) else []
    while pending:
        each, inside = pending.pop()
        if each.start_mark.index == node.start_mark.index and isinstance(each, ScalarNode):
            return inside
        if isinstance(each, MappingNode | SequenceNode):
            below = [v for _, v in each.value] if isinstance(each, MappingNode) else each.value
            pending += [(child, inside or bool(each.flow_style)) for child in below]
    return False
