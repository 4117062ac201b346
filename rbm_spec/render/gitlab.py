"""Findings as a GitLab code quality report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rbm_spec.diagnostics import Severity
from rbm_spec.render.fingerprints import fingerprints
from rbm_spec.render.located import Located

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(findings: Sequence[Located], *, base: str = "") -> str:
    """A list of issues; `base` is what stands before the files' names."""
    marks = fingerprints(findings)
    issues = [_issue(one, mark, base) for one, mark in zip(findings, marks, strict=True)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(one: Located, mark: str, base: str) -> dict[str, Any]:
    finding, region = one.finding, one.region
    return {
        "description": " ".join(filter(None, (finding.message, finding.hint))),
        "check_name": f"{finding.rule.code} {finding.rule.name}",
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.rule.severity],
        "location": {
            "path": one.file_from(base),
            "lines": {"begin": region.line, "end": region.end_line},
        },
    }
