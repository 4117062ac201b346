"""Findings as one line each: `file:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Sequence

from rbm_spec.render.located import Located
from rbm_spec.render.printing import one_line


def render(findings: Sequence[Located], *, base: str = "") -> str:
    """A line for each finding, with its hint in brackets; `base` is what stands before the files' names."""
    return "".join(_line(one, base) for one in findings)


def _line(one: Located, base: str) -> str:
    finding, region = one.finding, one.region
    place = f"{one_line(one.file_from(base))}:{region.line}:{region.column}"
    hint = f" ({one_line(finding.hint)})" if finding.hint else ""
    return f"{place}: {finding.rule.code} {finding.rule.severity}: {one_line(finding.message)}{hint}\n"
