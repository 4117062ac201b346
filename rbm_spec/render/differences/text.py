"""Changes for people at a terminal: breaking first, one sentence each, with place, code and fingerprint."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Change
from rbm_spec.changes.report import LEVELS, Report
from rbm_spec.render.differences import words
from rbm_spec.render.printing import one_line


def render(report: Report, *, base: str = "") -> str:
    """`base` is what stands before the files' names."""
    return "".join(f"{line}\n" for line in _lines(report, base))


def _lines(report: Report, base: str) -> Iterator[str]:
    yield one_line(f"{report.old.name} -> {report.new.name}: {words.counts(report)}.")
    yield words.verdict(report)
    yield from map(one_line, words.templates(report))
    for level in LEVELS:
        if changes := report.of(level):
            yield ""
            yield f"{words.HEADINGS[level]}:"
            for change in changes:
                yield from _change(report, change, base)
    if report.accepted:
        yield ""
        yield "Breaking, and accepted:"
        for change in report.accepted:
            yield from _change(report, change, base)
            yield f"    accepted: {one_line(change.reason or '').strip()}"
    yield from _stakes(report)
    yield from map(one_line, words.unused(report))
    if report.changes:
        yield ""
        yield "More about a change: rbm-spec explain CODE"


def _stakes(report: Report) -> Iterator[str]:
    if report.stakes is None:
        return
    yield ""
    yield f"Numbers at stake, {report.stakes.period}: {len(report.stakes.rows)} differ, {report.stakes.same} do not."
    for name, lines, reasons in words.at_stake(report):
        yield f"  {name}"
        yield from (f"    {one_line(line).strip()}" for line in lines)
        yield from (f"    because: {one_line(reason).strip()}" for reason in reasons)
    yield from (one_line(f"Note: {note}") for note in report.stakes.notes)


def _change(report: Report, change: Change, base: str) -> Iterator[str]:
    yield f"  {one_line(change.says).strip()}"
    mark = f", {change.fingerprint}" if change.breaks else ""
    whom = f" {words.whom(change)}" if change.breaks else ""
    yield f"    {one_line(words.place(report, change, base)).strip()} {change.rule.code}{whom}{mark}"
