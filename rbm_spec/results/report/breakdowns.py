"""A breakdown and its figures -> tables of the same scale: a row for each code, a bar beside each number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.assessment import target_of
from rbm_spec.kernel.definitions import By
from rbm_spec.plan.definitions import components as components_of
from rbm_spec.plan.model import Component, Dimension, Indicator, Method
from rbm_spec.results.numbers import drawn
from rbm_spec.results.report import charts
from rbm_spec.results.report.context import Context
from rbm_spec.results.report.quantities import PERCENT, judged
from rbm_spec.results.report.result import Figure
from rbm_spec.results.report.view import BreakdownView, Cell, Panel, Row
from rbm_spec.targets.words.labels import code_label

Figures = dict[By, dict[str, Figure]]


def breakdowns(context: Context, indicator: Indicator, method: Method) -> tuple[BreakdownView, ...]:
    """Those that have figures in the latest period, and those that are withheld."""
    period = context.period(indicator, context.latest)
    if period is None:
        return ()
    found: Figures = {}
    for component in method.components:
        for figure in context.latest.figures.get((indicator.id, component.id), ()):
            if figure.by and figure.period == period.label:
                found.setdefault(figure.by, {})[component.id] = figure
    views = (_breakdown(context, indicator, method, dims, found) for dims in indicator.breakdowns)
    return tuple(view for view in views if view is not None)


def _breakdown(
    context: Context, indicator: Indicator, method: Method, dims: tuple[Dimension, ...], figures: Figures
) -> BreakdownView | None:
    paths = tuple(dimension.path for dimension in dims)
    named = context.phrases.listed(dimension.label for dimension in dims)
    cells = {by: each for by, each in figures.items() if tuple(path for path, _ in by) == paths}
    withheld = paths in context.latest.withheld.get(indicator.id, ())
    if not cells and not withheld:
        return None
    scales = [_scale(component, cells) for component in method.components]
    grouped: dict[By, dict[By, dict[str, Figure]]] = {}
    for by, each in cells.items():
        grouped.setdefault(by[:-1], {})[by] = each
    panels = tuple(
        Panel(
            context.phrases.say("language.comma").join(_labels(context, dims, outer)),
            tuple(_row(context, indicator, method, dims, scales, by, each) for by, each in rows.items()),
        )
        for outer, rows in grouped.items()
    )
    count = sum(len(each) for each in cells.values())
    return BreakdownView(
        anchor=f"{indicator.id}.by.{'.'.join(paths)}",
        heading=context.say("breakdown", named),
        withheld=context.say("withheld", named) if withheld else "",
        summary=context.phrases.counted("report.show_breakdown", Decimal(count), context.number(str(count)))
        if len(dims) > 1
        else "",
        head=dims[-1].label,
        columns=tuple((each.spec.label, context.unit(each, in_table=True)) for each in method.components),
        width=str(len(method.components)),
        panels=() if withheld else panels,
    )


def _scale(component: Component, cells: Figures) -> charts.Scale | None:
    """One scale for a quantity in all cells that are shown."""
    numbers = (drawn(each[component.id].published) for each in cells.values() if component.id in each)
    percent = component.spec.unit == PERCENT and component.spec.display == "number"
    return charts.scale_of([each for each in numbers if each is not None], percent)


def _row(
    context: Context,
    indicator: Indicator,
    method: Method,
    dims: tuple[Dimension, ...],
    scales: list[charts.Scale | None],
    by: By,
    figures: dict[str, Figure],
) -> Row:
    cells = tuple(
        _cell(context, indicator, method, component, scale, by, figures.get(component.id))
        for component, scale in zip(method.components, scales, strict=True)
    )
    reasons = {each.shown for each in cells}
    alike = len(reasons) == 1 and not cells[0].shown.value
    n = next((each.shown.n for each in cells if each.shown.n), "")
    return Row(_labels(context, dims[-1:], by[-1:])[0], cells, cells[0].shown if alike else None, n)


def _cell(
    context: Context,
    indicator: Indicator,
    method: Method,
    component: Component,
    scale: charts.Scale | None,
    by: By,
    figure: Figure | None,
) -> Cell:
    value: Fraction | None = drawn(figure.published) if figure else None
    period = context.period(indicator, context.latest)
    known = next(each for each in components_of(method) if each.id == component.id)
    has_target = period is not None and target_of(known, period.end.year, by) is not None
    return Cell(
        context.shown(figure, component),
        scale.bar(value) if scale and value is not None else None,
        judged(context, figure) if figure and has_target else None,
    )


def _labels(context: Context, dims: Iterable[Dimension], by: By) -> list[str]:
    return [_label(context, dimension, code) for dimension, (_, code) in zip(dims, by, strict=False)]


def _label(context: Context, dimension: Dimension, code: str | None) -> str:
    if code is None:
        return context.say("not_stated")
    match dimension.type.kind:
        case Kind.CODE:
            return code_label(context.plan, dimension.type.codelist, code)
        case Kind.BOOLEAN:
            return context.phrases.say("language.yes" if code == "true" else "language.no")
        case _:
            return code
