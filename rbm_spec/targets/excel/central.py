"""The plan -> what is computed centrally and not in a workbook, and why. To know it, the formulas are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.targets.excel.live.support import rules_left, unsupported

CENTRAL = Rule("RBM805", "computed-centrally", Severity.INFO)
LATER = Rule("RBM806", "rule-not-in-workbook", Severity.INFO)


def left_out(plan: Plan) -> Iterator[Finding]:
    """What is computed centrally, in the order of the indicators, breakdowns with the same reason once; then rules."""
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
    for rule, reason in rules_left(plan):
        why = f'The entry workbook leaves out the rule "{rule.message}" {reason} It is checked once data comes back.'
        yield LATER.found(rule.condition.where, why)
