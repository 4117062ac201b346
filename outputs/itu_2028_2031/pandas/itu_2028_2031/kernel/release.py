"""From computed cells to what is published: disclosure, rounding, status and assessment.

An engine computes `Cell`s (the total and every cell of the breakdowns); `release` turns them into `Observation`s, one
for each component of each cell, in the order given. After this step nothing remembers a suppressed value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .assessment import assess, target_of
from .definitions import By, Component, Indicator
from .disclosure import Hidden
from .periods import Period
from .publishing import printed
from .values import Content, Value, missing

Sides = tuple[Value, Value]


@dataclass(frozen=True)
class Cell:
    """The values of one cell by component.

    `n` counts the rows that its largest measure kept, `people` the persons among them (None where no measure is about
    people). `sides` holds numerator and denominator of components whose formula is a quotient. `reads_hidden` says that
    the cell reads one of another indicator that is too small to be shown. `counts` holds the people of each measure
    that counts people and is split by the cell. `provisional`: more data is to come.
    """

    by: By
    values: Mapping[str, Value]
    n: int
    people: int | None = None
    sides: Mapping[str, Sides] = field(default_factory=dict)
    reads_hidden: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    provisional: bool = False


@dataclass(frozen=True)
class Observation:
    """One published result. `status` and `confidentiality` are SDMX codes; `n` is None where nothing may be said."""

    indicator: str
    component: str
    period: str
    by: By
    value: Content
    published: str | None
    reason: str | None
    status: str
    confidentiality: str
    n: int | None
    assessment: str | None
    series_break: bool = False
    exact: bool = True


@dataclass(frozen=True)
class Release:
    """The observations of an indicator in one period, and the breakdowns that are withheld whole."""

    observations: tuple[Observation, ...]
    withheld: tuple[tuple[str, ...], ...] = ()


def persons(cell: Cell) -> int:
    """The people of a cell, or its rows where these are not about people."""
    return cell.n if cell.people is None else cell.people


def release(
    indicator: Indicator,
    period: Period,
    cells: Sequence[Cell],
    hidden: Hidden,
    before: Mapping[tuple[By, str], Value],
    series_break: bool = False,
) -> Release:
    """The published form of `cells`. `before` holds the values of the period before, by cell and component."""
    withheld = tuple(indicator.breakdowns[number] for number in sorted(hidden.withheld))
    observations = []
    for cell in cells:
        if cell.by and tuple(path for path, _ in cell.by) in withheld:
            continue
        for component in indicator.method(period).components:
            observations.append(
                _suppressed(indicator, component, period, cell)
                if cell.by in hidden.cells
                else _shown(indicator, component, period, cell, before, series_break)
            )
    return Release(tuple(observations), withheld)


def _suppressed(indicator: Indicator, component: Component, period: Period, cell: Cell) -> Observation:
    target = target_of(component, period.end.year, cell.by)
    return Observation(
        indicator.id, component.id, period.label, cell.by, None, None, "suppressed", "Q",
        "S" if cell.reads_hidden else "C", None, "not_assessed" if target else None,
    )  # fmt: skip


def _shown(
    indicator: Indicator,
    component: Component,
    period: Period,
    cell: Cell,
    before: Mapping[tuple[By, str], Value],
    series_break: bool,
) -> Observation:
    value = cell.values[component.id]
    broken = series_break and not cell.by
    text = printed(value, cell.sides.get(component.id), component.display, component.decimals)
    if text is None and not value.missing:
        value = missing("zero_denominator")
    status = "O" if value.missing else "B" if broken else "P" if cell.provisional else "A"
    compare = None if series_break else before.get((cell.by, component.id))
    judged = assess(target_of(component, period.end.year, cell.by), value, compare)
    return Observation(
        indicator.id, component.id, period.label, cell.by, value.content, text, value.reason, status, "F",
        persons(cell), judged, broken, value.exact,
    )  # fmt: skip
