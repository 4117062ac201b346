"""What the kernel needs to know of a plan: its indicators with their methods, measures, components and breakdowns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .dimensions import Codelist, Dimension
from .periods import Period, in_force

Paths = tuple[str, ...]
By = tuple[tuple[str, str | None], ...]
"""A cell: dimension and code, in the order of the breakdown; None is *not stated*; () is the total."""


@dataclass(frozen=True)
class Condition:
    """What a value is held against; see `assessment`."""

    kind: str
    numbers: tuple[Fraction, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Target:
    """The target of a year, for the total and for single cells."""

    year: int
    condition: Condition | None = None
    cells: tuple[tuple[Mapping[str, str], Condition], ...] = ()


@dataclass(frozen=True)
class Component:
    """One quantity. The id of an indicator's only formula is ''. `display`: number, k_of_n, ratio or yes_no."""

    id: str
    unit: str
    decimals: int
    display: str = "number"
    baseline: tuple[int, Fraction] | None = None
    targets: tuple[Target, ...] = ()
    trajectory: bool = False


@dataclass(frozen=True)
class People:
    """Whom a measure counts: the same name, the same people; `within` names those that they are part of.

    The name is that of the first measure that counts them, `<indicator>.<measure>`.

    `timed`: only those of the period.
    """

    name: str
    within: tuple[str, ...] = ()
    timed: bool = True


@dataclass(frozen=True)
class Measure:
    """One aggregate. `reads` lists the datasets behind it, `ignore` the dimensions that do not split it.

    `people` is None where it counts nobody who is to be protected. `partial`: it is computed, as provisional, when only
    part of its period was submitted.
    """

    id: str
    reads: tuple[str, ...] = ()
    ignore: Paths = ()
    people: People | None = None
    partial: bool = False

    def within(self, by: By) -> By:
        """The part of a cell that splits the measure."""
        return tuple(pair for pair in by if pair[0] not in self.ignore) if self.ignore else by


@dataclass(frozen=True)
class Method:
    """How an indicator is computed until a day, or (None) from then on.

    `through` gives, for a breakdown, the datasets that references lead through on the way to its dimensions.
    """

    measures: tuple[Measure, ...]
    components: tuple[Component, ...]
    until: date | None = None
    through: Mapping[Paths, frozenset[str]] = field(default_factory=dict)

    @property
    def ignored(self) -> tuple[Paths, ...]:
        """What measures ignore, each set once: such a measure prints a coarser cell inside every finer one."""
        return tuple(dict.fromkeys(measure.ignore for measure in self.measures if measure.ignore))


@dataclass(frozen=True)
class Indicator:
    """An indicator: its methods from the oldest to today's, its breakdowns, and what these are of.

    `needs` are other indicators that it reads. `reads` lists every dataset behind it: a fault in one of them stops it.
    `personal`: its breakdowns are protected.
    """

    id: str
    frequency: str
    methods: tuple[Method, ...]
    breakdowns: tuple[Paths, ...] = ()
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    personal: bool = False

    def method(self, period: Period) -> Method:
        """The method of a period."""
        return in_force(self.methods, period)


@dataclass(frozen=True)
class Plan:
    """The indicators of a plan in an order in which they can be computed. Groups below `minimum_cell` are hidden."""

    start: date
    minimum_cell: int
    codelists: Mapping[str, Codelist]
    indicators: Mapping[str, Indicator]
