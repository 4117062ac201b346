"""Facts -> a table for people: one block for each indicator, the total first, reasons and assessments in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rbm_spec.plan.model import Component, Dimension, Indicator, Plan
from rbm_spec.render.printing import one_line, width
from rbm_spec.results.facts import LANGUAGE, Fact, method_of
from rbm_spec.targets.words.labels import code_label, unit_label
from rbm_spec.targets.words.phrases import Phrases, phrases

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
TOTAL, NOT_STATED = "Total", "not stated"


def to_table(
    plan: Plan, facts: Iterable[Fact], withheld: Mapping[str, Sequence[Sequence[str]]], most: int | None = None
) -> str:
    """The blocks; `most` limits the cells that are shown of each component."""
    words = phrases(LANGUAGE)
    assert words is not None
    blocks = []
    for name, several in groupby(facts, key=lambda fact: fact.indicator):
        indicator = plan.indicators[name]
        blocks.append(_block(plan, indicator, list(several), withheld.get(name, ()), words, most))
    return "\n".join(blocks)


def _block(
    plan: Plan,
    indicator: Indicator,
    facts: list[Fact],
    withheld: Sequence[Sequence[str]],
    words: Phrases,
    most: int | None,
) -> str:
    dimensions = {each.path: each for breakdown in indicator.breakdowns for each in breakdown}
    components = {each.id: each for each in method_of(plan, indicator, facts[0].period).components}
    lines = [f"{one_line(indicator.spec.title)} ({indicator.id}), {facts[0].period}"]
    rows, left = [], 0
    for name, component in components.items():
        several = [fact for fact in facts if fact.component == name]
        shown = several if most is None else several[: most + 1]
        left += len(several) - len(shown)
        for fact in shown:
            rows.append(_row(plan, component, dimensions, fact, words))
    lines += _aligned([HEADER, *rows] if any(row[4] for row in rows) else [row[:4] for row in (HEADER, *rows)])
    for paths in withheld:
        named = " by ".join(dimensions[path].label for path in paths)
        lines.append(
            f"  The breakdown by {one_line(named)} is withheld: it cannot be shown without giving people away."
        )
    if left:
        lines.append(f"  … and {left:,} more figures.")
    return "\n".join(lines) + "\n"


def _row(
    plan: Plan, component: Component, dimensions: Mapping[str, Dimension], fact: Fact, words: Phrases
) -> tuple[str, ...]:
    cell = "; ".join(_label(plan, dimensions[path], code) for path, code in fact.by) or TOTAL
    label = component.spec.label if component.id and not fact.by else ""
    assessment = ASSESSMENTS.get(fact.assessment or "", "")
    n = "" if fact.n is None else f"{fact.n:,}"
    return label, cell, _value(plan, component, fact, words), n, fact.target or "", assessment


def _value(plan: Plan, component: Component, fact: Fact, words: Phrases) -> str:
    if fact.published is None:
        return REASONS.get(fact.reason or "", "no value")
    unit = component.spec.unit if component.spec.display == "number" else ""
    note = NOTES.get(fact.status)
    said = f"{fact.published} {unit_label(plan, unit, words)}" if unit not in ("", "score", "ratio") else fact.published
    return f"{said} ({note})" if note else said


def _label(plan: Plan, dimension: Dimension, code: str | None) -> str:
    said = NOT_STATED if code is None else code_label(plan, dimension.type.codelist, code)
    return f"{dimension.label}: {said}"


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns of equal width, as a terminal counts it; what is too long is cut."""
    cut = [[one_line(cell, WIDEST) for cell in row] for row in rows]
    widths = [max(width(row[column]) for row in cut) for column in range(len(cut[0]))]
    return [
        "  " + "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in cut
    ]
