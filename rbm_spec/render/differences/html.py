"""Changes as one HTML page without scripts and without anything from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from rbm_spec.changes.model import Change
from rbm_spec.changes.report import LEVELS, Report
from rbm_spec.changes.wording import target
from rbm_spec.render.differences import words
from rbm_spec.render.printing import visible

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-inline-start: .35rem solid; padding: .25rem 1rem; margin: 1rem 0; }
.breaking { border-color: #b3261e; } .notable { border-color: #9a6700; } .editorial { border-color: #57606a; }
.accepted { border-color: #1a7f37; }
article p { margin: .25rem 0; } small { opacity: .8; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border: 1px solid #8886; padding: .25rem .5rem; text-align: start; vertical-align: top; }
pre { white-space: pre-wrap; margin: 0; font-size: .9rem; }
"""
_PLAIN = 600


def render(report: Report, *, base: str = "") -> str:
    """The whole page; `base` is what stands before the files' names."""
    return "\n".join(_lines(report, base)) + "\n"


def _lines(report: Report, base: str) -> Iterator[str]:
    title = f"{_text(report.old.name)} → {_text(report.new.name)}"
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{title}</h1>"
    yield f"<p><strong>{words.verdict(report)}</strong> {words.counts(report).capitalize()}.</p>"
    yield from (f"<p>{_marked(line)}</p>" for line in words.templates(report))
    for level in LEVELS:
        if changes := report.of(level):
            yield f"<h2>{words.HEADINGS[level]} ({len(changes)})</h2>"
            for change in changes:
                yield from _article(report, change, level, base)
    if report.accepted:
        yield f"<h2>Breaking, and accepted ({len(report.accepted)})</h2>"
        for change in report.accepted:
            yield from _article(report, change, "accepted", base)
    yield from _stakes(report)
    yield from (f"<p>{_text(line)}</p>" for line in words.unused(report))
    yield "</main></body></html>"


def _stakes(report: Report) -> Iterator[str]:
    if report.stakes is None:
        return
    yield f"<h2>Numbers at stake, {_text(report.stakes.period)}</h2>"
    yield f"<p>{len(report.stakes.rows)} differ, {report.stakes.same} do not.</p>"
    for name, lines, reasons in words.at_stake(report):
        yield f"<h3><code>{_text(name)}</code></h3><ul>"
        yield from (f'<li dir="auto">{_text(line)}</li>' for line in lines)
        yield "</ul>"
        yield from (f'<p dir="auto">Because: {_marked(reason)}</p>' for reason in reasons)
    yield from (f"<p>{_text(note)}</p>" for note in report.stakes.notes)


def _article(report: Report, change: Change, look: str, base: str) -> Iterator[str]:
    yield f'<article class="{look}" id="{change.fingerprint}">'
    yield f'<p dir="auto">{_marked(change.says)}</p>'
    if change.reason is not None:
        yield f'<p dir="auto">Accepted: {_text(change.reason)}</p>'
    if change.fact.how == "changed" and change.fact.path != ("template",):
        yield "<table><tr><th>Before</th><th>After</th></tr><tr>"
        for side in (change.fact.old, change.fact.new):
            yield f'<td><pre dir="auto">{_text(_value(side))}</pre></td>'
        yield "</tr></table>"
    whom = f" {words.whom(change)} ·" if change.breaks else ""
    place = _text(words.place(report, change, base))
    mark = f"<code>{change.fingerprint}</code>"
    yield f"<p><small>{change.rule.code} {change.rule.name} ·{whom} {place} · {mark}</small></p>"
    yield "</article>"


def _value(value: object) -> str:
    said = value if isinstance(value, str) else target(value) if isinstance(value, dict) else str(value)
    return said if len(said) <= _PLAIN else said[: _PLAIN - 1] + "…"


def _text(text: str) -> str:
    return escape("\n".join(visible(line) for line in text.split("\n")))


def _marked(text: str) -> str:
    """Text, and what stands between grave accents as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _text(text))
