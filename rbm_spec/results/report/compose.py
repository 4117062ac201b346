"""A plan and the results of its periods -> the whole report as a view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.results.report.breakdowns import breakdowns
from rbm_spec.results.report.context import Context
from rbm_spec.results.report.quantities import quantity
from rbm_spec.results.report.reading import NotAResult
from rbm_spec.results.report.result import Result
from rbm_spec.results.report.view import IndicatorView, OutcomeView, Report, Source
from rbm_spec.targets.words import quantities as quantity_words
from rbm_spec.targets.words.brackets import paragraphs, with_status
from rbm_spec.targets.words.phrases import Phrases

SECTIONS = frozenset((
    "language", "units", "directions", "frequencies", "statuses", "targets", "languages", "reasons", "report",
    "report_reasons", "report_shares",
))  # fmt: skip
"""What a language must have phrases for to be that of a report; how formulas are said stays in that of the plan."""
SHORT = 12
"""So many digits of a hash tell two states apart where both are named in one sentence."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The phrases of the page, and those of the language that the plan is written in."""

    page: Phrases
    own: Phrases


def report(plan: Plan, digest: str, results: list[Result], languages: Languages) -> Report:
    """The report of the last period; `digest` is the hash of the plan's files. Raises `NotAResult`."""
    context = Context(plan, digest, _in_order(results), languages.page, languages.own)
    latest, phrases, own = context.latest, languages.page, languages.own
    numbered = {name: number for number, name in enumerate(plan.listed, 1)}
    return Report(
        title=context.say("title", plan.spec.title, latest.period),
        plan=plan.spec.title,
        period=latest.period,
        version=latest.version,
        spec_hash=latest.spec_hash,
        language=phrases.say("language.tag"),
        direction=phrases.say("language.direction"),
        own_language=own.say("language.tag") if context.translates else "",
        own_direction=own.say("language.direction") if context.translates else "",
        warnings=tuple(_warnings(context)),
        synthetic=any(each.synthetic for each in context.results),
        hiding=context.say("hiding", context.number(str(plan.spec.minimum_cell)))
        if any(each.personal for each in plan.indicators.values())
        else "",
        outcomes=tuple(_outcomes(context, numbered)),
        sources=tuple(_source(context, name) for name in latest.datasets),
        faults=phrases.counted("report.faults", Decimal(latest.faults), context.number(str(latest.faults)))
        if latest.faults
        else "",
        notes=latest.notes,
        hashes=tuple((each.period, each.spec_hash, each.data_hash) for each in context.results),
    )


def _in_order(results: list[Result]) -> tuple[Result, ...]:
    """By period; two results of one period would say two things."""
    ordered = sorted(results, key=lambda each: each.period)
    for one, other in pairwise(ordered):
        if one.period == other.period:
            raise NotAResult(f"{one.file} and {other.file} are both about {one.period}. Name one of them.")
    return tuple(ordered)


def _warnings(context: Context) -> Iterator[str]:
    """What must be known before anything else is read; that data is made up is said by itself."""
    if context.phrases.has("language.draft"):
        yield context.phrases.say("language.draft")
    if context.translates:
        language = context.plan.spec.authoring_language
        yield context.say("untranslated", context.phrases.say(f"languages.{language}"))
    for each in context.results:
        if each.spec_hash != context.digest:
            yield context.say("other_spec", each.period, each.spec_hash[:SHORT], context.digest[:SHORT])
        if each.unknown:
            yield context.say("unknown", context.phrases.listed(each.unknown), each.period)


def _outcomes(context: Context, numbered: dict[str, int]) -> Iterator[OutcomeView]:
    plan = context.plan
    left = dict(numbered)
    for outcome in plan.outcomes.values():
        named = [name for name in outcome.indicators if left.pop(name, None)]
        chosen = outcome.enablers if outcome.enablers is not None else tuple(plan.enablers)
        enablers = [plan.enablers[name].name for name in chosen if name in plan.enablers]
        yield OutcomeView(
            with_status(outcome.statement, outcome.status, context.own),
            context.own.listed(enablers) if enablers else "",
            tuple(_indicator(context, plan.indicators[name], numbered[name]) for name in named),
        )
    if left:
        yield OutcomeView("", "", tuple(_indicator(context, plan.indicators[name], numbered[name]) for name in left))


def _indicator(context: Context, indicator: Indicator, number: int) -> IndicatorView:
    spec, phrases = indicator.spec, context.phrases
    method = context.method(indicator)
    period = context.period(indicator, context.latest)
    computed = period is not None and any(
        (indicator.id, each.id) in context.latest.figures for each in method.components
    )
    return IndicatorView(
        id=indicator.id,
        number=context.say("indicator_number", str(number)),
        title=with_status(spec.title, spec.status, context.own),
        missing="" if computed else context.say("not_computed"),
        facts=(
            (context.say("standing"), phrases.say(f"statuses.{spec.status}"), False),
            (context.say("frequency"), phrases.say(f"frequencies.{spec.frequency}"), False),
            (context.say("direction"), _direction(indicator, phrases), False),
            (context.say("responsible"), spec.responsible, True),
        ),
        definition=paragraphs(spec.definition),
        quantities=tuple(quantity(context, indicator, method, each) for each in method.components) if computed else (),
        breakdowns=breakdowns(context, indicator, method),
        sources=tuple(_sources(context, indicator)),
    )


def _direction(indicator: Indicator, phrases: Phrases) -> str:
    """The direction of the quantity that the indicator as a whole is judged by."""
    for component in indicator.method.components:
        if component.spec.direction == indicator.spec.direction:
            return quantity_words.direction(component.spec, phrases)
    return phrases.say(f"directions.{indicator.spec.direction}")


def _sources(context: Context, indicator: Indicator) -> Iterator[Source]:
    return (_source(context, name) for name in indicator.reads if context.plan.datasets[name].derivation is None)


def _source(context: Context, name: str) -> Source:
    dataset = context.plan.datasets[name]
    given = context.latest.datasets.get(name)
    if given is None:
        return Source(dataset.spec.title, dataset.spec.owner, "", "", "", "", ())
    return Source(
        title=dataset.spec.title,
        owner=dataset.spec.owner,
        share=context.phrases.say(f"report_shares.{given.share}"),
        awaited=context.say("awaited", context.phrases.listed(given.awaited)) if given.awaited else "",
        rows="" if given.rows is None else context.number(str(given.rows)),
        faults="" if given.faults is None else context.number(str(given.faults)),
        files=given.files,
    )
