"""An attribute of a code list is never read.

No condition reads it and no breakdown splits by it. That is allowed: attributes can be there for readers. But when a
figure should follow from it, the expression that reads it is missing.

## Bad

```yaml
# codelists/offices.yaml (in part)
attributes:
  floor_area: {type: number, label: Floor area in square metres}
codes:
  north: {label: Northern office, floor_area: 120}
  south: {label: Southern office, floor_area: 80}
```

## Good

```yaml
# codelists/offices.yaml (in part)
codes:
  north: {label: Northern office}
  south: {label: Southern office}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Expr, names
from rbm_spec.plan.model import Plan
from rbm_spec.plan.paths import steps
from rbm_spec.source import Where

RULE = Rule("RBM604", "unused-attribute", Severity.INFO)


def check(plan: Plan) -> Iterator[Finding]:
    """Declared attributes that no path leads through."""
    if not any(codelist.attributes for codelist in plan.codelists.values()):
        return
    read = {
        (step.codelist, step.name)
        for dataset, parts in dict.fromkeys(_paths(plan))
        for step in steps(plan, dataset, parts)
        if step.codelist
    }
    for codelist in plan.codelists.values():
        for name in codelist.attributes:
            holds = plan.holes.may_name(name, codelist.attributes, Where("datasets/"), Where("indicators/"))
            if (codelist.id, name) not in read and not holds:
                yield RULE.found(
                    codelist.where.key("attributes", name),
                    f"Nothing reads the attribute `{name}` of the list {codelist.id}.",
                    "That is fine if it is there for readers only.",
                )


def _paths(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every path of more than one step that the plan reads, with the dataset in which it begins."""
    for dataset in plan.datasets.values():
        yield from _of(dataset.id, [rule.condition for rule in dataset.rules])
        if derivation := dataset.derivation:
            inner = [derivation.condition]
            for each in derivation.fields.values():
                inner += [each.of, each.condition]
            yield from _of(derivation.source, inner)
    for indicator in plan.indicators.values():
        split = [dimension for dimensions in indicator.breakdowns for dimension in dimensions]
        for measure in (each for method in indicator.methods for each in method.measures.values()):
            yield from _of(measure.dataset, [measure.aggregate.of, measure.aggregate.condition])
            yield from ((measure.dataset, each.parts) for each in split if each.path not in measure.ignore)
            if measure.during:
                yield measure.dataset, tuple(measure.during.split("."))


def _of(dataset: str, exprs: Iterable[Expr | None]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for expr in exprs:
        yield from ((dataset, name.parts) for name in names(expr) if name.role == "field" and len(name.parts) > 1)
