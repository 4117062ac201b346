"""Average recruitment timelines.

Mean number of calendar days from the publication of a vacancy notice to the acceptance of the offer, over the
posts filled in the reporting year. A post counts in the year in which the offer was accepted. Left out are
cases that were cancelled or advertised again (the new notice starts a clock of its own), posts filled from a
roster, appointments of less than one year, secondments without a vacancy notice, and elected officials. The
clock is not stopped for pauses. Beside the mean stand the median, the number of posts filled, and the number
of cases still open at the end of the year.

Unit: day. Frequency: annual. Version 0.1.0, proposed.

Source: Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3
"""

from __future__ import annotations

from ..kernel.definitions import Component, Condition, Target
from ..kernel.periods import Period
from ..kernel.values import Value
from ..runtime.definitions import Formula, Indicator, Measure, Method
from ..runtime.functions import days, within
from ..runtime.rows import Rows, Selection


def mean_to_accept(rows: Rows, period: Period) -> Selection:
    """Calendar days from publication to acceptance of the offer, mean.

    Unit: day. From recruitments: rows of the period by offer_accepted_on, where outcome = "filled" and
    one_year_or_more.
    """
    kept = (
        within(rows["offer_accepted_on"], period.start, period.end)
        & rows["outcome"].eq("filled")
        & rows["one_year_or_more"]
    )
    of = days(rows["published_on"], rows["offer_accepted_on"])
    return rows.mean(kept, of)


def median_to_accept(rows: Rows, period: Period) -> Selection:
    """Calendar days from publication to acceptance of the offer, middle case.

    Unit: day. From recruitments: rows of the period by offer_accepted_on, where outcome = "filled" and
    one_year_or_more.
    """
    kept = (
        within(rows["offer_accepted_on"], period.start, period.end)
        & rows["outcome"].eq("filled")
        & rows["one_year_or_more"]
    )
    of = days(rows["published_on"], rows["offer_accepted_on"])
    return rows.median(kept, of)


def filled(rows: Rows, period: Period) -> Selection:
    """Posts filled in the year.

    Unit: post. From recruitments: rows of the period by offer_accepted_on, where outcome = "filled" and
    one_year_or_more.
    """
    kept = (
        within(rows["offer_accepted_on"], period.start, period.end)
        & rows["outcome"].eq("filled")
        & rows["one_year_or_more"]
    )
    return rows.count(kept)


def open_at_end(rows: Rows, period: Period) -> Selection:
    """Cases open on the last day of the year.

    Unit: recruitment case. From recruitments: rows of any time, where one_year_or_more and published_on <=
    period.end and (offer_accepted_on is missing or offer_accepted_on > period.end) and (withdrawn_on is
    missing or withdrawn_on > period.end).
    """
    kept = (
        rows["one_year_or_more"]
        & rows["published_on"].le(period.end)
        & (rows["offer_accepted_on"].is_missing() | rows["offer_accepted_on"].gt(period.end))
        & (rows["withdrawn_on"].is_missing() | rows["withdrawn_on"].gt(period.end))
    )
    return rows.count(kept)


def mean_days(mean_to_accept: Value) -> Value:
    """Mean. Unit: day."""
    return mean_to_accept


def median_days(median_to_accept: Value) -> Value:
    """Median. Unit: day."""
    return median_to_accept


def posts_filled(filled: Value) -> Value:
    """Posts filled. Unit: post."""
    return filled


def cases_open(open_at_end: Value) -> Value:
    """Cases open at the end of the year. Unit: recruitment case."""
    return open_at_end


INDICATOR = Indicator(
    "average_recruitment_time",
    "average recruitment timelines",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure("mean_to_accept", mean_to_accept, dataset="recruitments"),
                Measure("median_to_accept", median_to_accept, dataset="recruitments"),
                Measure("filled", filled, dataset="recruitments"),
                Measure("open_at_end", open_at_end, dataset="recruitments"),
            ),
            formulas=(
                Formula(
                    Component(
                        "mean_days",
                        unit="day",
                        decimals=1,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Mean",
                    compute=mean_days,
                    of=("mean_to_accept",),
                ),
                Formula(
                    Component("median_days", unit="day", decimals=1),
                    label="Median",
                    compute=median_days,
                    of=("median_to_accept",),
                ),
                Formula(
                    Component("posts_filled", unit="post", decimals=0),
                    label="Posts filled",
                    compute=posts_filled,
                    of=("filled",),
                ),
                Formula(
                    Component("cases_open", unit="recruitment_case", decimals=0),
                    label="Cases open at the end of the year",
                    compute=cases_open,
                    of=("open_at_end",),
                ),
            ),
        ),
    ),
    breakdowns=(("sector",), ("grade.category",), ("duty_station",)),
    reads=("recruitments",),
)
