"""The plan -> what Excel cannot hold, check while data is entered, or compute. Nothing is cut in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Field, Plan
from rbm_spec.targets.excel.entries import FIRST_DAY, LONGEST_MESSAGE, LONGEST_TITLE, heading, spec_of
from rbm_spec.targets.excel.live.support import unsupported
from rbm_spec.targets.excel.names import length
from rbm_spec.targets.excel.owners import collected

HELP_CLIPPED = Rule("RBM801", "help-clipped", Severity.INFO)
LABEL_CLIPPED = Rule("RBM802", "label-clipped", Severity.WARNING)
PATTERN_LATER = Rule("RBM803", "pattern-checked-later", Severity.INFO)
CENTRAL = Rule("RBM805", "computed-centrally", Severity.INFO)
EARLY_DATE = Rule("RBM804", "date-before-1900", Severity.WARNING)


def check(plan: Plan) -> list[Finding]:
    """Findings in the order of the datasets."""
    fields = [field for dataset in collected(plan) for field in dataset.fields.values()]
    return [finding for field in fields for finding in _check_field(field)]


def left_out(plan: Plan) -> Iterator[Finding]:
    """What is computed centrally, in the order of the indicators; breakdowns with the same reason are said once."""
    for name, found in unsupported(plan).items():
        where = plan.indicators[name].spec.where
        said: set[str] = set()
        for left in found:
            if left.reason in said:
                continue
            said.add(left.reason)
            what = "A target" if left.component is not None else "The indicator"
            if left.breakdown is not None:
                alike = sum(each.reason == left.reason for each in found)
                what = "A breakdown" if alike == 1 else f"{alike} breakdowns"
            verb = "are" if what[0].isdigit() else "is"
            message = f"{what} {verb} computed centrally, not in the entry workbook. {left.reason}"
            yield CENTRAL.found(where.at("disaggregate") if left.breakdown is not None else where.key("title"), message)


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
