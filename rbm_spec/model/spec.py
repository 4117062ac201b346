"""The spec as written: one frozen class per kind, expressions still text.

Everything here has passed its JSON Schema, or is empty where it has not; nothing has been looked up or typed yet.
`where` is the place of the object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rbm_spec.holes import Holes
from rbm_spec.source import Where

ANYWHERE = Where("")


@dataclass(frozen=True, slots=True)
class Written:
    """The text of an expression, and its place."""

    text: str
    where: Where = field(default=ANYWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A competing wording and who proposed it."""

    text: str
    proposed_by: str


@dataclass(frozen=True, slots=True)
class TermSpec:
    """A term of the glossary; `instead_of` are words that are not to be used for it."""

    term: str
    definition: str
    source: str | None
    instead_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSpec:
    """The plan's header. Dates are ISO text; `units` maps a counted noun to its label.

    `decides_minimum_cell` says whether the plan itself names its smallest group, or leaves it to the default.
    """

    id: str
    version: str
    title: str
    start: str
    end: str
    reporting: str
    languages: tuple[str, ...]
    authoring_language: str
    currency: str
    minimum_cell: int
    decides_minimum_cell: bool
    holidays: str | None
    units: Mapping[str, str]
    glossary: Mapping[str, TermSpec]
    status: str
    source: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EnablerSpec:
    """A way of working that lets the organisation deliver."""

    id: str
    code: str | None
    name: str
    statement: str
    outcomes: tuple[str, ...]
    status: str
    source: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OutcomeSpec:
    """A change to which enablers contribute. `enablers` is None for all of them."""

    id: str
    code: str | None
    statement: str
    enablers: tuple[str, ...] | None
    indicators: tuple[str, ...]
    parent: str | None
    status: str
    source: str | None
    alternatives: tuple[Alternative, ...]
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """An attribute that the codes of a list may carry."""

    type: str
    codelist: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class CodeSpec:
    """One code. `attributes` holds str, bool or Decimal; an absent attribute is missing."""

    label: str
    valid_from: str | None
    valid_to: str | None
    attributes: Mapping[str, str | bool | Decimal]


@dataclass(frozen=True, slots=True)
class CodelistSpec:
    """An ordered list of codes."""

    id: str
    title: str
    description: str | None
    source: str | None
    attributes: Mapping[str, AttributeSpec]
    codes: Mapping[str, CodeSpec]
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A column of a collected dataset. Bounds are numbers, or ISO dates for dates."""

    type: str
    codelist: str | None
    dataset: str | None
    currency: str | None
    unit: str | None
    label: str
    help: str | None
    required: bool
    minimum: Decimal | str | None
    maximum: Decimal | str | None
    pattern: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A condition that every row must meet, and what to tell the person when it is false."""

    condition: Written
    message: str


@dataclass(frozen=True, slots=True)
class DerivedFieldSpec:
    """A field that a derivation computes for each group."""

    aggregate: str
    of: Written | None
    condition: Written | None
    percentile: Decimal | None
    label: str | None
    unit: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DeriveSpec:
    """How a dataset comes from another: by groups, or by the newest row of each group."""

    source: str
    condition: Written | None
    group_by: tuple[str, ...]
    fields: Mapping[str, DerivedFieldSpec]
    latest_by: tuple[str, ...]
    on: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DatasetSpec:
    """A table that is collected (`fields`) or derived (`derive`). `personal` may name the field of the person."""

    id: str
    title: str
    owner: str
    grain: str
    description: str | None
    source: str | None
    personal: bool | str
    key: tuple[str, ...]
    time: str | None
    fields: Mapping[str, FieldSpec]
    rules: tuple[RuleSpec, ...]
    derive: DeriveSpec | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """One aggregate over the rows of a dataset."""

    label: str
    source: str
    condition: Written | None
    during: str | None
    aggregate: str
    of: Written | None
    percentile: Decimal | None
    ignore: tuple[str, ...]
    unit: str | None
    partial: bool
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a value is held against.

    `kind` is `at_least`, `at_most`, `between`, `toward` (value, within), `exactly`, `k_of_n`, `more_than_previous`,
    `less_than_previous`, `tbd` or `text`; `numbers` holds its one or two numbers, `text` the words of a qualitative
    target.
    """

    kind: str
    numbers: tuple[Decimal, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CellTarget:
    """A target for the cells of a breakdown that agree with `by` (path to code)."""

    by: Mapping[str, str]
    condition: Condition


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """The indicator target of one year: for the total, and for single cells.

    `has_several` says that more than one condition was written for the total, which is an error.
    """

    year: str
    condition: Condition | None
    cells: tuple[CellTarget, ...]
    has_several: bool
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BaselineSpec:
    """The value before; `value` is a number, `tbd` or `not_applicable`."""

    year: int
    value: Decimal | str
    note: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class ComponentSpec:
    """One quantity of an indicator. A plain formula is the single component with the id ''.

    `unit`, `direction` and `decimals` are already taken from the indicator where the component says nothing.
    `direction` is one of the words; `toward` adds (value, within).
    """

    id: str
    label: str
    formula: Written
    unit: str
    direction: str
    toward: tuple[Decimal, Decimal] | None
    decimals: int
    display: str
    baseline: BaselineSpec | None
    targets: tuple[TargetSpec, ...]
    trajectory: str | None
    note: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """How an indicator is computed: measures, and one component per quantity. `until` is None for today's method.

    `has_both` says that formula and components were both written, which is an error.
    """

    measures: Mapping[str, MeasureSpec]
    components: tuple[ComponentSpec, ...]
    has_both: bool
    until: str | None
    note: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ExampleSpec:
    """Rows and the values they must give. Expected values are text of a decimal or fraction, bool, or None."""

    title: str
    period: str
    data: Mapping[str, str]
    expect: Mapping[str, str | bool | None]
    note: str | None
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """An indicator as written."""

    id: str
    code: str | None
    version: str
    status: str
    title: str
    definition: str
    rationale: str | None
    limitations: str | None
    notes: str | None
    outcome: str
    responsible: str
    source: str
    unit: str
    direction: str
    decimals: int
    frequency: str
    method: MethodSpec
    previous_methods: tuple[MethodSpec, ...]
    disaggregate: tuple[tuple[str, ...], ...]
    examples: tuple[ExampleSpec, ...]
    alternatives: tuple[Alternative, ...]
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: `kind` is `text`, `items`, `outcome`, `indicators_of` or `alternatives`."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A numbered section of a document. `words` and `pages` are how many it may have."""

    id: str | None
    heading: str
    words: int | None
    pages: Decimal | None
    content: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """A Council contribution or report. `pages` is how many its text may take."""

    id: str
    template: str
    body: str
    meeting: str
    number: str | None
    date: str | None
    organ: str | None
    agenda_item: str | None
    original_language: str
    presented_by: str
    title: str
    purpose: str
    action_required: str
    references: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    annexes: tuple[str, ...]
    pages: int | None
    status: str
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole plan as written, each kind by id in the order of file names.

    Where an error has made a hole there is empty text, or nothing. `broken` holds ids of files that exist but of which
    nothing is known: whoever names one of them is not to blame.
    """

    plan: PlanSpec
    enablers: Mapping[str, EnablerSpec]
    outcomes: Mapping[str, OutcomeSpec]
    indicators: Mapping[str, IndicatorSpec]
    datasets: Mapping[str, DatasetSpec]
    codelists: Mapping[str, CodelistSpec]
    documents: Mapping[str, DocumentSpec]
    holes: Holes = field(default_factory=Holes, compare=False, repr=False)
    broken: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
