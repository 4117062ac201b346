"""A report -> Word documents: a section that says the same, charts as pictures, and reports of the plan around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from rbm_spec.kernel.periods import containing
from rbm_spec.plan.model import Plan
from rbm_spec.results.facts import method_of
from rbm_spec.results.report import pictures
from rbm_spec.results.report.view import Report
from rbm_spec.targets.document.build import Page, pages_of, rendered
from rbm_spec.targets.document.method import MethodView, method_view
from rbm_spec.targets.document.package import Properties, finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import WORD, environment
from rbm_spec.targets.words.phrases import Phrases

NAME, TEMPLATE = "report", "results.md.j2"
WHOLE = "implementation_report.md.j2"
"""The template of documents of a plan that print results."""


Standing = Callable[[str], tuple[str, ...]]


def original(text: str) -> tuple[str, ...]:
    """What a document says of itself that is no translation: nothing."""
    return ()


def section(plan: Plan, report: Report, phrases: Phrases) -> bytes:
    """The section by itself, in the language of the plan. Raises `DocumentFault`."""
    properties = Properties(report.title, report.plan, "", phrases, None, None)
    return _made(Page(NAME, TEMPLATE, _view(plan, report, phrases), properties, None), phrases)


def reports(plan: Plan, report: Report, phrases: Phrases, standing: Standing = original) -> dict[str, bytes]:
    """The implementation reports that the plan has, by id, with their own text and these results. As `section`.

    `standing` gives what a document says of itself as a translation.
    """
    if not any(WHOLE.startswith(f"{spec.template}.") for spec in plan.documents.values()):
        return {}
    view = _view(plan, report, phrases)
    pages = (page for page in pages_of(plan, phrases) if page.template == WHOLE)
    return {page.name: _made(replace(page, view={**page.view, **view}), phrases, standing) for page in pages}


def _made(page: Page, phrases: Phrases, standing: Standing = original) -> bytes:
    mirrored = frozenset([page.name] if phrases.say("language.direction") == "rtl" else ())
    templates = environment(WORD, phrases)
    text = rendered(templates, page)
    if said := standing(text):
        text = rendered(templates, page, said)
    return finished(converted({page.name: text}, mirrored)[page.name], page.properties)


def _view(plan: Plan, report: Report, phrases: Phrases) -> dict[str, object]:
    return {"report": report, "methods": _methods(plan, report, phrases), "pictures": _pictures(report)}


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
