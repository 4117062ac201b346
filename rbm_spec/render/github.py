"""Findings as GitHub workflow commands, which show them beside the lines of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rbm_spec.diagnostics import Severity
from rbm_spec.render.located import Located
from rbm_spec.render.printing import visible

MOST = 10
"""So many annotations of a kind GitHub shows for one step; what comes later it drops in silence."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(findings: Sequence[Located], *, base: str = "") -> str:
    """One command a line; `base` is what stands before the files' names."""
    return limited("".join(_command(one, base) for one in findings))


def limited(text: str) -> str:
    """The first MOST commands of each kind, all other lines, and how many more there are."""
    counts: Counter[str] = Counter()
    kept = []
    for line in text.splitlines(keepends=True):
        kind = line.split(" ", 1)[0] if line.startswith("::") else ""
        counts[kind] += 1
        if not kind or counts[kind] <= MOST:
            kept.append(line)
    more = [
        f"{number - MOST} more of kind {kind.strip(':')}; GitHub shows {MOST} of a kind.\n"
        for kind, number in counts.items()
        if kind and number > MOST
    ]
    return "".join([*kept, *more])


def _command(one: Located, base: str) -> str:
    finding, region = one.finding, one.region
    file = one.file_from(base)
    parts = {
        "file": file,
        "line": str(region.line),
        "col": str(region.column),
        "endLine": str(region.end_line),
        "endColumn": str(region.end_column),
        "title": f"{finding.rule.code} {finding.rule.name}",
    }
    return command(_COMMANDS[finding.rule.severity], parts, "\n".join(filter(None, (finding.message, finding.hint))))


def command(name: str, parts: Mapping[str, str], text: str) -> str:
    """One workflow command, such as `error`, as a line."""
    settings = ",".join(f"{key}={_property(value)}" for key, value in parts.items())
    return f"::{name} {settings}::{_data(text)}\n"


def _data(text: str) -> str:
    """The escapes of workflow commands; other control characters are shown, not sent."""
    lines = [visible(line) for line in text.split("\n")]
    return "%0A".join(line.replace("%", "%25").replace("\r", "%0D") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
