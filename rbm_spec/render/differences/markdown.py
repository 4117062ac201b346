"""Changes as Markdown, for a comment on a pull request. Text of specs cannot make links, mentions, pictures or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.changes.model import Audience, Change
from rbm_spec.changes.report import LEVELS, Report
from rbm_spec.render.differences import words
from rbm_spec.render.printing import one_line

_SPECIAL = re.compile(r"([\\*_{}\[\]()#+!|~$-])")


def render(report: Report, *, base: str = "") -> str:
    """A heading, the verdict, who is broken by what, and the rest folded away."""
    return "\n".join(_lines(report, base)) + "\n"


def _lines(report: Report, base: str) -> Iterator[str]:
    yield f"### {safe(report.old.name)} → {safe(report.new.name)}"
    yield ""
    yield f"**{words.verdict(report)}** {words.counts(report).capitalize()}."
    yield from (f"\n{safe(line)}" for line in words.templates(report))
    if report.of("breaking"):
        yield ""
        yield from _audiences(report)
    for level in LEVELS:
        if changes := report.of(level):
            yield from _section(report, words.HEADINGS[level], changes, base, is_open=level == "breaking")
    if report.accepted:
        yield from _section(report, "Breaking, and accepted", report.accepted, base, is_open=False)
    yield from _stakes(report)
    yield from (f"\n{safe(line)}" for line in words.unused(report))


def _audiences(report: Report) -> Iterator[str]:
    yield "| Whom | Breaking changes |"
    yield "|---|---|"
    for audience in Audience:
        if found := report.breaking_for(audience):
            yield f"| {str(audience).capitalize()} | {len(found)} |"


def _section(report: Report, title: str, changes: tuple[Change, ...], base: str, *, is_open: bool) -> Iterator[str]:
    yield ""
    if not is_open:
        yield f"<details><summary>{title} ({len(changes)})</summary>"
    else:
        yield f"#### {title} ({len(changes)})"
    yield ""
    for change in changes:
        yield f"- {safe(change.says)}{_after(change)}"
        where = code(words.place(report, change, base))
        yield f"  <sub>{where} · {change.rule.code} · {code(change.fingerprint)}</sub>"
    if not is_open:
        yield ""
        yield "</details>"


def _stakes(report: Report) -> Iterator[str]:
    if report.stakes is None:
        return
    yield f"\n#### Numbers at stake, {safe(report.stakes.period)}\n"
    yield f"{len(report.stakes.rows)} differ, {report.stakes.same} do not.\n"
    for name, lines, reasons in words.at_stake(report):
        yield f"- {code(name)}"
        yield from (f"  - {safe(line)}" for line in lines)
        yield from (f"  - because: {safe(reason)}" for reason in reasons)
    yield from (f"\n{safe(note)}" for note in report.stakes.notes)


def _after(change: Change) -> str:
    if change.reason is not None:
        return f" Accepted: {safe(change.reason)}"
    return f" *Breaking {words.whom(change)}.*" if change.breaks else ""


def safe(text: str) -> str:
    """`text` as plain text; what stands between grave accents as code."""
    parts = one_line(text, 2_000).split("`")
    if len(parts) % 2 == 0:
        return _plain("'".join(parts))
    return "".join(code(part) if i % 2 and part else _plain(part) for i, part in enumerate(parts))


def _plain(text: str) -> str:
    """Angle brackets, ampersands and mentions as entities, signs of Markdown behind a backslash, no bare links."""
    text = _SPECIAL.sub(r"\\\1", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    return re.sub(r"(?i)\b(https?|ftp|www)(?=[:.])", r"\1<!-- -->", text)


def code(text: str) -> str:
    """`text` as code on one line."""
    return f"<code>{_plain(one_line(text)).strip()}</code>"
