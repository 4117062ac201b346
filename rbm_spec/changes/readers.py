"""An attribute of a code list → the indicators whose figures follow from it."""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.expr.agreement import Mismatch
from rbm_spec.expr.nodes import Expr, names
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.plan.paths import follow

Path = tuple[str, ...]


def readers(plan: Plan, codelist: str, attribute: str) -> tuple[str, ...]:
    """The ids of indicators that read the attribute in a condition, a value, a group or a breakdown."""
    return tuple(
        id_
        for id_, indicator in plan.indicators.items()
        if any(_passes(plan, *each, codelist, attribute) for each in _paths(plan, indicator))
    )


def _paths(plan: Plan, indicator: Indicator) -> Iterator[tuple[str, Path]]:
    """Each name that is read from rows, and the dataset of the rows."""
    for measure in (each for method in indicator.methods for each in method.measures.values()):
        yield from _named(measure.dataset, measure.aggregate.condition, measure.aggregate.of)
        yield from ((measure.dataset, dimension.parts) for by in indicator.breakdowns for dimension in by)
    for id_ in indicator.reads:
        if derivation := plan.datasets[id_].derivation:
            parts = [part for each in derivation.fields.values() for part in (each.condition, each.of)]
            yield from _named(derivation.source, derivation.condition, *parts)
            yield from ((derivation.source, tuple(path.split("."))) for path in derivation.group_by)


def _named(dataset: str, *expressions: Expr | None) -> Iterator[tuple[str, Path]]:
    return ((dataset, name.parts) for each in expressions for name in names(each) if name.role == "field")


def _passes(plan: Plan, dataset: str, parts: Path, codelist: str, attribute: str) -> bool:
    way = follow(plan.datasets, plan.codelists, dataset, parts) if len(parts) > 1 else ()
    return not isinstance(way, Mismatch) and any((step.codelist, step.name) == (codelist, attribute) for step in way)
