"""For which days datasets were submitted -> how much of a period is there.

Not submitted is not zero: a measure is computed when all of its period was submitted, or, where it allows that, part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .periods import Period

Days = tuple[date, date]
"""The first and the last of days that follow each other."""
NONE, PART, WHOLE = "none", "part", "whole"


@dataclass(frozen=True)
class Submissions:
    """`spans` holds the days for which each collected dataset was submitted; a dataset that is not named counts as
    submitted for all time. `awaited` names the datasets of which an office is still to come.
    """

    spans: Mapping[str, Sequence[Days]]
    awaited: Collection[str] = ()

    def share(self, dataset: str, period: Period) -> str:
        """How much of a period was submitted: `whole`, `part` or `none`."""
        if dataset not in self.spans:
            return WHOLE
        next_day, is_some = period.start, False
        for first, last in sorted(self.spans[dataset]):
            if last < period.start or first > period.end:
                continue
            is_some = True
            if first <= next_day <= last:
                if last >= period.end:
                    return WHOLE
                next_day = last + timedelta(days=1)
        return PART if is_some else NONE


EVERYTHING = Submissions({})
"""Whatever is there was submitted for all time, as a folder of files says it."""
