"""What all formats say of a report: the verdict, who is broken, what becomes of templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rbm_spec.changes.model import Audience, Change
from rbm_spec.changes.report import Report
from rbm_spec.changes.stakes import because
from rbm_spec.targets.words.spoken import spoken

HEADINGS = {"breaking": "Breaking", "notable": "Worth knowing", "editorial": "Words only"}
_STATES = {
    "void": ("Workbooks already sent are void for", "send new ones"),
    "valid": ("Workbooks already sent stay valid for", ""),
    "new": ("New tables to send out", ""),
    "gone": ("No longer collected", ""),
}


def verdict(report: Report) -> str:
    """One sentence: whom it breaks, or that it breaks nobody."""
    if not report.changes:
        return "Nothing has changed in what the plan says."
    hurt = [str(each) for each in Audience if report.breaking_for(each)]
    if hurt:
        return f"Breaking for {listed(hurt)}."
    return "Breaks nobody that has not been accepted." if report.accepted else "Breaks nobody."


def counts(report: Report) -> str:
    """How many of each level."""
    said = [
        f"{len(report.of('breaking'))} breaking",
        f"{len(report.accepted)} breaking and accepted",
        f"{len(report.of('notable'))} worth knowing",
        f"{len(report.of('editorial'))} of words only",
    ]
    return ", ".join(each for each in said if not each.startswith("0 ")) or "no changes"


def templates(report: Report) -> Iterator[str]:
    """What becomes of templates, when any is touched."""
    if set(report.templates.values()) <= {"valid"}:
        if report.templates and any(change.fact.kind in ("dataset", "codelist") for change in report.changes):
            yield "All workbooks already sent stay valid."
        return
    for state, (words, advice) in _STATES.items():
        if found := [f"`{id_}`" for id_, each in report.templates.items() if each == state]:
            yield f"{words}: {listed(found)}{f'; {advice}' if advice else ''}."


def at_stake(report: Report) -> Iterator[tuple[str, list[str], tuple[str, ...]]]:
    """For each indicator with figures that differ: its id, a line for each figure, and why."""
    rows = report.stakes.rows if report.stakes else ()
    for name in dict.fromkeys(row.indicator for row in rows):
        lines = []
        for row in (each for each in rows if each.indicator == name):
            what = ", ".join(filter(None, (row.quantity, row.cell))) or "Total"
            lines.append(f"{what}: {row.old} → {row.new}" + (f" ({row.flips})" if row.flips else ""))
        versions = (report.old, report.new)
        yield name, lines, tuple(spoken(each, versions) for each in because(report.changes, report.new, name))


def whom(change: Change) -> str:
    """Whom a change breaks: "for data providers and calculation"."""
    return f"for {listed(list(map(str, change.breaks)))}" if change.breaks else ""


def unused(report: Report) -> Iterator[str]:
    """Acceptances that fit no change."""
    for each in report.unused:
        yield f"{each} was accepted and fits no change any more; take it out of the file of accepted changes."


def place(report: Report, change: Change, base: str) -> str:
    """File and line; in the old version where the new one has nothing."""
    file, region, is_new = report.locate(change.fact)
    where = f"{base.rstrip('/')}/{file}" if base else file
    return f"{where}:{region.line}" if is_new else f"{where}:{region.line} before"


def listed(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
