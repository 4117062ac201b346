"""A plan, data frames and a period -> the published observations of its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..kernel import reporting
from ..kernel.faults import Fault
from ..kernel.periods import Period
from ..kernel.submissions import EVERYTHING, Submissions
from ..kernel.together import Earlier

from .cells import Cells
from .definitions import Plan
from .loading import Data, collect, derive
from .published import published
from .results import Results


def compute(
    plan: Plan,
    tables: Mapping[str, pd.DataFrame | None],
    period: str,
    indicator: str | None = None,
    faults: Sequence[Fault] = (),
    earlier: Sequence[Earlier] = (),
    submissions: Submissions = EVERYTHING,
) -> Results:
    """Every indicator (or one) that has the period `period`, a label or a year that falls in one.

    `tables` holds a data frame for each collected dataset that was submitted; `faults` are those found before.
    `earlier` is what was published before: nothing hidden may follow from both together. `submissions`
    says for which days datasets were submitted, where that is known.
    """
    with np.errstate(all="ignore"):
        return publish(plan, collect(plan, tables, faults), period, indicator, earlier, submissions)


def publish(
    plan: Plan,
    data: Data,
    period: str,
    indicator: str | None = None,
    earlier: Sequence[Earlier] = (),
    submissions: Submissions = EVERYTHING,
) -> Results:
    """The same over collected datasets."""

    def cells(at: Period, _: object) -> Cells:
        return Cells(plan, derive(plan, data, at), at)

    wanted = None if indicator is None else [indicator]
    found = reporting.publish(published(plan), period, cells, wanted, earlier, submissions)
    read = {name: rows.length for name, rows in data.rows.items() if rows.submitted}
    return Results(period, found.releases, tuple(dict.fromkeys((*data.faults, *found.faults))), read)
