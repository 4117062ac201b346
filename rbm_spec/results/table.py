"""Facts -> a table for people: one block for each indicator, the total first, reasons and assessments in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rbm_spec.plan.model import Component, Dimension, Indicator, Plan
from rbm_spec.render.printing import one_line, width
from rbm_spec.results.facts import LANGUAGE, Fact, method_of
from rbm_spec.targets.words.labels import code_label, unit_label
from rbm_spec.targets.words.phrases import Phrases, phrases

CELL, TARGET = 1, 4
HEADER = ("", "", "Value", "n", "Target", "Assessment")
WIDEST = 44
REASONS = {
    "not_submitted": "no value: data not submitted",
    "no_data": "no value: nothing to compute it from",
    "zero_denominator": "no value: nothing to divide by",
    "invalid": "no value: faults in the data, or no number",
    "suppressed": "hidden to protect people",
    "pending": "pending",
    "not_applicable": "not applicable",
}
NOTES = {"B": "series break", "P": "provisional"}
ASSESSMENTS = {"met": "met", "not_met": "not met", "not_assessed": "not assessed"}
SYNTHETIC = "SYNTHETIC: computed from made-up data; the figures mean nothing."
TOTAL, NOT_STATED = "Total", "not stated"


def to_table(
    plan: Plan,
    facts: Iterable[Fact],
    withheld: Mapping[str, Sequence[Sequence[str]]],
    everything: bool = True,
    synthetic: bool = False,
    notes: Sequence[str] = (),
) -> str:
    """The blocks: totals, and the cells of breakdowns when `everything` is wanted; `notes` at the end."""
    words = phrases(LANGUAGE)
    assert words is not None
    blocks = []
    for name, several in groupby(facts, key=lambda fact: fact.indicator):
        indicator = plan.indicators[name]
        blocks.append(_block(plan, indicator, list(several), withheld.get(name, ()), words, everything))
    blocks += ["".join(f"Note: {one_line(note)}\n" for note in notes)] if notes else []
    return (f"{SYNTHETIC}\n" if synthetic else "") + "\n".join(blocks)


def _block(
    plan: Plan,
    indicator: Indicator,
    facts: list[Fact],
    withheld: Sequence[Sequence[str]],
    words: Phrases,
    everything: bool,
) -> str:
    dimensions = {each.path: each for breakdown in indicator.breakdowns for each in breakdown}
    components = {each.id: each for each in method_of(plan, indicator, facts[0].period).components}
    lines = [f"{one_line(indicator.spec.title)} ({indicator.id}), {facts[0].period}"]
    shown = facts if everything else [fact for fact in facts if not fact.by]
    rows = [
        _row(plan, component, dimensions, fact, words)
        for name, component in components.items()
        for fact in shown
        if fact.component == name
    ]
    columns = len(HEADER) if any(row[TARGET] for row in rows) else TARGET
    wanted = [column for column in range(columns) if everything or column != CELL]
    lines += _aligned([[row[column] for column in wanted] for row in (HEADER, *rows)])
    for paths in withheld:
        named = " by ".join(dimensions[path].label for path in paths)
        lines.append(
            f"  The breakdown by {one_line(named)} is withheld: it cannot be shown without giving people away."
        )
    if left := len(facts) - len(shown):
        named = ", ".join(dict.fromkeys(one_line(each.label, WIDEST) for each in dimensions.values()))
        lines.append(f"  {left:,} more figures by {named}: --all")
    return "\n".join(lines) + "\n"


def _row(
    plan: Plan, component: Component, dimensions: Mapping[str, Dimension], fact: Fact, words: Phrases
) -> tuple[str, ...]:
    cell = "; ".join(cell_in_words(plan, dimensions[path], code) for path, code in fact.by) or TOTAL
    label = "" if fact.by else component.spec.label if component.id else TOTAL
    assessment = ASSESSMENTS.get(fact.assessment or "", "")
    n = "" if fact.n is None else f"{fact.n:,}"
    return label, cell, value_in_words(plan, component, fact, words), n, fact.target or "", assessment


def value_in_words(plan: Plan, component: Component, fact: Fact, words: Phrases) -> str:
    """A figure with its unit, or why there is none."""
    if fact.published is None:
        return REASONS.get(fact.reason or "", "no value")
    unit = component.spec.unit if component.spec.display == "number" else ""
    note = NOTES.get(fact.status)
    said = f"{fact.published} {unit_label(plan, unit, words)}" if unit not in ("", "score", "ratio") else fact.published
    return f"{said} ({note})" if note else said


def cell_in_words(plan: Plan, dimension: Dimension, code: str | None) -> str:
    """One dimension of a cell: "Office: Northern office"."""
    said = NOT_STATED if code is None else code_label(plan, dimension.type.codelist, code)
    return f"{dimension.label}: {said}"


def _aligned(rows: list[list[str]]) -> list[str]:
    """Columns of equal width, as a terminal counts it; what is too long is cut."""
    cut = [[one_line(cell, WIDEST) for cell in row] for row in rows]
    widths = [max(width(row[column]) for row in cut) for column in range(len(cut[0]))]
    return [
        "  " + "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in cut
    ]
