"""A worked example as written -> tables of labels and the results it must give."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from rbm_spec.model.spec import ExampleSpec
from rbm_spec.plan.model import Dataset, Indicator, Plan, Step
from rbm_spec.targets.document.brackets import paragraphs
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.labels import cell_label, unit_label
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one dataset, under the labels of its fields."""

    title: str
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What one quantity must come to."""

    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example; `note` is the arithmetic in words."""

    title: str
    period: str
    tables: tuple[Table, ...]
    results: tuple[Result, ...]
    note: tuple[str, ...]


def example(plan: Plan, indicator: Indicator, spec: ExampleSpec, phrases: Phrases) -> Example:
    """The view of one worked example."""
    components = {component.id: component.spec for component in indicator.method.components}
    return Example(
        spec.title,
        spec.period,
        tuple(
            _table(plan, plan.datasets[name], text, phrases)
            for name, text in spec.data.items()
            if name in plan.datasets
        ),
        tuple(
            Result(
                components[name].label,
                quantities.expected(value, components[name], phrases),
                unit_label(plan, components[name].unit, phrases),
            )
            for name, value in spec.expect.items()
            if name in components
        ),
        paragraphs(spec.note),
    )


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
    return Table(dataset.spec.title, labels, cells)
