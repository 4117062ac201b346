"""Facts -> one CSV table with a column for each variable: a line is a figure, a dimension is a column.

An empty dimension is one over which the figure is a total; `_U` in it means *not stated*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rbm_spec.kernel.lines import csv_text
from rbm_spec.plan.model import Plan
from rbm_spec.results.exports.figures import Figure, dimensions, figures
from rbm_spec.results.facts import Fact
from rbm_spec.results.files import Provenance

NOT_STATED = "_U"
BEFORE = ("indicator", "title", "component", "label", "frequency", "period", "start", "end")
AFTER = (
    "value", "published", "unit", "decimals", "reason", "status", "confidentiality", "n", "target", "assessment",
    "spec_hash", "data_hash", "synthetic",
)  # fmt: skip


def files(plan: Plan, facts: Iterable[Fact], source: Provenance) -> dict[str, str]:
    """`tidy.csv`. Columns of dimensions are called `by_` and their path."""
    several = list(figures(plan, facts))
    paths = list(dimensions({each.indicator.id: each.indicator for each in several}.values()))
    columns = [*BEFORE, *(f"by_{path}" for path in paths), *AFTER]
    return {"tidy.csv": csv_text(columns, [list(_line(each, paths, source)) for each in several])}


def _line(figure: Figure, paths: list[str], source: Provenance) -> Iterator[object]:
    fact, component = figure.fact, figure.component
    indicator = figure.indicator.spec
    yield from (fact.indicator, indicator.title, fact.component, component.spec.label, indicator.frequency)
    yield from (fact.period, figure.period.start, figure.period.end)
    cell = dict(fact.by)
    for path in paths:
        yield (NOT_STATED if cell[path] is None else cell[path]) if path in cell else ""
    yield from (fact.value, fact.published, component.spec.unit, component.spec.decimals, fact.reason, fact.status)
    yield from (fact.confidentiality, fact.n, fact.target, fact.assessment)
    yield from (source.spec_hash, source.data_hash, source.synthetic)
