"""A history of a plan → what people read of it, as text or Markdown: newest first, in the words of the judgements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rbm_spec.changes.model import Change
from rbm_spec.changes.report import LEVELS, Report
from rbm_spec.render.differences import words
from rbm_spec.render.differences.markdown import safe
from rbm_spec.render.printing import one_line

FORMATS = ("text", "markdown")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version or commit: what it is called, its day, and what it changed; None where it has errors."""

    title: str
    day: str
    found: Report | None


def render(title: str, entries: Sequence[Entry], form: str) -> str:
    """The `entries`, oldest first as they came about, in one of FORMATS."""
    lines = list((_markdown if form == "markdown" else _text)(title, entries[::-1]))
    if not entries:
        lines += ["", "No commit between the two touches this plan."]
    return "".join(f"{line}\n" for line in lines)


def _markdown(title: str, entries: Sequence[Entry]) -> Iterator[str]:
    yield f"# {safe(title)}"
    for entry in entries:
        yield f"\n## {safe(entry.title)} ({entry.day})\n"
        yield safe(_summary(entry))
        for heading, changes in _levels(entry):
            yield f"\n### {heading}\n"
            yield from (f"- {safe(_says(change))}" for change in changes)


def _text(title: str, entries: Sequence[Entry]) -> Iterator[str]:
    yield one_line(title)
    for entry in entries:
        yield ""
        yield one_line(f"{entry.title} ({entry.day})")
        yield one_line(_summary(entry))
        for heading, changes in _levels(entry):
            yield f"  {heading}:"
            yield from (f"    {one_line(_says(change)).strip()}" for change in changes)


def _summary(entry: Entry) -> str:
    if entry.found is None:
        return "This state has errors and could not be read; what it changed stands with the next one that could."
    return " ".join((words.verdict(entry.found), *words.templates(entry.found)))


def _levels(entry: Entry) -> Iterator[tuple[str, list[Change]]]:
    """Each kind of change with its heading; what was accepted stands among what breaks."""
    for level in LEVELS:
        changes = [each for each in entry.found.changes if each.level == level] if entry.found else []
        if changes:
            yield words.HEADINGS[level], changes


def _says(change: Change) -> str:
    whom = f" Breaking {words.whom(change)}." if change.breaks else ""
    return f"{change.says}{whom}" + (f" Accepted: {change.reason}" if change.reason is not None else "")
