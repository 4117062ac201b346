"""What came out of a calculation, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from ..kernel.faults import Fault
from ..kernel.release import Observation, Release

COLUMNS = (
    "indicator", "component", "period", "breakdown", "cell", "value", "published", "reason", "status",
    "confidentiality", "n", "assessment", "series_break",
)  # fmt: skip


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
        """The observations as plain values; a cell reads `grade=P5 gender=` (nothing: not stated)."""
        for each in self.observations:
            yield {
                "indicator": each.indicator,
                "component": each.component,
                "period": each.period,
                "breakdown": " ".join(path for path, _ in each.by),
                "cell": " ".join(f"{path}={code or ''}" for path, code in each.by),
                "value": float(each.value) if isinstance(each.value, Fraction) else each.value,
                "published": each.published,
                "reason": each.reason,
                "status": each.status,
                "confidentiality": each.confidentiality,
                "n": each.n,
                "assessment": each.assessment,
                "series_break": each.series_break,
            }

    def to_frame(self) -> pd.DataFrame:
        """One row for each observation."""
        return pd.DataFrame(list(self.rows()), columns=list(COLUMNS)).astype({"n": "Int64"})
