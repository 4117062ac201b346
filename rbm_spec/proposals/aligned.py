"""The printed text and a returned document → what was edited, in characters of the printed text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from rbm_spec.collect.archive import Refused
from rbm_spec.proposals.anchors import Stretch, stretches
from rbm_spec.proposals.pieces import CELL, DELETED, INSERTED, KEPT, UNDONE
from rbm_spec.proposals.returned import Returned

SHARE, MOST, PAIRS = 0.5, 4, 4_000_000
"""How much of the print has to be there, how much more may be, and how many pairs of words are compared at once."""
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Edit:
    """`new` in place of the characters from `first` up to, not with, `last`; `by` is empty for what was not tracked."""

    first: int
    last: int
    new: str
    by: str


def aligned(printed: str, document: Returned) -> tuple[list[Edit], list[tuple[int, int]]]:
    """Every edit in order, and where the stretches of the remarks are in the printed text, in their order.

    Edits are those that were tracked, and those that show only beside the printed text.
    """
    untracked, at = _untracked(printed, document.before)
    tracked = (_trimmed(printed, Edit(*at(edit.first, edit.last), edit.new, edit.by)) for edit in _tracked(document))
    found = sorted([*untracked, *tracked], key=lambda edit: (edit.first, edit.last))
    return found, [at(remark.first, remark.last) for remark in document.remarks]


def _tracked(document: Returned) -> Iterator[Edit]:
    """Neighbouring insertions and deletions of one person are one edit, up to the end of a paragraph that goes."""
    at = first = 0
    new: list[str] = []
    by: str | None = None
    starts = was_start = True
    for piece, follows in zip_longest(document.pieces, document.pieces[1:]):
        if piece.kind == UNDONE:
            continue
        if by is not None and (piece.kind == KEPT or by != piece.by):
            yield Edit(first, at, "".join(new), by)
            by = None
        if piece.kind != KEPT and by is None:
            first, new, by, was_start = at, [], piece.by, starts
        if piece.kind == INSERTED:
            new.append(piece.text)
        else:
            at += len(piece.text)
            starts = piece.text.endswith(("\n", CELL)) if piece.text else starts
        is_in_row = follows is not None and follows.text == CELL
        if piece.kind == DELETED and by is not None and was_start and piece.text == "\n" and not is_in_row:
            yield Edit(first, at, "".join(new), by)
            by = None
    if by is not None:
        yield Edit(first, at, "".join(new), by)


def _trimmed(printed: str, edit: Edit) -> Edit:
    """Without the end of a paragraph that goes and comes again."""
    last, new = edit.last, edit.new
    while edit.first < last and printed[last - 1] == "\n" and new.endswith("\n"):
        last, new = last - 1, new[:-1]
    return replace(edit, last=last, new=new)


class _Moved:
    """Characters of the returned text → those of the printed one."""

    def __init__(self, blocks: Sequence[tuple[int, int, int]]) -> None:
        self.blocks = blocks
        self.starts = [returned for _, returned, _ in blocks]

    def __call__(self, first: int, last: int) -> tuple[int, int]:
        begins, ends = self._at(first), self._at(last)
        return begins, max(begins, ends)

    def _at(self, place: int) -> int:
        printed, returned, size = self.blocks[max(0, bisect_right(self.starts, place) - 1)]
        return printed + min(place - returned, size) if place >= returned else printed


def _untracked(printed: str, before: str) -> tuple[list[Edit], _Moved]:
    """What differs although nobody tracked it, and how places move; paragraphs first, then words within them."""
    if printed == before:
        return [], _Moved([(0, 0, len(printed))])
    _is_a_copy(printed, before)
    found: list[Edit] = []
    blocks: list[tuple[int, int, int]] = []
    for ours, theirs in _paired(printed.splitlines(keepends=True), before.splitlines(keepends=True)):
        _compare(printed, before, ours, theirs, found, blocks)
    return found, _Moved(blocks or [(0, 0, 0)])


def _is_a_copy(printed: str, before: str) -> None:
    """Raises Refused when most of what was printed is not there, or so much else that comparing takes for ever."""
    lines = {_said(line) for line in before.splitlines()}
    there = sum(len(line) for line in printed.splitlines() if _said(line) in lines)
    if there < SHARE * len(printed):
        raise Refused(
            "This is not the document that the plan prints: most of its paragraphs are others. Say --document when it "
            "is another one, and --at when the plan was another one when it was sent out."
        )
    if len(before) > MOST * len(printed) or before.count("\n") > MOST * printed.count("\n"):
        raise Refused("The document is many times as long as it was, without the changes that are tracked.")


def _paired(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[Stretch, Stretch]]:
    """Stretches of both texts that belong together; how many blanks there are does not count."""
    mine, other = _starts(ours), _starts(theirs)
    for (a, b), (c, d) in stretches([_said(line) for line in ours], [_said(line) for line in theirs]):
        yield (mine[a], mine[b]), (other[c], other[d])


def _said(line: str) -> str:
    return " ".join(line.split())


def _starts(lines: Sequence[str]) -> list[int]:
    places = [0]
    for line in lines:
        places.append(places[-1] + len(line))
    return places


def _compare(
    printed: str, before: str, ours: Stretch, theirs: Stretch, found: list[Edit], blocks: list[tuple[int, int, int]]
) -> None:
    mine, other = printed[slice(*ours)], before[slice(*theirs)]
    if mine == other:
        blocks.append((ours[0], theirs[0], len(mine)))
        return
    words = WORDS.findall(mine), WORDS.findall(other)
    if len(words[0]) * len(words[1]) > PAIRS:
        words = [mine], [other]
    starts = [_starts(each) for each in words]
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        first, last = ours[0] + starts[0][a], ours[0] + starts[0][b]
        blocks.append((first, theirs[0] + starts[1][c], last - first))
        if tag != "equal":
            new = before[theirs[0] + starts[1][c] : theirs[0] + starts[1][d]]
            if printed[first:last].strip() or new.strip():
                found.append(Edit(first, last, new, ""))
