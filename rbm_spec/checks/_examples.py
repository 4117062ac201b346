"""A worked example -> the values and faults that the reference evaluator gets from its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


# The examples of the plan looked at last: two checks ask for them, and computing is what takes time.
_last: list[tuple[Plan, tuple[tuple[Indicator, ExampleSpec, Worked], ...]]] = []


def all_worked(plan: Plan) -> tuple[tuple[Indicator, ExampleSpec, Worked], ...]:
    """Every example with what comes out of it; those that name what is not there are left out."""
    if not _last or _last[0][0] is not plan:
        _last[:] = [(plan, tuple(_each(plan)))]
    return _last[0][1]


def _each(plan: Plan) -> Iterator[tuple[Indicator, ExampleSpec, Worked]]:
    for indicator in plan.indicators.values():
        alone = _alone(plan, indicator) if indicator.spec.examples else plan
        for example in indicator.spec.examples:
            if (found := _worked(alone, indicator, example)) is not None:
                yield indicator, example, found


def _worked(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Worked | None:
    """What comes out; None when the example names what is not there."""
    if parse(example.period, indicator.spec.frequency, plan.start) is None:
        return None
    results = compute(plan, example.data, example.period)
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
    wanted = {indicator.id: None}
    pending = [*indicator.needs]
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted[name] = None
            pending += plan.indicators[name].needs
    indicators = {name: replace(plan.indicators[name], breakdowns=(), personal=False) for name in wanted}
    return replace(
        plan,
        indicators=indicators,
        datasets={name: plan.datasets[name] for name in reads(plan, indicator)},
    )
