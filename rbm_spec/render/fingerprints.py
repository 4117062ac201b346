"""Findings → marks that stay the same while lines move, so that tools know a finding again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from rbm_spec.render.located import Located


def fingerprints(findings: Sequence[Located]) -> list[str]:
    """One for each finding: of rule, place in words and message; equal ones are numbered."""
    seen: Counter[tuple[str, str, str]] = Counter()
    marks = []
    for one in findings:
        finding = one.finding
        identity = finding.rule.code, finding.where.dotted, finding.message
        seen[identity] += 1
        marked = "\0".join((*identity, str(seen[identity])))
        marks.append(hashlib.sha256(marked.encode("utf-8", "backslashreplace")).hexdigest()[:32])
    return marks
