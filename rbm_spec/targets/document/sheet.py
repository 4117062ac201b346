"""An indicator -> its methodology sheet in plain text; equations are LaTeX."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rbm_spec.model.spec import ComponentSpec
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.targets.document.example import Example, example
from rbm_spec.targets.document.method import MethodView, method_view
from rbm_spec.targets.document.places import Provision
from rbm_spec.targets.document.said import sheet_anchor
from rbm_spec.targets.document.wordings import Wording, beside
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.brackets import paragraphs, with_status
from rbm_spec.targets.words.labels import table_unit
from rbm_spec.targets.words.measures import derivation_words
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A quantity with its baseline and one target for each year of the plan."""

    indicator: str
    quantity: str
    unit: str
    baseline: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset behind the indicator; `derived` says how it is computed, and is empty for a collected one."""

    title: str
    owner: str
    grain: str
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One methodology sheet, in the order in which it is read; `standing` is empty when the indicator is agreed."""

    place: Markup
    number: int
    anchor: Markup
    heading: str
    standing: str
    code: str | None
    outcome: str
    status: str
    version: str
    unit: str
    direction: str
    frequency: str
    breakdowns: tuple[str, ...]
    responsible: str
    source: str
    definition: tuple[str, ...]
    wordings: tuple[Wording, ...]
    rationale: tuple[str, ...]
    limitations: tuple[str, ...]
    notes: tuple[str, ...]
    method: MethodView
    earlier: tuple[MethodView, ...]
    sources: tuple[Source, ...]
    examples: tuple[Example, ...]
    targets: tuple[TargetRow, ...]


def sheet(plan: Plan, indicator: Indicator, number: int, years: tuple[str, ...], phrases: Phrases) -> Sheet:
    """The sheet of one indicator; `number` counts the sheets of the annex."""
    spec = indicator.spec
    outcome = plan.outcomes.get(spec.outcome)
    return Sheet(
        place=Provision("indicator", indicator.spec.id).bookmark,
        number=number,
        anchor=sheet_anchor(str(number)),
        heading=with_status(spec.title, spec.status, phrases),
        standing="" if spec.status == "agreed" else phrases.say(f"standings.{spec.status}"),
        code=spec.code,
        outcome=with_status(outcome.statement, outcome.status, phrases) if outcome else spec.outcome,
        status=phrases.say(f"statuses.{spec.status}"),
        version=spec.version,
        unit=table_unit(plan, spec.unit, phrases),
        direction=_direction(indicator, phrases),
        frequency=phrases.say(f"frequencies.{spec.frequency}"),
        breakdowns=_breakdowns(indicator, phrases),
        responsible=spec.responsible,
        source=spec.source,
        definition=paragraphs(spec.definition),
        wordings=beside(spec.title, spec.source, spec.alternatives, spec.status, phrases),
        rationale=paragraphs(spec.rationale),
        limitations=paragraphs(spec.limitations),
        notes=paragraphs(spec.notes),
        method=method_view(plan, indicator.method, phrases),
        earlier=tuple(method_view(plan, method, phrases) for method in reversed(indicator.methods[:-1])),
        sources=_sources(plan, indicator, phrases),
        examples=tuple(example(plan, indicator, each, phrases) for each in spec.examples),
        targets=tuple(
            target_row(plan, indicator, component.spec, years, phrases) for component in indicator.method.components
        ),
    )


def target_row(
    plan: Plan, indicator: Indicator, spec: ComponentSpec, years: tuple[str, ...], phrases: Phrases
) -> TargetRow:
    """The row of one quantity in a table of targets."""
    dimensions = {dimension.path: dimension for breakdown in indicator.breakdowns for dimension in breakdown}
    return TargetRow(
        indicator=with_status(indicator.spec.title, indicator.spec.status, phrases),
        quantity=spec.label,
        unit=table_unit(plan, spec.unit, phrases),
        baseline=quantities.baseline(spec.baseline, phrases),
        targets=tuple(quantities.target(spec, plan, dimensions, year, phrases) for year in years),
    )


def _direction(indicator: Indicator, phrases: Phrases) -> str:
    """The direction of the quantity that the indicator as a whole is judged by."""
    for component in indicator.method.components:
        if component.spec.direction == indicator.spec.direction:
            return quantities.direction(component.spec, phrases)
    return phrases.say(f"directions.{indicator.spec.direction}")


def _breakdowns(indicator: Indicator, phrases: Phrases) -> tuple[str, ...]:
    return tuple(phrases.listed(dimension.label for dimension in breakdown) for breakdown in indicator.breakdowns)


def _sources(plan: Plan, indicator: Indicator, phrases: Phrases) -> tuple[Source, ...]:
    found = (plan.datasets[name] for name in indicator.reads)
    return tuple(
        Source(each.spec.title, each.spec.owner, each.spec.grain, derivation_words(plan, each, phrases))
        for each in found
    )
