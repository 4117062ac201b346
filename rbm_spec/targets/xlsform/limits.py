"""The plan -> what a form cannot check exactly, and so does not check: each is named, none is approximated."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.patterns import portable
from rbm_spec.targets.unsupported import Unsupported
from rbm_spec.targets.xlsform.questions import has_day, is_choice, is_dated, said_rules

RULE_LATER = Rule("RBM830", "rule-not-in-form", Severity.INFO)
REFERENCE_LATER = Rule("RBM831", "reference-not-in-form", Severity.INFO)
CODES_LATER = Rule("RBM832", "codes-not-in-form", Severity.INFO)
PATTERN_LATER = Rule("RBM833", "pattern-not-in-form", Severity.INFO)
LATER = "It is checked when the data comes back."


def check(plan: Plan) -> list[Finding]:
    """Findings in the order of the datasets."""
    collected = [dataset for dataset in plan.datasets.values() if dataset.derivation is None]
    return [finding for dataset in collected for finding in _check(plan, dataset)]


def _check(plan: Plan, dataset: Dataset) -> Iterator[Finding]:
    for field in dataset.fields.values():
        yield from _check_field(plan, dataset, field)
    for written, (rule, said) in zip(dataset.spec.rules, said_rules(plan, dataset), strict=True):
        if isinstance(said, Unsupported):
            yield RULE_LATER.found(
                written.condition.where, f'Forms for ODK leave out the rule "{rule.message}" {said.reason} {LATER}'
            )


def _check_field(plan: Plan, dataset: Dataset, field: Field) -> Iterator[Finding]:
    spec = field.spec
    assert spec is not None
    if spec.pattern and portable(spec.pattern) is None:
        yield PATTERN_LATER.found(
            spec.where.at("pattern"), f"Forms for ODK cannot check this pattern, which has rare characters. {LATER}"
        )
    if field.type.kind is Kind.REFERENCE:
        yield REFERENCE_LATER.found(
            spec.where.at("dataset"),
            f"Forms for ODK take any text here: they do not hold the rows of {field.type.dataset}. {LATER}",
        )
    if field.type.kind is not Kind.CODE:
        return
    codelist = plan.codelists[field.type.codelist]
    if not is_choice(plan, field):
        yield CODES_LATER.found(
            spec.where.at("codelist"),
            f"Forms for ODK take any text here: they would change a code of {codelist.id}. {LATER}",
            "Write codes without curly quotation marks, braces after $, and double or unusual spaces.",
        )
    elif is_dated(codelist) and dataset.time and not has_day(dataset):
        yield CODES_LATER.found(
            spec.where.at("codelist"),
            f"Forms for ODK offer all codes of {codelist.id}, also those that are not valid at the time of the row. "
            f"{LATER}",
        )
