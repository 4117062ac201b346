"""A report -> a Word document: the section of an implementation report that says the same, charts as pictures."""

from __future__ import annotations

from markupsafe import Markup

from rbm_spec.kernel.periods import containing
from rbm_spec.plan.model import Plan
from rbm_spec.results.facts import method_of
from rbm_spec.results.report import pictures
from rbm_spec.results.report.view import Report
from rbm_spec.targets.document.method import MethodView, method_view
from rbm_spec.targets.document.package import Properties, finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import WORD, environment, render
from rbm_spec.targets.words.phrases import Phrases

NAME, TEMPLATE = "report", "results.md.j2"


def section(plan: Plan, report: Report, phrases: Phrases) -> bytes:
    """The document, in the language of the plan. Raises `DocumentFault`."""

    view = {"report": report, "methods": _methods(plan, report, phrases), "pictures": _pictures(report)}
    page = render(environment(WORD, phrases), TEMPLATE, view)
    return finished(converted({NAME: page})[NAME], Properties(report.title, report.plan, "", phrases, None, None))


def _methods(plan: Plan, report: Report, phrases: Phrases) -> dict[str, MethodView]:
    """The method of the period, of each indicator."""
    found = {}
    for name, indicator in plan.indicators.items():
        period = containing(report.period, indicator.spec.frequency, plan.start)
        method = indicator.method if period is None else method_of(plan, indicator, period.label)
        found[name] = method_view(plan, method, phrases)
    return found


def _pictures(report: Report) -> dict[str, dict[str, Markup]]:
    """The charts of each quantity, by the anchor of the quantity and the kind of the chart."""
    found: dict[str, dict[str, Markup]] = {}
    mirrored = report.direction == "rtl"
    for quantity in (each for outcome in report.outcomes for one in outcome.indicators for each in one.quantities):
        charts = found.setdefault(quantity.anchor, {})
        if quantity.bullet:
            charts["bullet"] = pictures.of_bullet(quantity.bullet.chart, mirrored)
        if quantity.trend:
            charts["trend"] = pictures.of_trend(quantity.trend.chart, mirrored)
    return found
