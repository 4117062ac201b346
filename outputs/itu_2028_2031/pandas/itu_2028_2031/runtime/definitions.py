"""What a plan declares, as plain values: code lists, datasets, measures, indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..kernel import definitions as kernel
from ..kernel.periods import Period, in_force
from ..kernel.release import Sides
from ..kernel.values import Value

from .columns import Column, Dates, Texts, Truths
from .numbers import Numbers

if TYPE_CHECKING:
    from .rows import Rows, Selection, Table

Attribute = str | bool | Decimal | int


@dataclass(frozen=True)
class Field:
    """A column, or an attribute of codes.

    `type` is string, code, reference, integer, number, money, date, datetime or boolean. Bounds are numbers or dates.
    """

    type: str
    label: str
    codelist: str = ""
    dataset: str = ""
    required: bool = False
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    pattern: str = ""


@dataclass(frozen=True)
class Code:
    """One code; outside its dates it may not stand in data. Attributes that are not here are missing."""

    label: str
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Codelist:
    """The codes of a list in their order, and the attributes that they may have."""

    id: str
    title: str
    codes: Mapping[str, Code]
    attributes: Mapping[str, Field] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The codes alone."""
        return tuple(self.codes)

    def attribute(self, name: str, lists: Mapping[str, Codelist]) -> Column:
        """An attribute of every code, in the order of the codes."""
        found = self.attributes[name]
        values = [code.attributes.get(name) for code in self.codes.values()]
        match found.type:
            case "code":
                words = lists[found.codelist].words
                codes = [words.index(value) if isinstance(value, str) else -1 for value in values]
                return Texts(np.array(codes, int), words)
            case "number" | "integer":
                return Numbers.exact([None if value is None else Decimal(value) for value in values])
            case "boolean":
                return Truths(
                    np.array([value is True for value in values], bool),
                    np.array([value is not None for value in values], bool),
                )
            case "date":
                return Dates(np.array([value or "NaT" for value in values], "datetime64[D]"))
            case _:
                words = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
                codes = [words.index(value) if isinstance(value, str) else -1 for value in values]
                return Texts(np.array(codes, int), words)


@dataclass(frozen=True)
class Rule:
    """A condition that no row may make false, and what to say about a row that does."""

    holds: Callable[[Rows, Period], Truths | bool]
    message: str


@dataclass(frozen=True)
class Dataset:
    """A table: collected, or derived from `source` by `compute`.

    `time` is the date that places a row in time; `person` is the field that identifies the person.
    """

    id: str
    title: str
    fields: Mapping[str, Field]
    key: tuple[str, ...] = ()
    time: str = ""
    personal: bool = False
    person: str = ""
    rules: tuple[Rule, ...] = ()
    source: str = ""
    compute: Callable[[Rows, Period], Table] | None = None


@dataclass(frozen=True)
class Measure:
    """One aggregate over a dataset.

    `also_reads` lists the other datasets behind it; `ignore` names dimensions that it is not split by.
    `people` tells whom it counts, so that all that is published about the same people is protected together.
    `partial`: it is computed, as provisional, when only part of its period was submitted.
    """

    id: str
    select: Callable[[Rows, Period], Selection]
    dataset: str
    also_reads: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    people: kernel.People | None = None
    partial: bool = False


@dataclass(frozen=True)
class Formula:
    """One component: `compute` takes the values that `of` names, in this order.

    A name is that of a measure, of a component above, `period`, or `indicator.<id>` with a component if there are
    several. `sides` gives numerator and denominator where both are printed.
    """

    component: kernel.Component
    label: str
    compute: Callable[..., Value]
    of: tuple[str, ...] = ()
    sides: Callable[..., Sides] | None = None


@dataclass(frozen=True)
class Method:
    """How an indicator is computed until a day, or (None) from then on."""

    measures: tuple[Measure, ...]
    formulas: tuple[Formula, ...]
    until: date | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        """The measures by id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def by_component(self) -> Mapping[str, Formula]:
        """The formulas by their component."""
        return {formula.component.id: formula for formula in self.formulas}


@dataclass(frozen=True)
class Indicator:
    """An indicator: its methods from the oldest to today's, its breakdowns, what it needs.

    `reads` lists every dataset behind it: a fault in one of them stops it. `needs` are other indicators.
    """

    id: str
    title: str
    frequency: str
    methods: tuple[Method, ...]
    breakdowns: tuple[tuple[str, ...], ...] = ()
    reads: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    personal: bool = False

    def method(self, period: Period) -> Method:
        """The method valid at the period's end."""
        return in_force(self.methods, period)


@dataclass(frozen=True)
class Plan:
    """A whole plan. Datasets and indicators stand in an order in which they can be computed."""

    id: str
    version: str
    title: str
    start: date
    end: date
    minimum_cell: int
    codelists: Mapping[str, Codelist]
    datasets: tuple[Dataset, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Dataset]:
        """The datasets by id."""
        return {dataset.id: dataset for dataset in self.datasets}
