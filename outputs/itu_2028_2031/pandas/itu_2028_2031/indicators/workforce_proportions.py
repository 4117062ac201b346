"""Percentage of geographical and gender proportions in the workforce, by duty station, sector, grade.

Two proportions of the workforce on 31 December, by head. Women's share is the number of women as a percentage
of the people whose gender is stated. A region's share is the number of people of that region as a percentage
of the people of all regions, in the whole workforce and within each duty station, sector and grade. The
workforce is everybody who works for ITU - regular staff and also short-term and project staff, people on
loan, consultants and interns - without the elected officials. It is a larger group than the staff of the
indicator on mandatory training. The region is the ITU region of nationality, not that of the duty station.

Unit: percent. Frequency: annual. Version 0.1.0, proposed.

Source: Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3
"""

from __future__ import annotations

from ..kernel.definitions import Component, Condition, People, Target
from ..kernel.periods import Period
from ..kernel.values import Value
from ..runtime.definitions import Formula, Indicator, Measure, Method
from ..runtime.functions import within
from ..runtime.rows import Rows, Selection


def women(rows: Rows, period: Period) -> Selection:
    """Women.

    Unit: person. From workforce_at_year_end: rows of the period by as_of, where gender = "female".
    """
    kept = within(rows["as_of"], period.start, period.end) & rows["gender"].eq("female")
    return rows.count(kept)


def gender_stated(rows: Rows, period: Period) -> Selection:
    """People whose gender is stated.

    Unit: person. From workforce_at_year_end: rows of the period by as_of, where gender is present.
    """
    kept = within(rows["as_of"], period.start, period.end) & rows["gender"].is_present()
    return rows.count(kept)


def people(rows: Rows, period: Period) -> Selection:
    """People.

    Unit: person. From workforce_at_year_end: rows of the period by as_of.
    """
    kept = within(rows["as_of"], period.start, period.end)
    return rows.count(kept)


def people_of_all_regions(rows: Rows, period: Period) -> Selection:
    """People of all regions.

    Unit: person. From workforce_at_year_end: rows of the period by as_of.

    Not split by region.
    """
    kept = within(rows["as_of"], period.start, period.end)
    return rows.count(kept)


def women_share(women: Value, gender_stated: Value) -> Value:
    """Share of women. Unit: percent."""
    return 100 * women / gender_stated


def region_share(people: Value, people_of_all_regions: Value) -> Value:
    """Share of the region. Unit: percent.

    Over all regions together it is 100 by its nature, so it has neither a baseline nor a target there. What a
    baseline or a target could be set for is the share of a single region.
    """
    return 100 * people / people_of_all_regions


def headcount(people: Value) -> Value:
    """Workforce. Unit: person."""
    return people


INDICATOR = Indicator(
    "workforce_proportions",
    "percentage of geographical and gender proportions in the workforce, by duty station, sector, grade",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure(
                    "women",
                    women,
                    dataset="workforce_at_year_end",
                    people=People(
                        "workforce_proportions.women",
                        within=("workforce_proportions.gender_stated", "workforce_proportions.people"),
                    ),
                ),
                Measure(
                    "gender_stated",
                    gender_stated,
                    dataset="workforce_at_year_end",
                    people=People(
                        "workforce_proportions.gender_stated",
                        within=("workforce_proportions.people",),
                    ),
                ),
                Measure(
                    "people",
                    people,
                    dataset="workforce_at_year_end",
                    people=People("workforce_proportions.people"),
                ),
                Measure(
                    "people_of_all_regions",
                    people_of_all_regions,
                    dataset="workforce_at_year_end",
                    ignore=("region",),
                    people=People("workforce_proportions.people"),
                ),
            ),
            formulas=(
                Formula(
                    Component(
                        "women_share",
                        unit="percent",
                        decimals=1,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Share of women",
                    compute=women_share,
                    of=("women", "gender_stated"),
                ),
                Formula(
                    Component("region_share", unit="percent", decimals=1),
                    label="Share of the region",
                    compute=region_share,
                    of=("people", "people_of_all_regions"),
                ),
                Formula(
                    Component("headcount", unit="person", decimals=0),
                    label="Workforce",
                    compute=headcount,
                    of=("people",),
                ),
            ),
        ),
    ),
    breakdowns=(
        ("duty_station",),
        ("sector",),
        ("grade",),
        ("region",),
        ("duty_station", "region"),
        ("sector", "region"),
        ("grade", "region"),
    ),
    reads=("workforce_at_year_end",),
    personal=True,
)
