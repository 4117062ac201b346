"""Changes as GitHub workflow commands: beside the lines of a pull request, at most ten of a kind, as GitHub shows."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Change
from rbm_spec.changes.report import Report
from rbm_spec.render.differences import words
from rbm_spec.render.github import command, limited
from rbm_spec.render.printing import one_line

COMMANDS = {"breaking": "error", "notable": "warning", "editorial": "notice"}


def render(report: Report, *, base: str = "") -> str:
    """One command a line, the most important first; `base` is what stands before the files' names."""
    return limited("".join(_lines(report, base)))


def _lines(report: Report, base: str) -> Iterator[str]:
    for level, name in COMMANDS.items():
        yield from (_command(report, change, name, base) for change in report.of(level))
    yield f"{one_line(f'{report.old.name} -> {report.new.name}: {words.counts(report)}.')}\n"
    yield f"{words.verdict(report)}\n"


def _command(report: Report, change: Change, name: str, base: str) -> str:
    """What is gone has no line in the new version: the nearest thing around it that is still there stands for it."""
    place = change.fact.place
    tree = next((each for each in report.new.trees.values() if each.file == place.file), None)
    parts = {"file": f"{base.rstrip('/')}/{place.file}" if base else place.file}
    if tree is not None:
        region = tree.locate(place)
        parts |= {"line": str(region.line), "endLine": str(region.end_line)}
    whom = f"breaking {words.whom(change)}" if change.breaks else words.HEADINGS[change.level].lower()
    parts["title"] = f"{change.rule.code} {change.rule.name}: {whom}"
    return command(name, parts, f"{change.says}\nFingerprint {change.fingerprint}")
