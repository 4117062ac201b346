"""A quantity of an indicator and its figures in all periods -> value, baseline, target, status, and two charts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rbm_spec.kernel import definitions
from rbm_spec.kernel.assessment import target_of
from rbm_spec.kernel.definitions import Condition
from rbm_spec.kernel.periods import Period, previous
from rbm_spec.plan.definitions import components as components_of
from rbm_spec.plan.model import Component, Indicator, Method
from rbm_spec.results.facts import in_words
from rbm_spec.results.numbers import drawn
from rbm_spec.results.report import charts
from rbm_spec.results.report.context import Context
from rbm_spec.results.report.result import Figure
from rbm_spec.results.report.view import BulletView, Quantity, Shown, Status, TrendView, Year
from rbm_spec.targets.equation.page import fragment

PERCENT = "percent"


def quantity(context: Context, indicator: Indicator, method: Method, component: Component) -> Quantity:
    """The view of one quantity in the latest period."""
    totals = context.totals(indicator, component)
    period, figure = totals[-1] if totals else (None, None)
    known = {each.id: each for each in components_of(method)}[component.id]
    condition, year = _target(known, period)
    shown = context.shown(figure, component)
    target = "" if condition is None else in_words(condition, context.phrases, context.number)
    now = condition is not None and period is not None and year == period.end.year
    return Quantity(
        anchor=f"{indicator.id}.{component.id}".rstrip("."),
        label=component.spec.label,
        note=component.spec.note or "",
        shown=shown,
        baseline=_baseline(context, component),
        target_heading=context.say("target") if now or not target else context.say("target_year", str(year)),
        target=target,
        target_said=target if now or not target else context.say("because", str(year), target),
        status=_status(context, figure, condition, now, period),
        bullet=_bullet(context, indicator, component, totals, condition, target),
        trend=_trend(context, indicator, component, known, totals),
        counted=context.phrases.counted("report.rows_counted", Decimal(figure.n), context.number(str(figure.n)))
        if figure and figure.n is not None
        else "",
        method=fragment(context.plan, method, component, context.own),
    )


def said_of(shown: Shown) -> str:
    """A figure in one line: the value with its unit, or why there is none."""
    return " ".join(filter(None, (shown.value, shown.unit))) or shown.why


def judged(context: Context, figure: Figure) -> Status:
    """What was said of a figure that has a target."""
    kind = figure.assessment or "not_assessed"
    return Status(kind, context.say(kind))


def _target(component: definitions.Component, period: Period | None) -> tuple[Condition | None, int]:
    """The target of the period, else the next one after it, and the year that it is for."""
    if period is None:
        return None, 0
    now = target_of(component, period.end.year, ())
    if now is not None:
        return now, period.end.year
    later = sorted(each.year for each in component.targets if each.year > period.end.year and each.condition)
    return (target_of(component, later[0], ()), later[0]) if later else (None, 0)


def _status(
    context: Context, figure: Figure | None, condition: Condition | None, now: bool, period: Period | None
) -> Status:
    if condition is not None and figure is not None and now:
        return judged(context, figure)
    if condition is None or period is None:
        return Status("none", context.say("no_target"))
    return Status("none", context.say("no_target_yet", period.label))


def _baseline(context: Context, component: Component) -> str:
    spec = component.spec.baseline
    if spec is None:
        return ""
    value = spec.value
    said = context.phrases.say(f"targets.{value}") if isinstance(value, str) else context.number(f"{value:f}")
    return context.phrases.say("targets.baseline", str(spec.year), said)


def _bullet(
    context: Context,
    indicator: Indicator,
    component: Component,
    totals: list[tuple[Period, Figure | None]],
    condition: Condition | None,
    target: str,
) -> BulletView | None:
    figure = totals[-1][1] if totals else None
    value = drawn(figure.published) if figure else None
    if value is None or figure is None:
        return None
    spec = component.spec.baseline
    baseline = Fraction(spec.value) if spec and isinstance(spec.value, Decimal) else None
    reached = charts.zone(condition, _before(context, indicator, totals))
    found = charts.bullet(
        value, reached, baseline, component.spec.unit == PERCENT and component.spec.display == "number"
    )
    if found is None:
        return None
    low, high = (context.number(charts.coordinate(each)) for each in (found.scale.low, found.scale.high))
    parts = [context.say("scale", low, high)]
    if spec and baseline is not None:
        parts.append(context.say("baseline_said", _baseline(context, component)))
    if target:
        parts.append(context.say("target_said", target))
    said = context.say("bullet", component.spec.label, said_of(context.shown(figure, component)), " ".join(parts))
    return BulletView(found, said, low, high)


def _before(context: Context, indicator: Indicator, totals: list[tuple[Period, Figure | None]]) -> Fraction | None:
    """The value of the period right before, where it can be compared."""
    period, figure = totals[-1]
    earlier = previous(period, indicator.spec.frequency, context.plan.start)
    if figure is None or figure.status == "B" or earlier is None:
        return None
    return next((drawn(each.published) for at, each in totals if at.label == earlier.label and each), None)


def _trend(
    context: Context,
    indicator: Indicator,
    component: Component,
    known: definitions.Component,
    totals: list[tuple[Period, Figure | None]],
) -> TrendView | None:
    values = [drawn(each.published) if each else None for _, each in totals]
    broken = [each is not None and each.status == "B" for _, each in totals]
    conditions = [target_of(known, period.end.year, ()) for period, _ in totals]
    zones = [charts.zone(each, None) for each in conditions]
    targets = [next((end for end in each or () if end is not None), None) for each in zones]
    percent = component.spec.unit == PERCENT and component.spec.display == "number"
    chart = charts.trend(values, broken, targets, percent)
    if chart is None:
        return None
    years = tuple(
        Year(
            period.label,
            context.shown(figure, component),
            "" if condition is None else in_words(condition, context.phrases, context.number),
            fresh,
        )
        for (period, figure), condition, fresh in zip(totals, conditions, broken, strict=True)
    )
    points = (context.say("trend_point", each.label, said_of(each.shown)) for each in years)
    return TrendView(
        chart,
        context.say("trend"),
        context.say("trend_said", component.spec.label, context.phrases.say("language.semicolon").join(points)),
        years,
        any(each.target for each in years),
        tuple(_breaks(context, indicator, totals)),
    )


def _breaks(
    context: Context, indicator: Indicator, totals: list[tuple[Period, Figure | None]]
) -> list[tuple[str, str]]:
    """Why the line is cut, for each method that ended before a period with a break; with what the plan says of it."""
    said = []
    for period, figure in totals[1:]:
        ended = [each for each in indicator.methods if each.until is not None and each.until < period.end]
        if figure is not None and figure.status == "B" and ended:
            until = context.phrases.date(str(ended[-1].until))
            said.append((context.say("break_explained", period.label, until), ended[-1].spec.note or ""))
    return said
