"""Average timeline for completing internal audit, investigations and evaluation engagements.

Mean number of calendar days to the final report, over the engagements whose final report was issued in the
year. There are three separate timelines, because the three kinds of work differ too much to be averaged
together. An audit starts with its entry conference, an investigation with the receipt of the allegation, an
evaluation with the approval of its terms of reference. Each timeline stands beside the number of engagements
it rests on. Allegations closed after a preliminary assessment have no final report and do not count.
Suspensions are not taken off. Engagements carried out by a contractor count like all others.

Unit: day. Frequency: annual. Version 0.1.0, proposed.

Source: Proposal to the Council Working Group for strategic and financial plans 2028-2031, section 3
"""

from __future__ import annotations

from ..kernel.definitions import Component, Condition, People, Target
from ..kernel.periods import Period
from ..kernel.values import Value
from ..runtime.definitions import Formula, Indicator, Measure, Method
from ..runtime.functions import days, within
from ..runtime.rows import Rows, Selection


def mean_audit(rows: Rows, period: Period) -> Selection:
    """Calendar days from entry conference to final report.

    Unit: day. From oversight_engagements: rows of the period by report_issued_on, where engagement_type =
    "audit".
    """
    kept = within(rows["report_issued_on"], period.start, period.end) & rows["engagement_type"].eq("audit")
    of = days(rows["started_on"], rows["report_issued_on"])
    return rows.mean(kept, of)


def number_audit(rows: Rows, period: Period) -> Selection:
    """Internal audits completed.

    Unit: engagement. From oversight_engagements: rows of the period by report_issued_on, where
    engagement_type = "audit".
    """
    kept = within(rows["report_issued_on"], period.start, period.end) & rows["engagement_type"].eq("audit")
    return rows.count(kept)


def mean_investigation(rows: Rows, period: Period) -> Selection:
    """Calendar days from receipt of the allegation to final report.

    Unit: day. From oversight_engagements: rows of the period by report_issued_on, where engagement_type =
    "investigation".
    """
    kept = (
        within(rows["report_issued_on"], period.start, period.end)
        & rows["engagement_type"].eq("investigation")
    )
    of = days(rows["started_on"], rows["report_issued_on"])
    return rows.mean(kept, of)


def number_investigation(rows: Rows, period: Period) -> Selection:
    """Investigations completed.

    Unit: engagement. From oversight_engagements: rows of the period by report_issued_on, where
    engagement_type = "investigation".
    """
    kept = (
        within(rows["report_issued_on"], period.start, period.end)
        & rows["engagement_type"].eq("investigation")
    )
    return rows.count(kept)


def mean_evaluation(rows: Rows, period: Period) -> Selection:
    """Calendar days from approval of the terms of reference to final report.

    Unit: day. From oversight_engagements: rows of the period by report_issued_on, where engagement_type =
    "evaluation".
    """
    kept = (
        within(rows["report_issued_on"], period.start, period.end)
        & rows["engagement_type"].eq("evaluation")
    )
    of = days(rows["started_on"], rows["report_issued_on"])
    return rows.mean(kept, of)


def number_evaluation(rows: Rows, period: Period) -> Selection:
    """Evaluations completed.

    Unit: engagement. From oversight_engagements: rows of the period by report_issued_on, where
    engagement_type = "evaluation".
    """
    kept = (
        within(rows["report_issued_on"], period.start, period.end)
        & rows["engagement_type"].eq("evaluation")
    )
    return rows.count(kept)


def audit_days(mean_audit: Value) -> Value:
    """Internal audits, mean. Unit: day."""
    return mean_audit


def audits(number_audit: Value) -> Value:
    """Internal audits completed. Unit: engagement."""
    return number_audit


def investigation_days(mean_investigation: Value) -> Value:
    """Investigations, mean. Unit: day."""
    return mean_investigation


def investigations(number_investigation: Value) -> Value:
    """Investigations completed. Unit: engagement."""
    return number_investigation


def evaluation_days(mean_evaluation: Value) -> Value:
    """Evaluations, mean. Unit: day."""
    return mean_evaluation


def evaluations(number_evaluation: Value) -> Value:
    """Evaluations completed. Unit: engagement."""
    return number_evaluation


INDICATOR = Indicator(
    "oversight_engagement_time",
    "average timeline for completing internal audit, investigations and evaluation engagements",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure(
                    "mean_audit",
                    mean_audit,
                    dataset="oversight_engagements",
                    people=People("oversight_engagement_time.mean_audit"),
                ),
                Measure(
                    "number_audit",
                    number_audit,
                    dataset="oversight_engagements",
                    people=People("oversight_engagement_time.mean_audit"),
                ),
                Measure(
                    "mean_investigation",
                    mean_investigation,
                    dataset="oversight_engagements",
                    people=People("oversight_engagement_time.mean_investigation"),
                ),
                Measure(
                    "number_investigation",
                    number_investigation,
                    dataset="oversight_engagements",
                    people=People("oversight_engagement_time.mean_investigation"),
                ),
                Measure(
                    "mean_evaluation",
                    mean_evaluation,
                    dataset="oversight_engagements",
                    people=People("oversight_engagement_time.mean_evaluation"),
                ),
                Measure(
                    "number_evaluation",
                    number_evaluation,
                    dataset="oversight_engagements",
                    people=People("oversight_engagement_time.mean_evaluation"),
                ),
            ),
            formulas=(
                Formula(
                    Component(
                        "audit_days",
                        unit="day",
                        decimals=0,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Internal audits, mean",
                    compute=audit_days,
                    of=("mean_audit",),
                ),
                Formula(
                    Component("audits", unit="engagement", decimals=0),
                    label="Internal audits completed",
                    compute=audits,
                    of=("number_audit",),
                ),
                Formula(
                    Component(
                        "investigation_days",
                        unit="day",
                        decimals=0,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Investigations, mean",
                    compute=investigation_days,
                    of=("mean_investigation",),
                ),
                Formula(
                    Component("investigations", unit="engagement", decimals=0),
                    label="Investigations completed",
                    compute=investigations,
                    of=("number_investigation",),
                ),
                Formula(
                    Component(
                        "evaluation_days",
                        unit="day",
                        decimals=0,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Evaluations, mean",
                    compute=evaluation_days,
                    of=("mean_evaluation",),
                ),
                Formula(
                    Component("evaluations", unit="engagement", decimals=0),
                    label="Evaluations completed",
                    compute=evaluations,
                    of=("number_evaluation",),
                ),
            ),
        ),
    ),
    reads=("oversight_engagements",),
    personal=True,
)
