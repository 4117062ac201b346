"""Amount of cost savings for goods and services procured by ITU.

Sum in Swiss francs of baseline amount less contract amount, over the contracts awarded in the year. Two sums
are kept apart. A cost saving compares the contract with the price last paid for the same thing - less is paid
than before. Cost avoidance compares it with the mean of the compliant offers, the first offer, or the
estimate in the budget - less is paid than might have been. Only the saving answers the title; avoidance is
shown beside it and never added to it. The whole difference of a contract of several years counts in the year
of the award. A contract dearer than its baseline counts with a minus. A first purchase has no price last paid
and cannot give a saving. In joint procurement only ITU's own share counts. Other currencies are converted
with the rate of the day of the award.

Unit: CHF. Frequency: annual. Version 0.1.0, proposed.

Source: Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3
"""

from __future__ import annotations

from ..kernel.definitions import Component, Condition, Target
from ..kernel.periods import Period
from ..kernel.values import Value
from ..runtime.definitions import Formula, Indicator, Measure, Method
from ..runtime.functions import within
from ..runtime.rows import Rows, Selection


def saved(rows: Rows, period: Period) -> Selection:
    """Saved against the price last paid.

    Unit: CHF. From procurement_differences: rows of the period by awarded_on, where price_baseline.effect =
    "saving".
    """
    kept = within(rows["awarded_on"], period.start, period.end) & rows["price_baseline.effect"].eq("saving")
    of = rows["baseline_amount"] - rows["contract_amount"]
    return rows.sum(kept, of, money=True)


def avoided(rows: Rows, period: Period) -> Selection:
    """Avoided against offers or estimates.

    Unit: CHF. From procurement_differences: rows of the period by awarded_on, where price_baseline.effect =
    "avoidance".
    """
    kept = (
        within(rows["awarded_on"], period.start, period.end)
        & rows["price_baseline.effect"].eq("avoidance")
    )
    of = rows["baseline_amount"] - rows["contract_amount"]
    return rows.sum(kept, of, money=True)


def compared_contracts(rows: Rows, period: Period) -> Selection:
    """Contracts compared with a baseline.

    Unit: contract. From procurement_differences: rows of the period by awarded_on.
    """
    kept = within(rows["awarded_on"], period.start, period.end)
    of = rows["contract_number"]
    return rows.count_distinct(kept, of)


def cost_savings(saved: Value) -> Value:
    """Cost savings. Unit: CHF."""
    return saved


def cost_avoidance(avoided: Value) -> Value:
    """Cost avoidance. Unit: CHF."""
    return avoided


def contracts(compared_contracts: Value) -> Value:
    """Contracts compared. Unit: contract."""
    return compared_contracts


INDICATOR = Indicator(
    "procurement_savings",
    "amount of cost savings for goods and services procured by ITU",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure("saved", saved, dataset="procurement_differences"),
                Measure("avoided", avoided, dataset="procurement_differences"),
                Measure("compared_contracts", compared_contracts, dataset="procurement_differences"),
            ),
            formulas=(
                Formula(
                    Component(
                        "cost_savings",
                        unit="CHF",
                        decimals=0,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Cost savings",
                    compute=cost_savings,
                    of=("saved",),
                ),
                Formula(
                    Component(
                        "cost_avoidance",
                        unit="CHF",
                        decimals=0,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Cost avoidance",
                    compute=cost_avoidance,
                    of=("avoided",),
                ),
                Formula(
                    Component("contracts", unit="contract", decimals=0),
                    label="Contracts compared",
                    compute=contracts,
                    of=("compared_contracts",),
                ),
            ),
        ),
    ),
    breakdowns=(("supply_kind",), ("procurement_method",), ("price_baseline",)),
    reads=("procurement_differences",),
)
