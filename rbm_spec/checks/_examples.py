"""A worked example -> the values and faults that the reference evaluator gets from its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import parse
from rbm_spec.kernel.values import Content
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.reference.compute import compute


@dataclass(frozen=True, slots=True)
class Worked:
    """The total of each quantity by id, with the reason where it has no value, and what is wrong with the rows."""

    values: Mapping[str, Content]
    reasons: Mapping[str, str | None]
    faults: tuple[Fault, ...]


def worked(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Worked | None:
    """What comes out; None when the example names what is not there."""
    if parse(example.period, indicator.spec.frequency, plan.start) is None:
        return None
    results = compute(_alone(plan, indicator), example.data, example.period)
    totals = [each for each in results.releases[indicator.id].observations if not each.by]
    values = {each.component: each.value for each in totals}
    return Worked(values, {each.component: each.reason for each in totals}, results.faults)


def reads(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The datasets behind an indicator and those that their rows point to, in the plan's order."""
    found: set[str] = set()
    pending = list(indicator.reads)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            fields = plan.datasets[name].fields.values()
            pending += [field.type.dataset for field in fields if field.type.kind is Kind.REFERENCE]
    return tuple(name for name in plan.datasets if name in found)


def _alone(plan: Plan, indicator: Indicator) -> Plan:
    """The plan with this indicator, what it needs, and no breakdowns: an example is about totals."""
    wanted = {indicator.id}
    pending = [*indicator.needs]
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending += plan.indicators[name].needs
    indicators = {name: replace(each, breakdowns=()) for name, each in plan.indicators.items() if name in wanted}
    return replace(
        plan,
        indicators=indicators,
        datasets={name: plan.datasets[name] for name in reads(plan, indicator)},
    )
