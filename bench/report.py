"""What was measured -> bench/RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One comparison: `ours` and `theirs` in seconds; `wanted` says which ratio theirs/ours is to be reached.

    Without a peer `theirs` is None, and `wanted` speaks of seconds.
    """

    work: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    wanted: str = ""
    reached: bool | None = None
    megabytes: float | None = None


def faster(work: str, ours: float, peer: str, theirs: float, times: float, megabytes: float | None = None) -> Line:
    """We are to be `times` faster than the peer."""
    return Line(work, ours, peer, theirs, f"{times:g} × faster", theirs / ours >= times, megabytes)


def within(work: str, ours: float, peer: str, theirs: float, times: float, megabytes: float | None = None) -> Line:
    """We are to take at most `times` as long as the peer."""
    return Line(work, ours, peer, theirs, f"within {times:g} ×", ours / theirs <= times, megabytes)


def under(work: str, ours: float, seconds: float, megabytes: float | None = None) -> Line:
    """We are to take less than so many seconds on a machine like that of the targets."""
    return Line(work, ours, wanted=f"under {seconds:g} s", reached=ours < seconds, megabytes=megabytes)


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [
        "| Work | Seconds | MB | Beside | Seconds | Ratio | Wanted | Reached |",
        "|---|---:|---:|---|---:|---:|---|---|",
    ]
    for each in lines:
        ratio = f"{each.theirs / each.ours:.2f}" if each.theirs is not None else ""
        theirs = f"{each.theirs:.3f}" if each.theirs is not None else ""
        memory = f"{each.megabytes:.0f}" if each.megabytes is not None else ""
        reached = {None: "", True: "yes", False: "**no**"}[each.reached]
        cells = (each.work, f"{each.ours:.3f}", memory, each.peer, theirs, ratio, each.wanted, reached)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
