"""Plan -> what the kernel needs to know of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.types import Kind
from rbm_spec.kernel import definitions, dimensions
from rbm_spec.kernel.periods import Period, in_force
from rbm_spec.model.spec import ComponentSpec, Condition, TargetSpec
from rbm_spec.plan.crowds import crowd, people
from rbm_spec.plan.model import Component, Dimension, Indicator, Measure, Method, Plan
from rbm_spec.plan.paths import steps

Crowds = Mapping[tuple[str, str | None, str, str], definitions.People]
KINDS = {Kind.CODE: "code", Kind.BOOLEAN: "boolean"}


def definition(plan: Plan) -> definitions.Plan:
    """The whole plan."""
    known = people(plan)
    indicators = {name: _indicator(plan, each, known) for name, each in plan.indicators.items()}
    return definitions.Plan(plan.start, plan.spec.minimum_cell, plan.codelists, indicators)


def method_in(indicator: Indicator, period: Period) -> Method:
    """The method valid at the period's end."""
    return in_force(indicator.methods, period)


def _indicator(plan: Plan, indicator: Indicator, crowds: Crowds) -> definitions.Indicator:
    known = (dimension for dims in indicator.breakdowns for dimension in dims)
    return definitions.Indicator(
        indicator.id,
        indicator.spec.frequency,
        tuple(_method(plan, indicator, method, crowds) for method in indicator.methods),
        tuple(map(_paths, indicator.breakdowns)),
        {
            each.path: dimensions.Dimension(each.path, KINDS.get(each.type.kind, "text"), each.type.codelist)
            for each in known
        },
        indicator.needs,
        indicator.reads,
        indicator.personal,
    )


def _method(plan: Plan, indicator: Indicator, method: Method, crowds: Crowds) -> definitions.Method:
    return definitions.Method(
        tuple(
            definitions.Measure(
                each.id, each.reads, each.ignore, people_of(plan, indicator, each, crowds), each.spec.partial
            )
            for each in method.measures.values()
        ),
        components(method),
        method.until,
        {_paths(dims): datasets_behind(plan, method, dims) for dims in indicator.breakdowns},
    )


def people_of(plan: Plan, indicator: Indicator, measure: Measure, crowds: Crowds) -> definitions.People | None:
    """Whom a measure counts; `crowds` are those of the plan."""
    found = crowd(plan, indicator, measure)
    return crowds[found.key] if found else None


def _paths(dims: Sequence[Dimension]) -> definitions.Paths:
    return tuple(dimension.path for dimension in dims)


def datasets_behind(plan: Plan, method: Method, dims: Sequence[Dimension]) -> frozenset[str]:
    """The datasets that references lead through on the way to dimensions."""
    return frozenset(
        step.dataset
        for measure in method.measures.values()
        for dimension in dims
        if dimension.path not in measure.ignore
        for step in steps(plan, measure.dataset, dimension.parts)[1:]
        if step.dataset
    )


def collected_behind(plan: Plan, method: Method, dims: Sequence[Dimension]) -> list[str]:
    """The collected datasets that these are or come from, in the order of their names."""
    found = set()
    for each in datasets_behind(plan, method, dims):
        while (derivation := plan.datasets[each].derivation) is not None:
            each = derivation.source
        found.add(each)
    return sorted(found)


def components(method: Method) -> tuple[definitions.Component, ...]:
    """The quantities of a method."""
    return tuple(map(_component, method.components))


def _component(component: Component) -> definitions.Component:
    spec = component.spec
    return definitions.Component(
        spec.id,
        spec.unit,
        spec.decimals,
        spec.display,
        _baseline(spec),
        tuple(_target(target) for target in spec.targets),
        spec.trajectory == "linear",
    )


def _baseline(spec: ComponentSpec) -> tuple[int, Fraction] | None:
    baseline = spec.baseline
    return (baseline.year, Fraction(baseline.value)) if baseline and isinstance(baseline.value, Decimal) else None


def _target(target: TargetSpec) -> definitions.Target:
    cells = tuple((dict(cell.by), _condition(cell.condition)) for cell in target.cells)
    condition = _condition(target.condition) if target.condition else None
    return definitions.Target(int(target.year), condition, cells)


def _condition(condition: Condition) -> definitions.Condition:
    numbers = tuple(Fraction(number) for number in condition.numbers)
    return definitions.Condition(condition.kind, numbers, condition.text or "")
