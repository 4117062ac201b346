"""An indicator → what its figures depend on behind its own expressions, as plain data in one form.

That is how the derived datasets that it reads come about, the attributes of codes that lead from row to figure, and the
words for the codes that its expressions name.
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.wording import letters
from rbm_spec.expr.forms import one_form
from rbm_spec.expr.nodes import Expr, Text, names, walk
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Aggregate, Dataset, Derivation, Indicator, Plan
from rbm_spec.plan.paths import steps


def read_behind(plan: Plan, indicator: Indicator) -> dict[str, object]:
    """By the name of the dataset, attribute or code. What no expression and no breakdown reads is not in it."""
    exprs = list(_expressions(plan, indicator))
    paths = [(dataset, name.parts) for dataset, expr in exprs for name in names(expr) if name.role == "field"]
    for measure in indicator.method.measures.values():
        paths += [(measure.dataset, each.parts) for breakdown in indicator.breakdowns for each in breakdown]
    found: dict[str, object] = {}
    read = {part for _, parts in paths for part in parts}
    for each in _derived(plan, indicator):
        found[each.id] = _comes_about(each, read)
    for dataset, parts in paths:
        for step in steps(plan, dataset, parts):
            if step.codelist:
                codes = plan.codelists[step.codelist].codes
                found[f"{step.codelist}.{step.name}"] = {
                    id_: str(code.attributes[step.name]) for id_, code in codes.items() if step.name in code.attributes
                }
    for _, expr in exprs:
        for node in walk(expr):
            if isinstance(node, Text) and node.type.kind is Kind.CODE:
                code = plan.codelists[node.type.codelist].codes[node.value]
                found[f"{node.type.codelist} {node.value}"] = letters(code.label)
    return found


def _derived(plan: Plan, indicator: Indicator) -> Iterator[Dataset]:
    for name in indicator.reads:
        if plan.datasets[name].derivation:
            yield plan.datasets[name]


def _expressions(plan: Plan, indicator: Indicator) -> Iterator[tuple[str, Expr]]:
    """Each expression over rows, with the dataset whose rows they are."""
    for measure in indicator.method.measures.values():
        yield from ((measure.dataset, each) for each in _of(measure.aggregate))
    for each in _derived(plan, indicator):
        assert each.derivation is not None
        if each.derivation.condition:
            yield each.derivation.source, each.derivation.condition
        for aggregate in each.derivation.fields.values():
            yield from ((each.derivation.source, expr) for expr in _of(aggregate))


def _of(aggregate: Aggregate) -> tuple[Expr, ...]:
    return tuple(each for each in (aggregate.condition, aggregate.of) if each)


def _comes_about(dataset: Dataset, read: set[str]) -> list[object]:
    derivation = dataset.derivation
    assert isinstance(derivation, Derivation)
    fields = {
        id_: [each.name, each.percentile, *(one_form(expr) if expr else "" for expr in (each.condition, each.of))]
        for id_, each in derivation.fields.items()
        if id_ in read
    }
    condition = one_form(derivation.condition) if derivation.condition else ""
    return [derivation.source, condition, sorted(derivation.group_by), fields, derivation.latest_by, derivation.on]
