"""What came out of a calculation, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from ..kernel.faults import Fault
from ..kernel.lines import COLUMNS, cell_text, csv_text, plain
from ..kernel.release import Observation, Release

ALL_COLUMNS = (*COLUMNS, "series_break")


@dataclass(frozen=True)
class Results:
    """The releases by indicator, everything wrong with the data, and the number of rows read by dataset."""

    period: str
    releases: Mapping[str, Release]
    faults: tuple[Fault, ...]
    read: Mapping[str, int]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations of all indicators, one after the other."""
        return tuple(each for release in self.releases.values() for each in release.observations)

    @property
    def withheld(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The breakdowns that are withheld whole, by indicator."""
        return {name: release.withheld for name, release in self.releases.items() if release.withheld}

    def rows(self) -> Iterator[dict[str, Any]]:
        """The observations as plain values; a cell reads `grade=P5;gender=` (nothing: not stated)."""
        for each in self.observations:
            said = {name: getattr(each, name, None) for name in ALL_COLUMNS}
            yield said | {"cell": cell_text(each.by), "value": plain(each.value)}

    def to_csv(self) -> str:
        """One line for each observation, numbers in full."""
        return csv_text(ALL_COLUMNS, (list(row.values()) for row in self.rows()))

    def to_frame(self) -> pd.DataFrame:
        """One row for each observation."""
        rows = [{**row, "value": _binary(row["value"])} for row in self.rows()]
        return pd.DataFrame(rows, columns=list(ALL_COLUMNS)).astype({"n": "Int64"})


def _binary(value: Decimal | bool | None) -> float | bool | None:
    return float(value) if isinstance(value, Decimal) else value
