"""Findings and changes of a pull request → the record that the commenting job reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from rbm_spec.changes.report import Report
from rbm_spec.load.characters import as_text
from rbm_spec.render.differences import words
from rbm_spec.render.fingerprints import fingerprints
from rbm_spec.render.located import Located
from rbm_spec.render.pull.record import FORMAT, LONGEST, MOST_ROWS, is_plain

NEAR = 3
"""So many lines around a change a service still takes remarks."""


def gathered(
    names: tuple[str, str],
    files: tuple[Mapping[str, bytes] | None, Mapping[str, bytes]],
    findings: Sequence[Located],
    report: Report | None,
    base: str,
    known: frozenset[str] = frozenset(),
    lines: Mapping[str, bytes] | None = None,
) -> str:
    """The record as JSON. `files` are those before, or None where there was no plan, and after.

    `report` is None when the two cannot be compared. `known` are the marks of findings that were there before, `lines`
    the files to which remarks are tied, where they are not those after.
    """
    marked = zip(findings, fingerprints(findings), strict=True)
    found = sorted(marked, key=lambda each: (each[1] in known, _weight(each[0])))
    changes = report.changes if report else ()
    record: dict[str, Any] = {
        "format": FORMAT,
        "old": _cut(names[0]),
        "new": _cut(names[1]),
        "compared": report is not None,
        "is_new": files[0] is None,
        "changes": [_change(report, each, base) for each in changes[:MOST_ROWS]] if report else [],
        "more_changes": max(0, len(changes) - MOST_ROWS),
        "templates": [_cut(line) for line in words.templates(report)] if report else [],
        "stakes": _stakes(report) if report else [],
        "stakes_notes": _stakes_notes(report) if report else [],
        "findings": [_finding(one, mark, base, is_standing=mark in known) for one, mark in found[:MOST_ROWS]],
        "more_findings": max(0, len(found) - MOST_ROWS),
        "suggestions": list(_suggestions(files, findings, base, files[1] if lines is None else lines))[:MOST_ROWS],
    }
    return json.dumps(record, indent=1) + "\n"


def _change(report: Report, change: Any, base: str) -> dict[str, Any]:
    return {
        "level": change.level,
        "breaks": [str(each) for each in change.breaks],
        "accepted": None if change.reason is None else _cut(change.reason),
        "says": _cut(change.says),
        "place": _cut(words.place(report, change, base)),
        "code": change.rule.code,
        "fingerprint": change.fingerprint,
    }


def _weight(one: Located) -> int:
    return ("error", "warning", "info").index(one.finding.rule.severity)


def _finding(one: Located, mark: str, base: str, *, is_standing: bool) -> dict[str, Any]:
    finding, file = one.finding, one.file_from(base)
    return {
        "severity": str(finding.rule.severity),
        "code": finding.rule.code,
        "place": _cut(f"{file}:{one.region.line}"),
        "file": file if is_plain(file) else None,
        "line": one.region.line,
        "mark": mark,
        "standing": is_standing,
        "message": _cut(finding.message),
        "hint": None if finding.hint is None else _cut(finding.hint),
    }


def _stakes(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "name": _cut(name),
            "lines": [_cut(line) for line in lines[:MOST_ROWS]],
            "because": [_cut(each) for each in why[:MOST_ROWS]],
        }
        for name, lines, why in list(words.at_stake(report))[:MOST_ROWS]
    ]


def _stakes_notes(report: Report) -> list[str]:
    if report.stakes is None:
        return []
    said = f"{len(report.stakes.rows)} figures of {report.stakes.period} differ, {report.stakes.same} do not."
    return [_cut(said), *(_cut(note) for note in report.stakes.notes)]


def _suggestions(
    files: tuple[Mapping[str, bytes] | None, Mapping[str, bytes]],
    findings: Sequence[Located],
    base: str,
    lines: Mapping[str, bytes],
) -> Iterator[dict[str, Any]]:
    """One for a line at most, only on lines on which a service takes remarks, and only where these are the branch's."""
    taken = set()
    for one in findings:
        fix, region = one.finding.fix, one.replaced
        if lines.get(one.file) != files[1].get(one.file) or not is_plain(one.file_from(base)):
            continue
        if fix is None or region is None or region.line != region.end_line or region.line != one.region.line:
            continue
        if (one.file, region.line) in taken or region.line not in _touched(
            *((each or {}).get(one.file, b"") for each in files)
        ):
            continue
        line = one.source[: region.column - 1] + fix.new + one.source[region.end_column - 1 :]
        if len(line) > LONGEST or not line.isprintable():
            continue
        taken.add((one.file, region.line))
        mark = hashlib.sha256("\n".join((one.file, one.source, line)).encode("utf-8", "backslashreplace")).hexdigest()
        says = one.finding.message + ("" if fix.safe else " This is a guess.")
        yield {"file": one.file_from(base), "line": region.line, "text": line, "says": _cut(says), "mark": mark[:16]}


def _touched(old: bytes, new: bytes) -> set[int]:
    """The lines of the new text that changed, and those near them."""
    before, after = as_text(old).splitlines(), as_text(new).splitlines()
    found: set[int] = set()
    for kind, _, _, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found |= set(range(max(1, first + 1 - NEAR), last + NEAR + 1))
    return found


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
