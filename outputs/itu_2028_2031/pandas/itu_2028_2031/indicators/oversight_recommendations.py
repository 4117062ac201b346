"""Number of oversight recommendations received and accepted.

Number of recommendations of oversight bodies received in the year, and how many of these same recommendations
have been accepted, whenever the decision was taken. The decision that counts is the one on record when the
data is submitted, so that a decision taken after the end of the year counts as well, and the figures of a
year can be different in a later submission. The acceptance rate is the number accepted as a percentage of
those on which ITU has decided - accepted, accepted in part, or not accepted. Recommendations still without a
decision, and those that do not concern ITU, are not in the denominator. Accepted in part is not accepted, but
is in the denominator. Recommendations without a decision are shown beside the rate.

Unit: recommendation. Frequency: annual. Version 0.1.0, proposed.

Source: Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3
"""

from __future__ import annotations

from ..kernel.definitions import Component, Condition, Target
from ..kernel.periods import Period
from ..kernel.values import Value
from ..runtime.definitions import Formula, Indicator, Measure, Method
from ..runtime.functions import within
from ..runtime.rows import Rows, Selection


def all_received(rows: Rows, period: Period) -> Selection:
    """Recommendations received in the year.

    Unit: recommendation. From recommendations: rows of the period by received_on.
    """
    kept = within(rows["received_on"], period.start, period.end)
    return rows.count(kept)


def all_accepted(rows: Rows, period: Period) -> Selection:
    """Of these, accepted.

    Unit: recommendation. From recommendations: rows of the period by received_on, where decision =
    "accepted".
    """
    kept = within(rows["received_on"], period.start, period.end) & rows["decision"].eq("accepted")
    return rows.count(kept)


def all_decided(rows: Rows, period: Period) -> Selection:
    """Of these, decided by ITU.

    Unit: recommendation. From recommendations: rows of the period by received_on, where decision in
    ("accepted", "partially_accepted", "not_accepted").
    """
    kept = (
        within(rows["received_on"], period.start, period.end)
        & rows["decision"].isin("accepted", "partially_accepted", "not_accepted")
    )
    return rows.count(kept)


def all_undecided(rows: Rows, period: Period) -> Selection:
    """Of these, without a decision.

    Unit: recommendation. From recommendations: rows of the period by received_on, where decision is missing.
    """
    kept = within(rows["received_on"], period.start, period.end) & rows["decision"].is_missing()
    return rows.count(kept)


def received(all_received: Value) -> Value:
    """Received. Unit: recommendation.

    A volume; no way is better.
    """
    return all_received


def accepted(all_accepted: Value) -> Value:
    """Accepted. Unit: recommendation.

    Read it together with the number received; on its own no way is better.
    """
    return all_accepted


def acceptance_rate(accepted: Value, all_decided: Value) -> Value:
    """Acceptance rate. Unit: percent.

    The denominator is what ITU has decided on - accepted, accepted in part, or not accepted.
    """
    return 100 * accepted / all_decided


def undecided(all_undecided: Value) -> Value:
    """Not yet decided. Unit: recommendation."""
    return all_undecided


INDICATOR = Indicator(
    "oversight_recommendations",
    "number of oversight recommendations received and accepted",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure("all_received", all_received, dataset="recommendations"),
                Measure("all_accepted", all_accepted, dataset="recommendations"),
                Measure("all_decided", all_decided, dataset="recommendations"),
                Measure("all_undecided", all_undecided, dataset="recommendations"),
            ),
            formulas=(
                Formula(
                    Component("received", unit="recommendation", decimals=0),
                    label="Received",
                    compute=received,
                    of=("all_received",),
                ),
                Formula(
                    Component("accepted", unit="recommendation", decimals=0),
                    label="Accepted",
                    compute=accepted,
                    of=("all_accepted",),
                ),
                Formula(
                    Component(
                        "acceptance_rate",
                        unit="percent",
                        decimals=1,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Acceptance rate",
                    compute=acceptance_rate,
                    of=("accepted", "all_decided"),
                ),
                Formula(
                    Component("undecided", unit="recommendation", decimals=0),
                    label="Not yet decided",
                    compute=undecided,
                    of=("all_undecided",),
                ),
            ),
        ),
    ),
    breakdowns=(("oversight_source",), ("addressee",)),
    reads=("recommendations",),
)
