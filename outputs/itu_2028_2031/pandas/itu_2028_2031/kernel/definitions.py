"""What publication needs to know of an indicator: its components, breakdowns and targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

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
class Indicator:
    """An indicator under one method. `personal`: its breakdowns are protected.

    `ignored` holds what its measures ignore, each set once: such a measure prints the value of a coarser cell inside
    every finer one.
    """

    id: str
    frequency: str
    components: tuple[Component, ...]
    breakdowns: tuple[tuple[str, ...], ...] = ()
    personal: bool = False
    ignored: tuple[tuple[str, ...], ...] = ()
