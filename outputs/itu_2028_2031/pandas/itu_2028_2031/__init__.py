"""Strategic Plan for the Union for 2028-2031: the calculation of its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from .datasets import DATASETS
from .indicators import INDICATORS
from .kernel.faults import Fault
from .kernel.submissions import EVERYTHING, Submissions
from .kernel.together import Earlier
from .plan import CODELISTS, MINIMUM_CELL, PLAN_END, PLAN_ID, PLAN_START, TITLE, VERSION
from .runtime.compute import compute
from .runtime.definitions import Plan
from .runtime.results import Results

PLAN = Plan(PLAN_ID, VERSION, TITLE, PLAN_START, PLAN_END, MINIMUM_CELL, CODELISTS, DATASETS, INDICATORS)


def calculate(
    tables: Mapping[str, pd.DataFrame | None],
    period: str,
    indicator: str | None = None,
    faults: Sequence[Fault] = (),
    earlier: Sequence[Earlier] = (),
    submissions: Submissions = EVERYTHING,
) -> Results:
    """The results of all indicators, or of one, for a period: `2028`, `2028-Q2`, `2028-2029`.

    `tables` holds a data frame for each dataset that was submitted; None, or no entry, means that it was not. `faults`
    are those that were found while the tables were read; each stops the indicators that read its dataset. `earlier` holds
    cells that were published before: nothing that is hidden may follow from both together.
    `submissions` says for which days each dataset was submitted; left out, what is there was submitted for all time.
    """
    return compute(PLAN, tables, period, indicator, faults, earlier, submissions)
