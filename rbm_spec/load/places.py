"""A place in a tree → line and column in the file's text.

Only made when something is to be shown: the text is composed again, and all its places are listed.
A file that cannot be composed has only places in its text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from rbm_spec.load.characters import cleaned, without_stand_ins
from rbm_spec.load.compose import MappingNode, Node, ScalarNode, Unreadable, compose
from rbm_spec.load.spans import pieces
from rbm_spec.source import Span, Where


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns count from 1, in code points; the end is one past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value and the key it has in a map, if it lies in one."""

    key: Node | None
    value: Node


@dataclass(frozen=True)
class Places:
    """All places of `text`."""

    text: str

    def locate(self, where: Where) -> Region:
        """The region of `where`, or of the nearest ancestor that exists (its key).

        A span at the top of a file, path `()`, counts the characters of the file's text.
        """
        return self._region(self.stretch(where))

    def stretch(self, where: Where) -> Span:
        """The same as offsets in the text."""
        if not where.path and where.span:
            return where.span
        path = tuple(map(str, where.path))
        spot = self._spots.get(path)
        if spot is None:
            while path and path not in self._spots:
                path = path[:-1]
            spot = self._spots.get(path)
            return self._whole(spot, on_key=True) if spot else (0, self._line_end(0))
        if where.on_key and spot.key is not None:
            return self._part(self._repeated.get(path, spot.key), where.span)
        if where.span and isinstance(spot.value, ScalarNode):
            return self._part(spot.value, where.span)
        return self._whole(spot, where.on_key)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty beyond the end."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        return self.text[start : self._line_end(start)]

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    @cached_property
    def _repeated(self) -> dict[tuple[str, ...], Node]:
        """The last key of those written several times in one map."""
        return {}

    @cached_property
    def _spots(self) -> dict[tuple[str, ...], _Spot]:
        try:
            root = compose(cleaned(self.text))  # as the gate read it
        except Unreadable:
            root = None
        spots: dict[tuple[str, ...], _Spot] = {}
        seen: set[int] = set()
        waiting: list[tuple[tuple[str, ...], Node | None, Node]] = [((), None, root)] if root else []
        while waiting:
            path, key, value = waiting.pop()
            if path in spots:
                if key is not None:
                    self._repeated[path] = key
                continue
            spots[path] = _Spot(key, value)
            if isinstance(value, ScalarNode) or id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, MappingNode):
                waiting += [
                    ((*path, without_stand_ins(k.value)), k, v)
                    for k, v in reversed(value.value)
                    if isinstance(k, ScalarNode)
                ]
            else:
                waiting += [((*path, str(i)), None, v) for i, v in enumerate(value.value)]
        return spots

    def _part(self, node: Node, span: Span | None) -> Span:
        start, end = node.start_mark.index, node.end_mark.index
        if span is None and _style(node) not in {"|", ">"}:
            return start, end
        made = pieces(self.text, start, end, _style(node), node.value)
        if not made:
            return start, end
        first, last = span if span is not None else (0, len(node.value.rstrip("\n")))
        if first >= len(made):
            return made[-1][2], made[-1][2]
        return made[first][1], made[max(first, min(last, len(made)) - 1)][2] if last > first else made[first][1]

    def _whole(self, spot: _Spot, on_key: bool) -> Span:
        node = spot.value
        if on_key and spot.key is not None:
            return self._part(spot.key, None)
        if isinstance(node, ScalarNode):
            if node.start_mark.index == node.end_mark.index and spot.key is not None:
                return self._part(spot.key, None)  # nothing is written: the key stands for it
            return self._part(node, None)
        start, end = node.start_mark.index, node.end_mark.index
        if getattr(node, "flow_style", False) and end <= self._line_end(start):
            return start, end
        if spot.key is not None:
            return self._part(spot.key, None)
        if isinstance(node, MappingNode) and node.value and isinstance(node.value[0][0], ScalarNode):
            return self._part(node.value[0][0], None)
        return start, max(start + 1, min(end, self._line_end(start)))

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _region(self, stretch: Span) -> Region:
        first, last = (min(max(at, 0), len(self.text)) for at in stretch)
        line = bisect_right(self._starts, first)
        end_line = bisect_right(self._starts, max(last - 1, first))
        return Region(
            line,
            first - self._starts[line - 1] + 1,
            end_line,
            max(last, first) - self._starts[end_line - 1] + 1,
        )


def _style(node: Node) -> str:
    return (node.style or "") if isinstance(node, ScalarNode) else ""
