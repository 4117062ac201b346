"""The plan -> what Excel cannot hold, or not check while data is entered. Nothing is cut in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Field, Plan
from rbm_spec.targets.excel.entries import FIRST_DAY, LONGEST_MESSAGE, LONGEST_TITLE, heading, spec_of
from rbm_spec.targets.excel.names import length
from rbm_spec.targets.excel.owners import collected

HELP_CLIPPED = Rule("RBM801", "help-clipped", Severity.INFO)
LABEL_CLIPPED = Rule("RBM802", "label-clipped", Severity.WARNING)
PATTERN_LATER = Rule("RBM803", "pattern-checked-later", Severity.INFO)
EARLY_DATE = Rule("RBM804", "date-before-1900", Severity.WARNING)


def check(plan: Plan) -> list[Finding]:
    """Findings in the order of the datasets."""
    fields = [field for dataset in collected(plan) for field in dataset.fields.values()]
    return [finding for field in fields for finding in _check_field(field)]


def _check_field(field: Field) -> Iterator[Finding]:
    spec, label = spec_of(field), heading(field)
    if length(label) > LONGEST_MESSAGE:
        yield LABEL_CLIPPED.found(
            spec.where.at("label"),
            f"The pop-up of a cell holds {LONGEST_MESSAGE} characters; this label has {length(label)}.",
            "Write a short label, and the rest as help.",
        )
    elif spec.help and length(spec.help) > _room(label):
        yield HELP_CLIPPED.found(
            spec.where.at("help"),
            f"The pop-up of a cell has room for {_room(label)} characters of this help, which has {length(spec.help)}. "
            "The whole text stands under the heading.",
            "Say what most people need first.",
        )
    if spec.pattern:
        yield PATTERN_LATER.found(
            spec.where.at("pattern"),
            "Excel cannot check a pattern while data is entered; it is checked when the workbook comes back.",
        )
    for key, bound in (("minimum", spec.minimum), ("maximum", spec.maximum)):
        if isinstance(bound, str) and date.fromisoformat(bound) < FIRST_DAY:
            yield EARLY_DATE.found(
                spec.where.at(key),
                f"Excel's calendar is wrong before {FIRST_DAY}; earlier dates cannot be entered in the workbook.",
                "Enter such data through the CSV template.",
            )


def _room(label: str) -> int:
    """How much help fits into the pop-up beside the label."""
    return LONGEST_MESSAGE if length(label) <= LONGEST_TITLE else LONGEST_MESSAGE - length(label) - len(": ")
