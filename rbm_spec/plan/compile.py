"""The spec as written -> the plan: every name resolved, every expression typed, in the order of computation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rbm_spec.diagnostics import Finding
from rbm_spec.model.spec import Spec
from rbm_spec.plan.context import FIELD, UNKNOWN_CODELIST, Context, vocabulary_of
from rbm_spec.plan.datasets import resolve_datasets
from rbm_spec.plan.indicators import resolve_indicators
from rbm_spec.plan.links import check_links
from rbm_spec.plan.marks import check_marks
from rbm_spec.plan.model import Plan
from rbm_spec.plan.whole import whole


def compile_plan(spec: Spec) -> tuple[Plan, list[Finding]]:
    """The plan and everything found wrong. Where anything is an error, the plan is what is whole of it.

    That can be judged, but nothing may be made of it.
    """
    context = Context(spec, vocabulary_of(spec))
    check_links(context)
    check_marks(context)
    start, end = _date(context, spec.plan.start, "start", date.min), _date(context, spec.plan.end, "end", date.max)
    if end < start:
        context.report(FIELD, spec.plan.where.at("period", "end"), "The plan ends before it starts.")
    holidays = _holidays(context)
    datasets = resolve_datasets(context)
    indicators = resolve_indicators(context, datasets)
    plan = Plan(
        spec=spec.plan,
        start=start,
        end=end,
        holidays=holidays,
        enablers=spec.enablers,
        outcomes=spec.outcomes,
        codelists=spec.codelists,
        datasets=datasets,
        indicators=indicators,
        documents=spec.documents,
    )
    return whole(replace(plan, holes=context.holes)), context.findings


def _date(context: Context, text: str, key: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        context.report(FIELD, context.spec.plan.where.at("period", key), f"There is no date {text}.")
        return otherwise


def _holidays(context: Context) -> frozenset[date]:
    """The codes of the list that the plan names are dates."""
    name = context.spec.plan.holidays
    if name is None:
        return frozenset()
    where = context.spec.plan.where.at("holidays")
    codelist = context.spec.codelists.get(name)
    if codelist is None:
        context.unknown(UNKNOWN_CODELIST, where, "code list", name, context.spec.codelists)
        return frozenset()
    days = set()
    for code in codelist.codes:
        try:
            days.add(date.fromisoformat(code))
        except ValueError:
            message = f'The codes of a list of holidays are dates; "{code}" is none.'
            context.report(
                FIELD,
                codelist.where.key("codes", code),
                message,
                "Write year-month-day: 2028-04-14.",
            )
    return frozenset(days)
