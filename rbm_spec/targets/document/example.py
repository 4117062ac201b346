"""A worked example -> its rows under labels, the figures that its measures give, and its results step by step."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from rbm_spec.expr.nodes import Name, names
from rbm_spec.kernel.release import Observation
from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.model import Component, Dataset, Indicator, Plan, Step
from rbm_spec.reference.examples import Worked, worked
from rbm_spec.targets.equation.formulas import Shown, worked_latex
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.brackets import paragraphs
from rbm_spec.targets.words.formulas import is_one_measure
from rbm_spec.targets.words.labels import cell_label, formula_labels, table_unit
from rbm_spec.targets.words.phrases import Phrases

WIDEST, MARGINS, LINES = 24, 3, 3
"""The letters that a column is made wide enough for, those that its margins take, and the lines of a long text."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one dataset, under the labels of its fields. `rules` are the lines below them in Markdown.

    A rule is as long as its column is wide, so that words are not cut.
    """

    title: str
    labels: tuple[str, ...]
    rules: tuple[Markup, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """What one measure or one quantity comes to."""

    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example. `figures` are what formulas read; `steps` are these formulas with figures, in LaTeX.

    `note` is the arithmetic in words.
    """

    title: str
    period: str
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    steps: tuple[Markup, ...]
    results: tuple[Figure, ...]
    note: tuple[str, ...]


def example(plan: Plan, indicator: Indicator, spec: ExampleSpec, phrases: Phrases) -> Example:
    """The view of one worked example, computed by the reference evaluator; without results if it cannot be worked."""
    found = worked(plan, indicator, spec)
    asked = [] if found is None else [each for each in found.method.components if each.id in spec.expect]
    formulas = [each for each in asked if not is_one_measure(each.formula)]
    return Example(
        spec.title,
        spec.period,
        tuple(
            _table(plan, plan.datasets[name], text, phrases)
            for name, text in spec.data.items()
            if name in plan.datasets
        ),
        _figures(plan, found, formulas, phrases) if found else (),
        tuple(_step(plan, found, each, phrases) for each in formulas if found),
        tuple(_result(plan, found, each, phrases) for each in asked if found),
        paragraphs(spec.note),
    )


def _figures(plan: Plan, found: Worked, formulas: list[Component], phrases: Phrases) -> tuple[Figure, ...]:
    """What the formulas read, each once, in their order."""
    figures: dict[str, Figure] = {}
    for component in formulas:
        label = formula_labels(plan, found.method, component.formula, phrases)
        for name in names(component.formula):
            if name.dotted in found.totals:
                value = quantities.exactly(found.totals[name.dotted].value, phrases)
                figures[name.dotted] = Figure(label(name), value, _unit(plan, name, phrases))
    return tuple(figures.values())


def _unit(plan: Plan, name: Name, phrases: Phrases) -> str:
    """The unit of a number, nothing for rows and products of units."""
    unit = name.type.unit.atom
    return table_unit(plan, unit, phrases) if unit and " " not in unit else phrases.say("targets.none")


def _step(plan: Plan, found: Worked, component: Component, phrases: Phrases) -> Markup:
    figures = {name: each.value for name, each in found.totals.items()}
    shown = _shown(found.totals[component.id], component, phrases)
    # Made by the equation target, which has escaped every name in it.
    return Markup(worked_latex(plan, found.method, component, figures, shown, phrases))  # noqa: S704


def _shown(total: Observation, component: Component, phrases: Phrases) -> Shown:
    """The last side of an equation: a number as it is rounded for print, anything else in words."""
    value, spec = total.value, component.spec
    if not isinstance(value, Fraction) or spec.display != "number":
        return Shown(quantities.published(total, spec, phrases), True)
    return Shown(quantities.as_printed(value, spec, phrases), quantities.is_exact(value, spec))


def _result(plan: Plan, found: Worked, component: Component, phrases: Phrases) -> Figure:
    spec = component.spec
    value = quantities.published(found.totals[component.id], spec, phrases)
    return Figure(spec.label, value, table_unit(plan, spec.unit, phrases))


def _table(plan: Plan, dataset: Dataset, text: str, phrases: Phrases) -> Table:
    header, *rows = [row for row in csv.reader(io.StringIO(text)) if row] or [[]]
    known = {name: Step(name, field.type, dataset=dataset.id) for name, field in dataset.fields.items()}
    labels = tuple(dataset.fields[name].label if name in dataset.fields else name for name in header)
    cells = tuple(
        tuple(
            cell_label(plan, known[name], cell, phrases) if name in known else cell
            for name, cell in zip(header, row, strict=False)
        )
        for row in rows
    )
    return Table(dataset.spec.title, labels, tuple(map(_rule, zip(labels, *cells, strict=False))), cells)


def _rule(column: tuple[str, ...]) -> Markup:
    """As many dashes as the longest word has letters, or a third of the longest text, and some for the margins."""
    longest = max((max(len(word), len(text) // LINES) for text in column for word in text.split()), default=0)
    return Markup(":" + "-" * (min(longest, WIDEST) + MARGINS))  # noqa: S704 - no text of a plan
