"""A plan of this package -> what the kernel needs to know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..kernel import definitions as kernel
from ..kernel.definitions import Paths
from ..kernel.dimensions import Dimension

from .definitions import Field, Indicator, Measure, Method, Plan


def published(plan: Plan) -> kernel.Plan:
    """The whole plan."""
    by_id = {indicator.id: indicator for indicator in plan.indicators}
    indicators = {name: _indicator(plan, by_id, each) for name, each in by_id.items()}
    return kernel.Plan(plan.start, plan.minimum_cell, plan.codelists, indicators)


def _indicator(plan: Plan, by_id: Mapping[str, Indicator], each: Indicator) -> kernel.Indicator:
    measures = list(_measures(by_id, each))
    paths = dict.fromkeys(path for breakdown in each.breakdowns for path in breakdown)
    return kernel.Indicator(
        each.id, each.frequency, tuple(_method(plan, each, method) for method in each.methods), each.breakdowns,
        {path: _dimension(plan, measures, path) for path in paths}, each.needs, each.reads, each.personal,
    )  # fmt: skip


def _measures(by_id: Mapping[str, Indicator], indicator: Indicator) -> Iterator[Measure]:
    """The measures of an indicator and of all that it reads."""
    pending = [indicator]
    while pending:
        each = pending.pop()
        yield from (measure for method in each.methods for measure in method.measures)
        pending += [by_id[name] for name in each.needs]


def _method(plan: Plan, indicator: Indicator, method: Method) -> kernel.Method:
    return kernel.Method(
        tuple(
            kernel.Measure(each.id, (each.dataset, *each.also_reads), each.ignore, each.people, each.partial)
            for each in method.measures
        ),
        tuple(formula.component for formula in method.formulas),
        method.until,
        {paths: frozenset(_behind(plan, method, paths)) for paths in indicator.breakdowns},
    )


def _behind(plan: Plan, method: Method, paths: Paths) -> Iterator[str]:
    """The datasets that references lead through on the way to dimensions."""
    for measure in method.measures:
        for path in paths:
            if path not in measure.ignore:
                yield from (field.dataset for field in _way(plan, measure.dataset, path)[:-1] if field.dataset)


def _dimension(plan: Plan, measures: list[Measure], path: str) -> Dimension:
    measure = next(each for each in measures if path not in each.ignore)
    field = _way(plan, measure.dataset, path)[-1]
    return Dimension(path, field.type if field.type in ("code", "boolean") else "text", field.codelist)


def _way(plan: Plan, dataset: str, path: str) -> list[Field]:
    """The fields and attributes along a path."""
    first, *rest = path.split(".")
    way = [plan.by_id[dataset].fields[first]]
    for name in rest:
        at = way[-1]
        others = plan.by_id[at.dataset].fields if at.type == "reference" else plan.codelists[at.codelist].attributes
        way.append(others[name])
    return way
