"""Findings with a remedy → files mended, as far as that leaves the plan no worse.

Of an expression only the first fault is known at a time, so fixes are made in rounds. A round counts when the findings
that it was for are gone and nothing has become worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rbm_spec.diagnostics import Finding, Severity
from rbm_spec.edit.splice import Edit, spliced
from rbm_spec.load.characters import as_text
from rbm_spec.load.places import Places

MOST_ROUNDS = 50
STAGES = "1243568"  # by the first digit of codes: an expression is read before its names are followed
Check = Callable[[Mapping[str, bytes]], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Mended:
    """The files after all that could be fixed, how many fixes were made, and what is still found."""

    files: dict[str, bytes]
    made: int
    findings: tuple[Finding, ...]


def mended(files: Mapping[str, bytes], check: Check, *, unsafe: bool) -> Mended:
    """Fix what can be fixed, and again what only then is found. A fix that makes something worse is taken back.

    `check` gives the findings of files. Unsafe fixes are guesses: the nearest name, quotes where text may be meant.
    """
    now = Mended(dict(files), 0, tuple(check(files)))
    failed: set[object] = set()
    for _ in range(MOST_ROUNDS):
        wanted = [each for each in now.findings if each.fix and (unsafe or each.fix.safe) and _key(each) not in failed]
        if not wanted:
            break
        better = _tried(now, wanted, check)
        if better is None:  # one of them spoils it: each by itself
            better = next((found for each in wanted if (found := _tried(now, [each], check))), None)
            failed |= set() if better else set(map(_key, wanted))
        now = better or now
    return now


def _tried(now: Mended, wanted: Sequence[Finding], check: Check) -> Mended | None:
    """The files with fixes made; None when one of them is of no use."""
    by_file: dict[str, list[Edit]] = {}
    for finding in wanted:
        edit = edit_of(finding, now.files)
        if edit is not None:
            by_file.setdefault(finding.where.file, []).append(edit)
    if not by_file:
        return None
    files = now.files | {file: spliced(now.files[file], edits) for file, edits in by_file.items()}
    findings = tuple(check(files))
    made = now.made + sum(map(len, by_file.values()))
    is_gone = {_key(each) for each in wanted}.isdisjoint(map(_key, findings))
    return Mended(files, made, findings) if is_gone and rank(findings) <= rank(now.findings) else None


def _key(finding: Finding) -> object:
    return finding.rule, finding.where, finding.where.span, finding.message


def edit_of(finding: Finding, files: Mapping[str, bytes]) -> Edit | None:
    """The edit that makes a finding's fix; None when something else stands there than the fix expects."""
    raw = files.get(finding.where.file)
    if finding.fix is None or raw is None:
        return None
    return located_edit(finding, Places(as_text(raw)))


def located_edit(finding: Finding, places: Places) -> Edit | None:
    """The same, with the places of the file at hand."""
    fix = finding.fix
    assert fix is not None
    first, last = places.stretch(finding.where)
    stands = places.text[first:last]
    if stands[:1] in ("'", '"') and stands[1:-1] == fix.old:
        return Edit(first + 1, last - 1, fix.new)
    if stands == fix.old:
        return Edit(first, last, fix.new)
    parts = stands.split(".")
    if parts.count(fix.old) == 1:  # one step of a dotted name
        at = first + len(".".join(["", *parts[: parts.index(fix.old)]]))
        return Edit(at, at + len(fix.old), fix.new)
    return None


def rank(findings: Iterable[Finding]) -> tuple[int, ...]:
    """How bad findings are: errors by stage, the earliest stage first, then warnings, then information.

    A file that can be read at last may show more errors than it had: what counts is that an earlier stage is passed.
    """
    found = list(findings)
    errors = [each.rule.code[3] for each in found if each.rule.severity is Severity.ERROR]
    by_stage = [errors.count(stage) for stage in STAGES]
    rest = [sum(each.rule.severity is severity for each in found) for severity in (Severity.WARNING, Severity.INFO)]
    return (*by_stage, *rest)
