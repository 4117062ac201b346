"""Findings for people: the line, the characters underlined, what is wrong, the way out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from rbm_spec.diagnostics import Severity
from rbm_spec.render.located import Located
from rbm_spec.render.printing import one_line, underlined

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


def render(findings: Sequence[Located], *, colour: bool = False, base: str = "") -> str:
    """One block for each finding, and a last line that counts them; empty without findings.

    `base` is what stands before the files' names. Colours only when `colour` asks for them and the environment does
    not set NO_COLOR.
    """
    if not findings:
        return ""
    colour = colour and not os.environ.get("NO_COLOR")
    blocks = [_block(one, colour, base) for one in findings]
    return "\n".join([*blocks, _summary(findings)]) + "\n"


def _block(one: Located, colour: bool, base: str) -> str:
    rule, region = one.finding.rule, one.region
    head = f"{_WORDS[rule.severity]}[{rule.code}] {rule.name}"
    head = _style(head, colour, fg=_COLOURS[rule.severity], bold=True)
    gutter = " " * len(str(region.line))
    lines = [
        f"{head}: {one_line(one.finding.message)}",
        f"{gutter}--> {one_line(one.file_from(base))}:{region.line}:{region.column}",
    ]
    if one.source:
        last = region.end_column - 1 if region.end_line == region.line else len(one.source)
        shown, marks = underlined(one.source, region.column - 1, last)
        lines += [
            f"{gutter} |",
            f"{region.line} | {shown}",
            f"{gutter} | {_style(marks, colour, fg=_COLOURS[rule.severity], bold=True)}",
        ]
    if one.finding.hint:
        lines.append(f"{gutter} = {_style('help', colour, bold=True)}: {one_line(one.finding.hint)}")
    return "\n".join(lines) + "\n"


def _summary(findings: Sequence[Located]) -> str:
    counts = Counter(one.finding.rule.severity for one in findings)
    words = [
        f"{counts[severity]:,} {noun}{'' if counts[severity] == 1 else 's'}"
        for severity, noun in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))
        if counts[severity]
    ]
    return f"Found {', '.join(words)}. More about a rule: rbm-spec explain CODE"


def _style(text: str, colour: bool, *, fg: str | None = None, bold: bool = False) -> str:
    if not colour:
        return text
    from click import style

    return style(text, fg=fg, bold=bold)
