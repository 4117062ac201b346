"""Findings as one line each: `file:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Sequence

from rbm_spec.render.located import Located
from rbm_spec.render.printing import one_line


def render(findings: Sequence[Located]) -> str:
    """A line for each finding, with its hint in brackets."""
    return "".join(_line(one) for one in findings)


def _line(one: Located) -> str:
    finding, region = one.finding, one.region
    hint = f" ({one_line(finding.hint)})" if finding.hint else ""
    place = f"{one_line(one.file)}:{region.line}:{region.column}"
    return f"{place}: {finding.rule.code} {finding.rule.severity}: {one_line(finding.message)}{hint}\n"
