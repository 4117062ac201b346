"""What the kernel needs to publish an indicator: its definition under one method, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.types import Kind
from rbm_spec.kernel import definitions
from rbm_spec.kernel.definitions import By
from rbm_spec.model.spec import CodeSpec, ComponentSpec, Condition, TargetSpec
from rbm_spec.plan.model import Component, Dimension, Indicator, Method, Plan


def definition(indicator: Indicator, method: Method) -> definitions.Indicator:
    """The indicator under `method`."""
    return definitions.Indicator(
        indicator.id,
        indicator.spec.frequency,
        tuple(_component(component) for component in method.components),
        tuple(tuple(dimension.path for dimension in dims) for dims in indicator.breakdowns),
        indicator.personal,
        tuple(dict.fromkeys(measure.ignore for measure in method.measures.values() if measure.ignore)),
    )


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


def implied_pairs(plan: Plan, dimensions: Iterable[Dimension]) -> Mapping[tuple[str, str], By]:
    """What a code gives away: (duty_station, dakar) implies (duty_station.region, africa) where both are dimensions."""
    known = {dimension.path: dimension for dimension in dimensions}
    implied: dict[tuple[str, str], By] = {}
    for outer in known.values():
        inner = [path for path in known if path.startswith(outer.path + ".")]
        if outer.type.kind is not Kind.CODE or not inner:
            continue
        for code in plan.codelists[outer.type.codelist].codes:
            pairs = ((path, _along(plan, outer, code, path)) for path in sorted(inner))
            implied[outer.path, code] = tuple(pairs)
    return implied


def _along(plan: Plan, outer: Dimension, code: str, path: str) -> str | None:
    """The code that the attributes behind `outer` lead to from `code`."""
    codelist = outer.type.codelist
    at: str | None = code
    for name in path[len(outer.path) + 1 :].split("."):
        entry: CodeSpec | None = plan.codelists[codelist].codes.get(at or "")
        value = entry.attributes.get(name) if entry else None
        at = value if isinstance(value, str) else None if value is None else str(value).lower()
        codelist = plan.codelists[codelist].attributes[name].codelist or ""
    return at
