"""A plan, data and a period -> the published observations of every indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.reporting import Publication, publish
from rbm_spec.kernel.submissions import EVERYTHING, Submissions
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.definitions import definition
from rbm_spec.plan.definitions import method_in as method_in
from rbm_spec.plan.model import Plan
from rbm_spec.reference.cells import Rows

Results = Publication


def compute(
    plan: Plan,
    data: Mapping[str, str | None],
    period: str,
    earlier: Sequence[Earlier] = (),
    submissions: Submissions = EVERYTHING,
) -> Results:
    """Every indicator that has the period `period` (a label, or a year that falls in one).

    `earlier` is what was published before: nothing hidden may follow from both together. `submissions` says
    for which days datasets were submitted.
    """

    def rows(at: Period, _: object) -> Rows:
        return Rows(plan, data, at)

    return publish(definition(plan), period, rows, earlier=earlier, submissions=submissions)
