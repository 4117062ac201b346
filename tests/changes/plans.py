"""Two small plans, and how they are compared: the starter plan with some files replaced, before and after."""

from __future__ import annotations

from collections.abc import Mapping

from rbm_spec.changes.facts import compare
from rbm_spec.changes.judgement import judge
from rbm_spec.changes.model import Between, Change, Version
from rbm_spec.changes.versions import version
from rbm_spec.diagnostics import Finding
from rbm_spec.pipeline import check_files
from tests.checks.plans import STARTER

Files = Mapping[str, bytes | None]


def made(name: str, files: Files) -> Version:
    """The version that the starter plan becomes with `files` laid over it; None takes one away."""
    every = {**{file: text.encode() for file, text in STARTER.items()}, **files}
    raw = {file: content for file, content in every.items() if content is not None}
    checked = check_files(raw)
    assert checked.plan is not None, said(checked.findings)
    return version(name, raw, checked.plan)


def said(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{one.where.dotted}: {one.message}" for one in findings if one.is_error)


def between(before: Files, after: Files) -> Between:
    """What differs."""
    return compare(made("before", before), made("after", after))


def changes(before: Files, after: Files) -> tuple[Change, ...]:
    """The same, judged."""
    return judge(between(before, after))
