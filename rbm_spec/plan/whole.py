"""A plan with holes -> what is whole of it: no error stands in it, nor in anything that it reads.

Ids, texts and targets stay as they are. What is left out becomes a hole too, so that nobody is called unused because
its user is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rbm_spec.expr.nodes import Expr, names
from rbm_spec.expr.types import Kind
from rbm_spec.holes import Holes
from rbm_spec.plan.model import Component, Dataset, Indicator, Measure, Method, Plan
from rbm_spec.source import Where

COMPUTED_FROM = ("formula", "unit", "direction", "display")
DERIVED_FROM = ("from", "where", "group_by", "latest_by", "on")


def whole(plan: Plan) -> Plan:
    """The plan without what is in its holes; the same plan if it has none."""
    if not plan.holes:
        return plan
    datasets = _datasets(plan)
    gone = [
        each.spec.where.at("derive" if each.derivation else "fields")
        for name, each in plan.datasets.items()
        if name not in datasets
    ]
    kept = _Kept(plan.holes, datasets, {}, [])
    indicators = {indicator.id: kept.indicator(indicator) for indicator in plan.indicators.values()}
    return replace(plan, datasets=datasets, indicators=indicators, holes=plan.holes.with_more([*gone, *kept.out]))


def _datasets(plan: Plan) -> dict[str, Dataset]:
    """Datasets whose rows are known, each after its source."""
    found: dict[str, Dataset] = {}
    for dataset in plan.datasets.values():
        where, derivation = dataset.spec.where, dataset.derivation
        if plan.holes.touch(where, "time") or (derivation and derivation.source not in found):
            continue
        if derivation is None or not plan.holes.touch(where.at("derive"), *DERIVED_FROM):
            found[dataset.id] = replace(dataset, rules=tuple(r for r in dataset.rules if _is_typed([r.condition])))
    return found


@dataclass(slots=True)
class _Kept:
    """What has been kept so far: `quantities` by indicator, and the places of what is `out`."""

    holes: Holes
    datasets: Mapping[str, Dataset]
    quantities: dict[str, set[str]]
    out: list[Where]

    def indicator(self, indicator: Indicator) -> Indicator:
        """Indicators come after those they read."""
        earlier = [each for each in indicator.methods[:-1] if not self.holes.touch(each.spec.where, "until")]
        methods = tuple(map(self.method, (*earlier, indicator.method)))
        self.quantities[indicator.id] = {each.id for each in methods[-1].components}
        return replace(indicator, methods=methods)

    def method(self, method: Method) -> Method:
        """The measures and components that are whole."""
        measures = {name: each for name, each in method.measures.items() if self.holds_measure(each)}
        self.out += [each.where for name, each in method.spec.measures.items() if name not in measures]
        known: set[str] = set()
        components = []
        for component in method.components:
            if self.holds(component, {*measures, *known}):
                components.append(component)
                known.add(component.id)
        formulas = (each.formula.where for each in method.spec.components if each.id not in known)
        self.out += formulas
        return replace(method, measures=measures, components=tuple(components))

    def holds_measure(self, measure: Measure) -> bool:
        """Whether the rows of a measure and what is taken of them are known."""
        aggregate = measure.aggregate
        known = measure.dataset in self.datasets and aggregate.type.kind is not Kind.UNTYPED
        return known and not self.holes.touch(measure.spec.where) and _is_typed([aggregate.of, aggregate.condition])

    def holds(self, component: Component, known: set[str]) -> bool:
        """Whether a formula and all that it reads is whole."""
        if self.holes.touch(component.spec.where, *COMPUTED_FROM) or not component.spec.unit:
            return False
        return _is_typed([component.formula]) and all(
            self.has_quantity(name.parts)
            if name.role == "indicator"
            else name.role == "constant" or name.dotted in known
            for name in names(component.formula)
        )

    def has_quantity(self, parts: tuple[str, ...]) -> bool:
        """Whether `indicator.<id>` or `indicator.<id>.<component>` is kept."""
        return (parts[2] if len(parts) > 2 else "") in self.quantities.get(parts[1], ())


def _is_typed(exprs: Iterable[Expr | None]) -> bool:
    return all(name.type.kind is not Kind.UNTYPED for expr in exprs for name in names(expr))
