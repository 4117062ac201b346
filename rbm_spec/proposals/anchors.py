"""Two sequences of lines → which stretches of them belong together, in time that no sequence can stretch.

Lines that both have once are anchors, as many of them as come in the same order. Only what lies between two anchors is
compared line by line, and when that is too much it belongs together as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

PAIRS = 40_000
"""So many pairs of lines are compared between two anchors."""

Stretch = tuple[int, int]


def stretches(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[Stretch, Stretch]]:
    """Stretches of both sequences, in order and without gaps; equal lines are stretches of one."""
    mine = other = 0
    for at, there in (*_anchors(ours, theirs), (len(ours), len(theirs))):
        yield from _between(ours, theirs, (mine, at), (other, there))
        if at < len(ours):
            yield (at, at + 1), (there, there + 1)
        mine, other = at + 1, there + 1


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """The longest row of lines that both have once and in the same order."""
    once = [{line: i for i, line in enumerate(lines) if count[line] == 1}
            for lines, count in ((ours, Counter(ours)), (theirs, Counter(theirs)))]  # fmt: skip
    pairs = [(i, once[1][line]) for line, i in once[0].items() if line in once[1]]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for k, (_, there) in enumerate(pairs):
        at = bisect_left(ends, there)
        ends[at : at + 1], last[at : at + 1] = [there], [k]
        before.append(last[at - 1] if at else -1)
    found: list[tuple[int, int]] = []
    k = last[-1] if last else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


def _between(
    ours: Sequence[str], theirs: Sequence[str], mine: Stretch, other: Stretch
) -> Iterator[tuple[Stretch, Stretch]]:
    (a, b), (c, d) = mine, other
    if a == b and c == d:
        return
    if (b - a) * (d - c) > PAIRS:
        yield mine, other
        return
    for tag, i, k, m, n in SequenceMatcher(None, ours[a:b], theirs[c:d], autojunk=False).get_opcodes():
        if tag in ("equal", "replace") and k - i == n - m:
            yield from (((a + i + j, a + i + j + 1), (c + m + j, c + m + j + 1)) for j in range(k - i))
        else:
            yield (a + i, a + k), (c + m, c + n)
