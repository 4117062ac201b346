"""The plan: every name resolved, every expression typed, in the order of computation.

Each class holds the `spec` it comes from, for its texts, and adds what was found out. Targets read plans and nothing
else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rbm_spec.expr.nodes import Expr
from rbm_spec.expr.types import Type
from rbm_spec.holes import Holes
from rbm_spec.model.spec import (
    CodelistSpec,
    ComponentSpec,
    DatasetSpec,
    DocumentSpec,
    EnablerSpec,
    FieldSpec,
    IndicatorSpec,
    MeasureSpec,
    MethodSpec,
    OutcomeSpec,
    PlanSpec,
    Spec,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: read `name` from a row of `dataset`, or as an attribute of a code of `codelist`."""

    name: str
    type: Type
    dataset: str = ""
    codelist: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A column with its type. `spec` is None for a field that a derivation computes or carries over."""

    id: str
    type: Type
    label: str
    spec: FieldSpec | None = None

    @property
    def required(self) -> bool:
        """Whether a row must have a value."""
        return self.spec is not None and self.spec.required


@dataclass(frozen=True, slots=True)
class RowRule:
    """A typed condition that no row may make false."""

    condition: Expr
    message: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What is computed over rows: `name` of the aggregate, typed `condition` and `of`; `percentile` in 0 to 100."""

    name: str
    of: Expr | None
    condition: Expr | None
    percentile: float | None
    type: Type


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derived dataset. Either `group_by` with `fields`, or `latest_by` with `on`."""

    source: str
    condition: Expr | None
    group_by: tuple[str, ...]
    fields: Mapping[str, Aggregate]
    latest_by: tuple[str, ...]
    on: str | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table. `personal` says whether rows are about people; `person` names the field that identifies one."""

    spec: DatasetSpec
    fields: Mapping[str, Field]
    rules: tuple[RowRule, ...]
    derivation: Derivation | None
    personal: bool
    person: str | None
    time: str | None

    @property
    def id(self) -> str:
        """The dataset's id."""
        return self.spec.id


@dataclass(frozen=True, slots=True)
class Measure:
    """One aggregate over a dataset.

    `during` is the date field that places a row in the period, None for no period filter. `reads` lists every
    dataset that the value depends on, collected or derived, through references and derivations too.
    """

    id: str
    spec: MeasureSpec
    dataset: str
    during: str | None
    aggregate: Aggregate
    ignore: tuple[str, ...]
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """One quantity: a typed formula over measures, components above it and other indicators."""

    id: str
    spec: ComponentSpec
    formula: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Method:
    """Measures and components in force until `until` (None: still in force)."""

    spec: MethodSpec
    measures: Mapping[str, Measure]
    components: tuple[Component, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a breakdown: a path from a field, the list whose codes it takes, if it is a code."""

    path: str
    parts: tuple[str, ...]
    type: Type
    label: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator. `methods` are oldest first, today's last. `needs` are indicators computed before it.

    `personal` says whether its breakdowns need disclosure protection. `reads` lists every dataset behind its values
    and breakdowns, those of `needs` included: a data error in one of them stops the indicator.
    """

    spec: IndicatorSpec
    methods: tuple[Method, ...]
    breakdowns: tuple[tuple[Dimension, ...], ...]
    needs: tuple[str, ...]
    reads: tuple[str, ...]
    personal: bool

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.spec.id

    @property
    def method(self) -> Method:
        """Today's method."""
        return self.methods[-1]


@dataclass(frozen=True, slots=True)
class Translation:
    """The plan as written, with the texts of another language; those without a translation are marked.

    `lacking` of `texts` have none, or one that is out of date. `revised` says whether translators have looked at it.
    """

    spec: Spec
    texts: int
    lacking: int
    revised: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan, resolved. `datasets` and `indicators` stand in an order in which they can be computed.

    `translations` holds the other languages of the plan; `rbm_spec.plan.languages` makes plans of them. `holes` are
    where errors stand: what they are in, and whoever reads it, is not here. Targets see no plan with holes.
    """

    spec: PlanSpec
    start: date
    end: date
    holidays: frozenset[date]
    enablers: Mapping[str, EnablerSpec]
    outcomes: Mapping[str, OutcomeSpec]
    codelists: Mapping[str, CodelistSpec]
    datasets: Mapping[str, Dataset]
    indicators: Mapping[str, Indicator]
    documents: Mapping[str, DocumentSpec]
    translations: Mapping[str, Translation] = field(default_factory=dict)
    holes: Holes = field(default_factory=Holes, compare=False, repr=False)

    @property
    def listed(self) -> tuple[str, ...]:
        """The ids of the indicators in the order in which people read them: that of the outcomes, the others last."""
        named = [name for outcome in self.outcomes.values() for name in outcome.indicators if name in self.indicators]
        return tuple(dict.fromkeys([*named, *self.indicators]))
