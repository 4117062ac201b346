"""What a workbook computes, while it is put together: the grids of the hidden sheets, and where results stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from rbm_spec.kernel.definitions import By
from rbm_spec.plan.model import Dimension, Indicator, Plan
from rbm_spec.targets.excel.live import periods
from rbm_spec.targets.excel.live.constants import Constants
from rbm_spec.targets.excel.live.derived import Derived
from rbm_spec.targets.excel.live.grid import Cached, Grid, Ref, number_of
from rbm_spec.targets.excel.live.periods import Periods
from rbm_spec.targets.excel.live.publish import Published
from rbm_spec.targets.excel.live.rows import Rows
from rbm_spec.targets.excel.live.scalars import Known
from rbm_spec.targets.unsupported import Unsupported

Dimensions = tuple[Dimension, ...]
FIRST = 3
"""The number of the first row of data on the sheet of rows, below a title, from 1."""
NO_PERIOD, TOO_MANY, FAULTY, SOUND = 3, 2, 1, 0


@dataclass(frozen=True)
class Names:
    """What the hidden sheets are called (single words), and words that results are written with."""

    rows: str
    sums: str
    constants: str
    out_of: str
    ratio: str
    yes: str
    no: str


@dataclass(frozen=True)
class Result:
    """Where an indicator's results stand: one row for each of `cells` in these columns.

    `n` is that of the cell, `counted` that of the measures behind each component, whose datasets are in `behind`;
    `gaps` counts rows of the cell that lack a value.
    """

    indicator: Indicator
    cells: tuple[By, ...]
    breakdowns: tuple[Dimensions, ...]
    components: Mapping[str, Published]
    n: Ref
    seen: Ref
    counted: Mapping[str, Ref]
    behind: Mapping[str, frozenset[str]]
    gaps: Ref
    stop: Ref
    broken: Ref
    refused: Mapping[Dimensions, str]


@dataclass
class Calculation:
    """The grids while they are made. `tables` are the datasets entered here with their fields in order."""

    plan: Plan
    tables: Mapping[str, tuple[str, ...]]
    names: Names
    rows: int
    grid: Grid = field(init=False)
    sums: list[Grid] = field(init=False, default_factory=list)
    constants: Constants = field(init=False)
    periods: Periods = field(init=False)
    facts: Grid = field(init=False)
    defined: dict[str, str] = field(init=False, default_factory=dict)
    results: dict[str, Result] = field(init=False, default_factory=dict)
    refused: dict[str, Unsupported] = field(init=False, default_factory=dict)
    knowns: dict[str, Mapping[str, Known]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.grid = Grid(self.names.rows, FIRST, self.rows)
        self.constants = Constants(self.plan, self.names.constants)
        frequencies = [each.spec.frequency for each in self.plan.indicators.values()]
        labels = tuple(periods.labels(self.plan, frequencies))
        self.periods = Periods(self.plan, labels, self.section(len(labels)), self.section(1))
        self.facts = self.section(len(self.tables))

    def section(self, rows: int) -> Grid:
        """A grid below the others on the sheet of sums."""
        after = self.sums[-1].last + 3 if self.sums else 2
        self.sums.append(Grid(self.names.sums, after, rows))
        return self.sums[-1]

    def before(self, ref: Ref, place: int) -> Cached:
        """What a row of a column on the sheet of sums holds before data is entered; rows count from 0."""
        grid = self.sums[bisect_left(self.sums, ref.first, key=lambda each: each.first)]
        return grid.columns[number_of(ref.letter) - 2].values(grid.rows)[place]

    def view(self, frequency: str) -> Rows:
        """The sheet of rows as indicators of this frequency see it."""
        return Rows(self.plan, self.grid, self.constants, self.tables, frequency, Derived())
