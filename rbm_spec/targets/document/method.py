"""A method -> its quantities with equation, words and legend, and its table of measures."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rbm_spec.plan.model import Component, Measure, Method, Plan
from rbm_spec.targets.equation.formulas import latex
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.brackets import paragraphs
from rbm_spec.targets.words.formulas import Meaning, Words, formula_words, legend
from rbm_spec.targets.words.labels import path_label, table_unit, unit_label
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Quantity:
    """One component."""

    label: str
    unit: str
    direction: str
    equation: Markup
    words: Words | None
    legend: tuple[Meaning, ...]
    note: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure at a glance; `during` is the date that places a row in the period."""

    label: str
    dataset: str
    statistic: str
    during: str
    unit: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """`until` is None for today's method, else its last day."""

    quantities: tuple[Quantity, ...]
    measures: tuple[MeasureRow, ...]
    until: str | None
    note: str | None


def method_view(plan: Plan, method: Method, phrases: Phrases) -> MethodView:
    """The view of one method."""
    return MethodView(
        tuple(_quantity(plan, method, component, phrases) for component in method.components),
        tuple(_measure(plan, measure, phrases) for measure in method.measures.values()),
        phrases.date(method.until.isoformat()) if method.until else None,
        method.spec.note,
    )


def _quantity(plan: Plan, method: Method, component: Component, phrases: Phrases) -> Quantity:
    return Quantity(
        label=component.spec.label,
        unit=unit_label(plan, component.spec.unit, phrases),
        direction=quantities.direction(component.spec, phrases),
        # Made by the equation target, which has escaped every name in it.
        equation=Markup(latex(plan, method, component, phrases)),  # noqa: S704
        words=formula_words(plan, method, component, phrases),
        legend=legend(plan, method, component.formula, phrases),
        note=paragraphs(component.spec.note),
    )


def _measure(plan: Plan, measure: Measure, phrases: Phrases) -> MeasureRow:
    aggregate, unit = measure.aggregate, measure.aggregate.type.unit.atom
    path = tuple(measure.during.split(".")) if measure.during else ()
    return MeasureRow(
        measure.spec.label,
        plan.datasets[measure.dataset].spec.title,
        phrases.say(f"statistics.{aggregate.name}", phrases.percentile(aggregate.percentile)),
        path_label(plan, measure.dataset, path, phrases) if path else phrases.say("measures.every_period"),
        table_unit(plan, unit, phrases) if unit and " " not in unit else phrases.say("targets.none"),
    )
