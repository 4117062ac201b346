"""What a report says, in plain text, in the order in which it is read. Templates print it and compute nothing.

An empty text stands for nothing to say. Texts of the plan are in its own language; all others in that of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rbm_spec.results.report.charts import Box, Bullet, Trend
from rbm_spec.results.report.result import SourceFile


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure: `value` with its unit, or `why` there is none. `kind` is value, hidden or absent; `notes` qualify it.

    `own_unit` says that the unit is a noun of the plan. In tables the unit is `table_unit`, and both are `cell`.
    """

    kind: str
    value: str
    unit: str
    own_unit: bool
    why: str
    n: str
    table_unit: str = ""
    cell: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """`kind` is met, not_met, not_assessed or none, and chooses the sign; `word` says it."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class BulletView:
    """A bullet graph with what it says in words, and the texts at both ends of its scale."""

    chart: Bullet
    said: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Year:
    """One column of a trend."""

    label: str
    shown: Shown
    target: str
    broken: bool


@dataclass(frozen=True, slots=True)
class TrendView:
    """A line through the periods, over a table of them; `breaks` explain where it is cut, each with the
    plan's own note."""

    chart: Trend
    caption: str
    said: str
    years: tuple[Year, ...]
    has_targets: bool
    breaks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset behind a figure; `share` says how much of it was submitted, `awaited` who has not sent theirs."""

    title: str
    owner: str
    share: str
    awaited: str
    rows: str
    faults: str
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of an indicator. `method` is the fragment that says how it is computed."""

    anchor: str
    label: str
    note: str
    shown: Shown
    baseline: str
    target_heading: str
    target: str
    target_said: str
    status: Status
    bullet: BulletView | None
    trend: TrendView | None
    counted: str
    method: Markup


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a breakdown with its bar."""

    shown: Shown
    bar: Box | None
    status: Status | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a breakdown: the code, and one cell for each quantity. `why` stands for all where none has a value."""

    label: str
    cells: tuple[Cell, ...]
    why: Shown | None
    n: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several tables alike; `heading` is empty where there is only one."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BreakdownView:
    """A breakdown, or why it is withheld. `summary` is what stands on a breakdown that is folded at first, `width`
    the number of quantities."""

    anchor: str
    heading: str
    withheld: str
    summary: str
    head: str
    columns: tuple[tuple[str, str], ...]
    width: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator; `missing` says that nothing was computed for it."""

    id: str
    number: str
    title: str
    missing: str
    facts: tuple[tuple[str, str, bool], ...]
    definition: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    breakdowns: tuple[BreakdownView, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome with its indicators in the plan's order."""

    statement: str
    enablers: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole. `own_language` is empty where the page is in the language of the plan."""

    title: str
    plan: str
    period: str
    version: str
    spec_hash: str
    language: str
    direction: str
    own_language: str
    own_direction: str
    warnings: tuple[str, ...]
    synthetic: bool
    hiding: str
    outcomes: tuple[OutcomeView, ...]
    sources: tuple[Source, ...]
    faults: str
    notes: tuple[str, ...]
    hashes: tuple[tuple[str, str, str], ...]
