"""Findings as JSON, for programs: one object for each, in the order of print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rbm_spec.render.located import Located


def render(findings: Sequence[Located]) -> str:
    """`{"findings": [...]}`; lines and columns count from 1, the end is one past the last."""
    return json.dumps({"findings": [_one(one) for one in findings]}, indent=2) + "\n"


def _one(one: Located) -> dict[str, Any]:
    finding, region = one.finding, one.region
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": str(finding.rule.severity),
        "file": one.file,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
        "place": finding.where.dotted,
        "message": finding.message,
        "hint": finding.hint,
    }
