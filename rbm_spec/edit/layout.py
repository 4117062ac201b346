"""The text of a spec → the same, with keys in the order of their schema and each level two spaces in.

Lines move as a whole, with the comments above them; what stands between the first character of a line and its last is
never touched, but for the plain key `on`, which gets quotes. Where a construction is unusual its lines keep their
layout. Names that editors give keep their order, for it is printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rbm_spec.edit.order import key_order
from rbm_spec.load.compose import MappingNode, Node, ScalarNode, SequenceNode, compose
from rbm_spec.load.gate import read_tree
from rbm_spec.source import Step

INDENT = 2
_INDICATOR = re.compile(r"[|>][-+]?[1-9]|[|>][1-9][-+]?")
_KEEP = re.compile(r"[|>][1-9]?\+")

Path = tuple[Step, ...]


def laid_out(file: str, raw: bytes) -> str | None:
    """The text of `file` laid out; None when it has an error of form, or cannot be laid out without a doubt."""
    tree, findings = read_tree(file, raw)
    if tree is None or any(finding.is_error for finding in findings):
        return None
    root = compose(tree.text)
    if not isinstance(root, MappingNode) or root.flow_style:
        return tree.text if tree.text.endswith("\n") else f"{tree.text}\n"
    layout = _Layout(tree.kind, tree.text.split("\n"))
    text = "\n".join(layout.file(root)).rstrip("\n") + "\n" if not layout.ends_with_kept(root) else None
    if text is None:
        return tree.text
    again, more = read_tree(file, text.encode())
    is_sound = again is not None and not any(finding.is_error for finding in more)
    if again is None or not is_sound or not _is_same(tree.kind, (), tree.data, again.data):
        return None
    return text if _pieces(tree.text) == _pieces(text) else None


def _is_same(kind: str, path: Path, old: Any, new: Any) -> bool:
    """Equal data, and names that editors give in the same order."""
    if isinstance(old, dict) and isinstance(new, dict):
        in_order = key_order(kind, path) is not None or list(old) == list(new)
        same = old.keys() == new.keys()
        return in_order and same and all(_is_same(kind, (*path, key), old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        pairs = enumerate(zip(old, new, strict=False))
        return len(old) == len(new) and all(_is_same(kind, (*path, i), *pair) for i, pair in pairs)
    return type(old) is type(new) and bool(old == new)


def _pieces(text: str) -> Counter[str]:
    """What is written, line by line, wherever it stands."""
    lines = (re.sub(r"^[\s-]+", "", line).rstrip() for line in text.split("\n"))
    return Counter(re.sub(r'^"on":', "on:", line) for line in lines if line)


@dataclass(slots=True)
class _Entry:
    """An entry of a map or list: the comments above it, and its first line and its last."""

    first: int
    last: int
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


class _Unusual(Exception):
    """Something that is left as it is."""


class _Layout:
    def __init__(self, kind: str, lines: list[str]) -> None:
        self.kind, self.lines = kind, lines

    def file(self, root: MappingNode) -> list[str]:
        """All lines; what stands above the first key stays at the top, what stands below the last at the end."""
        first = _first(root)
        out = [line.rstrip() for line in self.lines[:first]]
        out += self._map(root, (), first, len(self.lines), 0)
        return out

    def ends_with_kept(self, root: Node) -> bool:
        """Whether the last value keeps the empty lines behind it."""
        while isinstance(root, MappingNode | SequenceNode) and root.value and not root.flow_style:
            last = root.value[-1]
            root = last[1] if isinstance(root, MappingNode) else last
        return isinstance(root, ScalarNode) and bool(_KEEP.match(self._header(root)))

    def _map(self, node: MappingNode, path: Path, first: int, end: int, want: int) -> list[str]:
        column = node.value[0][0].start_mark.column
        spans = [(key.start_mark.line, self._last(value, key.start_mark.line, column)) for key, value in node.value]
        if any(before >= start for (_, before), (start, _) in pairwise(spans)):
            raise _Unusual
        entries, tail = self._entries(spans, end, column)
        order = key_order(self.kind, path)
        numbers = range(len(entries))
        if order is not None:
            rank = {name: i for i, name in enumerate(order)}
            numbers = sorted(numbers, key=lambda i: rank.get(node.value[i][0].value, len(rank)))  # type: ignore[assignment]
        out: list[str] = []
        for i in numbers:
            key, value = node.value[i]
            out += [_indented(line, want) for line in entries[i].above]
            out += self._entry(key, value, (*path, key.value), entries[i], column, want)
            out += [_moved(line, want - column) for line in entries[i].below]
        return out + [_indented(line, want) for line in tail]

    def _entries(self, spans: Sequence[tuple[int, int]], end: int, column: int) -> tuple[list[_Entry], list[str]]:
        """The entries with their comments, and what stands below the last."""
        entries = [_Entry(first, last) for first, last in spans]
        for before, entry in pairwise(entries):
            gap = self.lines[before.last + 1 : entry.first]
            deeper = _deeper(gap, column)
            before.below, entry.above = gap[:deeper], gap[deeper:]
        rest = self.lines[entries[-1].last + 1 : end]
        deeper = _deeper(rest, column)
        entries[-1].below = rest[:deeper]
        return entries, rest[deeper:]

    def _entry(self, key: Node, value: Node, path: Path, entry: _Entry, column: int, want: int) -> list[str]:
        head = self.lines[entry.first]
        if isinstance(key, ScalarNode) and key.value == "on" and not key.style:
            head = f'{head[:column]}"on"{head[key.end_mark.column :]}'
        first = " " * want + head[column:]
        is_nested = isinstance(value, MappingNode | SequenceNode) and not value.flow_style
        if is_nested and value.value and _first(value) > entry.first:
            between = [_indented(line, want + INDENT) for line in self.lines[entry.first + 1 : _first(value)]]
            return [first.rstrip(), *between, *self._collection(value, path, entry.last + 1, want + INDENT)]
        return [*self._scalar_lines(value, first, entry, column, want)]

    def _collection(self, node: Node, path: Path, end: int, want: int) -> list[str]:
        first = _first(node)
        try:
            if isinstance(node, MappingNode):
                return self._map(node, path, first, end, want)
            return self._list(node, path, first, end, want)
        except _Unusual:
            lines = self.lines[first:end]
            indent = len(lines[0]) - len(lines[0].lstrip(" "))
            return [_moved(line, want - indent) for line in lines]

    def _list(self, node: Node, path: Path, first: int, end: int, want: int) -> list[str]:
        dashes = [self.lines[item.start_mark.line].find("-") for item in node.value]
        if any(not self._is_plain_item(item, dash, dashes[0]) for item, dash in zip(node.value, dashes, strict=True)):
            raise _Unusual
        column = dashes[0]
        spans = [(item.start_mark.line, self._last(item, item.start_mark.line, column)) for item in node.value]
        entries, tail = self._entries(spans, end, column)
        out: list[str] = []
        for i, (item, entry) in enumerate(zip(node.value, entries, strict=True)):
            out += [_indented(line, want) for line in entry.above]
            out += self._item(item, (*path, i), entry, want)
            out += [_moved(line, want - column) for line in entry.below]
        return out + [_indented(line, want) for line in tail]

    def _is_plain_item(self, item: Node, dash: int, first: int) -> bool:
        """Whether the item starts behind its own dash, which stands below the first."""
        before = self.lines[item.start_mark.line][: item.start_mark.column]
        is_list = isinstance(item, SequenceNode) and not item.flow_style
        return before.strip() == "-" and dash == first and not is_list

    def _item(self, item: Node, path: Path, entry: _Entry, want: int) -> list[str]:
        line, column = self.lines[entry.first], item.start_mark.column
        if not isinstance(item, MappingNode) or item.flow_style:
            first = f"{' ' * want}- {line[column:]}"
            return self._scalar_lines(item, first, entry, column - INDENT, want)
        self.lines[entry.first] = " " * column + line[column:]
        try:
            inner = self._map(item, path, entry.first, entry.last + 1, want + INDENT)
        finally:
            self.lines[entry.first] = line
        at = next(i for i, each in enumerate(inner) if each.strip() and not each.lstrip().startswith("#"))
        above = [_indented(each, want) for each in inner[:at]]
        return [*above, f"{' ' * want}- {inner[at].lstrip()}", *inner[at + 1 :]]

    def _scalar_lines(self, node: Node, first: str, entry: _Entry, column: int, want: int) -> list[str]:
        """The lines of a value that is no block of entries; those of a block scalar keep their own indentation."""
        rest = self.lines[entry.first + 1 : entry.last + 1]
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            if _INDICATOR.match(self._header(node)):
                return [first, *(_moved(line, want - column, keep=True) for line in rest)]
            inner = min((len(each) - len(each.lstrip(" ")) for each in rest if each.strip()), default=0)
            filled = next((each for each in rest if each.strip()), "")
            inner = max(inner, 0) if filled else 0
            return [first, *(_moved(line, want + INDENT - inner, keep=True) for line in rest)]
        moved = [_moved(line, want - column, keep=True) for line in rest]
        least = want + 1
        moved = [
            line if not line.strip() or line[:least].isspace() else " " * least + line.lstrip(" ") for line in moved
        ]
        return [first.rstrip() if not rest else first, *moved]

    def _header(self, node: ScalarNode) -> str:
        """The sign that opens a block scalar, with what follows it."""
        return self.lines[node.start_mark.line][node.start_mark.column :]

    def _last(self, node: Node, key_line: int, column: int) -> int:
        """The last line that belongs to a value."""
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            last = node.value[-1]
            key, value = last if isinstance(node, MappingNode) else (last, last)
            inner = key.start_mark.column if isinstance(node, MappingNode) else column
            return self._last(value, key.start_mark.line, inner)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            last = node.end_mark.line - (1 if node.end_mark.column == 0 else 0)
            last = min(last, len(self.lines) - 1)
            while last > node.start_mark.line and not _belongs(self.lines[last], column):
                last -= 1
            if not _KEEP.match(self._header(node)):
                while last > node.start_mark.line and not self.lines[last].strip():
                    last -= 1
            return last
        if node.start_mark.index == node.end_mark.index:
            return key_line
        return node.end_mark.line - (1 if node.end_mark.column == 0 else 0)


def _belongs(line: str, column: int) -> bool:
    """Whether a line can be one of a block scalar below a key at `column`."""
    return not line.strip() or len(line) - len(line.lstrip(" ")) > column


def _first(node: Node) -> int:
    """The line on which a block of entries starts."""
    return int(node.start_mark.line)


def _deeper(gap: Sequence[str], column: int) -> int:
    """How many of the lines between two entries belong to the upper one: comments that stand further in."""
    count = 0
    for i, line in enumerate(gap):
        if line.strip() and len(line) - len(line.lstrip(" ")) > column:
            count = i + 1
        elif line.strip():
            break
    return count


def _indented(line: str, want: int) -> str:
    return " " * want + line.strip() if line.strip() else ""


def _moved(line: str, by: int, *, keep: bool = False) -> str:
    """A line further in or out, never beyond the edge; `keep` leaves spaces at its end alone."""
    if not line.strip():
        return (line[-by:] if by < 0 else " " * by + line) if keep and line else ""
    text = line if keep else line.rstrip()
    return " " * by + text if by >= 0 else text[min(-by, len(text) - len(text.lstrip(" "))) :]
