"""A worked example -> what the reference evaluator gets from its rows: measures, quantities, and faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rbm_spec.expr.nodes import Name, names
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.periods import parse
from rbm_spec.kernel.release import Observation
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.facts import fact
from rbm_spec.plan.model import Component, Indicator, Measure, Method, Plan
from rbm_spec.reference.compute import compute, method_in


@dataclass(frozen=True, slots=True)
class Worked:
    """The totals of an example. `method` is that of its period, `faults` are what is wrong with the rows.

    `totals` holds quantities by id, and what formulas read of other indicators as `indicator.<id>`; where they are laid
    open also measures that are numbers.
    """

    method: Method
    totals: Mapping[str, Observation]
    faults: tuple[Fault, ...]


@fact
def all_worked(plan: Plan) -> tuple[tuple[Indicator, ExampleSpec, Worked], ...]:
    """Every example with what comes out of it; those that name what is not there are left out."""
    return tuple(_each(plan))


def worked(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Worked | None:
    """What comes out of one example, with measures laid open; None when it names what is not there."""
    laid = replace(indicator, methods=tuple(laid_open(method) for method in indicator.methods))
    return _worked(_alone(plan, laid), indicator, example)


def _each(plan: Plan) -> Iterator[tuple[Indicator, ExampleSpec, Worked]]:
    for indicator in plan.indicators.values():
        if plan.holes and not _is_workable(plan, indicator):
            continue
        alone = _alone(plan, indicator) if indicator.spec.examples else plan
        for example in indicator.spec.examples:
            is_whole = not plan.holes.touch(example.where)
            if is_whole and (found := _worked(alone, indicator, example)) is not None:
                yield indicator, example, found


def _is_workable(plan: Plan, indicator: Indicator) -> bool:
    """Whether no hole is in what the rows of an example are read and computed by."""
    read = (
        [plan.datasets[name] for name in reads(plan, indicator)] if plan.datasets.keys() >= set(indicator.reads) else []
    )
    lists = {field.type.codelist for dataset in read for field in dataset.fields.values()} - {""}
    others = [plan.indicators[name] for name in (indicator.id, *indicator.needs) if name in plan.indicators]
    return (
        bool(read)
        and not plan.holes.touch(plan.spec.where, "period", "holidays")
        and all(method.components for each in others for method in each.methods)
        and not any(plan.holes.touch(each.spec.where, "frequency") for each in others)
        and not any(plan.holes.touch(dataset.spec.where) for dataset in read)
        and not any(plan.holes.touch(plan.codelists[name].where) for name in lists)
    )


def _worked(plan: Plan, indicator: Indicator, example: ExampleSpec) -> Worked | None:
    """`plan` holds the indicator alone."""
    period = parse(example.period, indicator.spec.frequency, plan.start)
    if period is None or not example.data.keys() <= plan.datasets.keys():
        return None
    method = method_in(indicator, period)
    results = compute(plan, example.data, example.period)
    totals = {each.component: each for each in results.releases[indicator.id].observations if not each.by}
    for component in method.components:
        for name in names(component.formula):
            if name.role == "indicator":
                wanted = name.parts[2] if len(name.parts) > 2 else ""
                found = results.releases[name.parts[1]].observations
                totals[name.dotted] = next(each for each in found if not each.by and each.component == wanted)
    return Worked(method, totals, results.faults)


def reads(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The datasets behind an indicator and those that their rows point to, in the plan's order."""
    found: set[str] = set()
    pending = list(indicator.reads)
    while pending:
        name = pending.pop()
        if name in plan.datasets and name not in found:
            found.add(name)
            fields = plan.datasets[name].fields.values()
            pending += [field.type.dataset for field in fields if field.type.kind is Kind.REFERENCE]
    return tuple(name for name in plan.datasets if name in found)


@fact
def _places(plan: Plan) -> Mapping[str, int]:
    """Where in the plan each indicator stands: to look through the whole plan for each takes too long."""
    return {name: place for place, name in enumerate(plan.indicators)}


def _alone(plan: Plan, indicator: Indicator) -> Plan:
    """The plan with this indicator, what it needs, and no breakdowns: an example is about totals."""
    wanted = {indicator.id}
    pending = [*indicator.needs]
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending += plan.indicators[name].needs
    return replace(
        plan,
        indicators={
            name: replace(indicator if name == indicator.id else plan.indicators[name], breakdowns=(), personal=False)
            for name in sorted(wanted, key=_places(plan).__getitem__)
        },
        datasets={name: plan.datasets[name] for name in reads(plan, indicator)},
    )


def laid_open(method: Method) -> Method:
    """The method with each measure as a quantity of its own: measures and quantities share one name space."""
    first = method.components[0]
    measures = (each for each in method.measures.values() if each.aggregate.type.kind is Kind.NUMBER)
    return replace(method, components=(*method.components, *(_quantity(first, measure) for measure in measures)))


def _quantity(like: Component, measure: Measure) -> Component:
    spec = replace(like.spec, id=measure.id, label=measure.spec.label, display="number", targets=(), baseline=None)
    return Component(measure.id, spec, Name((measure.id,), role="measure"), measure.aggregate.type)
