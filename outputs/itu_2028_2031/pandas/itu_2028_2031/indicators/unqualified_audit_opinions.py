"""Number of unqualified external audit opinions.

Number of unqualified opinions of the External Auditor on the financial statements of a financial year, and
the same number as "k out of n" of the opinions issued for that year. An opinion belongs to the financial year
it is about, although it is signed in the year after. An opinion with an emphasis of matter is still
unqualified. An opinion that is pending counts on neither side and is shown beside the others. Special reports
carry no opinion.

Unit: opinion. Frequency: annual. Version 0.1.0, proposed.

Source: Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3
"""

from __future__ import annotations

from ..kernel.definitions import Component, Condition, Target
from ..kernel.periods import Period
from ..kernel.values import Value
from ..runtime.definitions import Formula, Indicator, Measure, Method
from ..runtime.functions import within
from ..runtime.rows import Rows, Selection


def unqualified(rows: Rows, period: Period) -> Selection:
    """Unqualified opinions.

    Unit: opinion. From external_audit_opinions: rows of the period by financial_year_end, where opinion =
    "unqualified".
    """
    kept = within(rows["financial_year_end"], period.start, period.end) & rows["opinion"].eq("unqualified")
    return rows.count(kept)


def issued(rows: Rows, period: Period) -> Selection:
    """Opinions issued.

    Unit: opinion. From external_audit_opinions: rows of the period by financial_year_end, where opinion is
    present.
    """
    kept = within(rows["financial_year_end"], period.start, period.end) & rows["opinion"].is_present()
    return rows.count(kept)


def awaited(rows: Rows, period: Period) -> Selection:
    """Opinions not yet issued.

    Unit: opinion. From external_audit_opinions: rows of the period by financial_year_end, where opinion is
    missing.
    """
    kept = within(rows["financial_year_end"], period.start, period.end) & rows["opinion"].is_missing()
    return rows.count(kept)


def number_unqualified(unqualified: Value) -> Value:
    """Unqualified opinions. Unit: opinion.

    A number on its own has no good direction, because it depends on how many opinions there are. It is judged
    out of those issued.
    """
    return unqualified


def out_of_issued(unqualified: Value, issued: Value) -> Value:
    """Unqualified opinions out of those issued. Unit: ratio, printed as k out of n."""
    return unqualified / issued


def out_of_issued_sides(unqualified: Value, issued: Value) -> tuple[Value, Value]:
    """Both sides of out_of_issued."""
    return unqualified, issued


def pending(awaited: Value) -> Value:
    """Opinions pending. Unit: opinion."""
    return awaited


INDICATOR = Indicator(
    "unqualified_audit_opinions",
    "number of unqualified external audit opinions",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure("unqualified", unqualified, dataset="external_audit_opinions"),
                Measure("issued", issued, dataset="external_audit_opinions"),
                Measure("awaited", awaited, dataset="external_audit_opinions"),
            ),
            formulas=(
                Formula(
                    Component("number_unqualified", unit="opinion", decimals=0),
                    label="Unqualified opinions",
                    compute=number_unqualified,
                    of=("unqualified",),
                ),
                Formula(
                    Component(
                        "out_of_issued",
                        unit="ratio",
                        decimals=2,
                        display="k_of_n",
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Unqualified opinions out of those issued",
                    compute=out_of_issued,
                    of=("unqualified", "issued"),
                    sides=out_of_issued_sides,
                ),
                Formula(
                    Component("pending", unit="opinion", decimals=0),
                    label="Opinions pending",
                    compute=pending,
                    of=("awaited",),
                ),
            ),
        ),
    ),
    reads=("external_audit_opinions",),
)
