"""A plan -> the annex: the table of results and the methodology sheets, in plain text."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rbm_spec.model.spec import ComponentSpec
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.targets.document.places import Provision
from rbm_spec.targets.document.sheet import Sheet, TargetRow, sheet, target_row
from rbm_spec.targets.words.brackets import paragraphs, with_status
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome with its rows in the table of results."""

    place: Markup
    statement: str
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True, slots=True)
class Enabler:
    """A way of working, with its statement."""

    place: Markup
    name: str
    statement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary; `source` is empty where none is given."""

    term: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Annex:
    """`years` are those of the plan, one column each."""

    plan: str
    version: str
    status: str
    years: tuple[str, ...]
    enablers: tuple[Enabler, ...]
    outcomes: tuple[Outcome, ...]
    sheets: tuple[Sheet, ...]
    glossary: tuple[Term, ...]


def annex(plan: Plan, phrases: Phrases) -> Annex:
    """The annex of the whole plan, indicators in the order of their outcomes."""
    years = tuple(str(year) for year in range(plan.start.year, plan.end.year + 1))
    return Annex(
        plan=plan.spec.title,
        version=plan.spec.version,
        status=phrases.say(f"statuses.{plan.spec.status}"),
        years=years,
        enablers=tuple(
            Enabler(
                Provision("enabler", enabler.id).bookmark,
                with_status(
                    f"{enabler.code} {enabler.name}" if enabler.code else enabler.name, enabler.status, phrases
                ),
                paragraphs(with_status(enabler.statement, enabler.status, phrases)),
            )
            for enabler in plan.enablers.values()
        ),
        outcomes=tuple(
            Outcome(
                Provision("results", outcome.id).bookmark,
                with_status(outcome.statement, outcome.status, phrases),
                tuple(
                    row
                    for name in outcome.indicators
                    if name in plan.indicators
                    for row in _rows(plan, plan.indicators[name], years, phrases)
                ),
            )
            for outcome in plan.outcomes.values()
        ),
        sheets=tuple(
            sheet(plan, plan.indicators[name], number, years, phrases) for number, name in enumerate(plan.listed, 1)
        ),
        glossary=tuple(Term(each.term, each.definition, each.source or "") for each in plan.spec.glossary.values()),
    )


def _rows(plan: Plan, indicator: Indicator, years: tuple[str, ...], phrases: Phrases) -> tuple[TargetRow, ...]:
    """The quantities that have a baseline or a target; the first one when none has."""
    specs = [component.spec for component in indicator.method.components]
    planned = [spec for spec in specs if _is_planned(spec)] or specs[:1]
    return tuple(target_row(plan, indicator, spec, years, phrases) for spec in planned)


def _is_planned(spec: ComponentSpec) -> bool:
    return bool(spec.targets) or spec.baseline is not None
