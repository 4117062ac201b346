"""Changes as JSON, for programs: facts and judgement of each, and what follows for templates."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rbm_spec.changes.model import Audience, Change
from rbm_spec.changes.report import LEVELS, Report
from rbm_spec.render.differences import words

FORMAT = "rbm-spec changes 1"


def render(report: Report, *, base: str = "") -> str:
    """One object; lines and columns count from 1. `base` is what stands before the files' names."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "old": report.old.name,
        "new": report.new.name,
        "summary": {
            **{level: len(report.of(level)) for level in LEVELS},
            "accepted": len(report.accepted),
            "breaking_for": {each.name.lower(): len(report.breaking_for(each)) for each in Audience},
        },
        "changes": [_change(report, change, base) for change in report.changes],
        "templates": dict(report.templates),
        "unused_acceptances": list(report.unused),
    }
    if report.stakes is not None:
        reasons = {name: list(why) for name, _, why in words.at_stake(report)}
        document["stakes"] = {**asdict(report.stakes), "because": reasons}
    return json.dumps(document, indent=2) + "\n"


def _change(report: Report, change: Change, base: str) -> dict[str, Any]:
    file, region, is_new = report.locate(change.fact)
    fact = change.fact
    return {
        "code": change.rule.code,
        "name": change.rule.name,
        "level": change.level,
        "breaks": [each.name.lower() for each in change.breaks],
        "accepted": change.reason,
        "says": change.says,
        "fingerprint": change.fingerprint,
        "how": fact.how,
        "kind": fact.kind,
        "id": fact.id,
        "path": list(fact.path),
        "old": fact.old,
        "new": fact.new,
        "file": f"{base.rstrip('/')}/{file}" if base else file,
        "line": region.line,
        "column": region.column,
        "in": "new" if is_new else "old",
    }
