"""Percentage of ITU staff who have completed mandatory training.

Of the staff members in post on 31 December on whom at least one mandatory course is due, the percentage who
have completed every course due. A course is due six months after it was assigned; this period of grace is for
newcomers and for new courses alike. A course counts as completed when it was completed by 31 December and its
certificate, if it expires, is still valid on that day. A staff member who lacks one course of several has not
completed. Exempt courses are left out, with their reason on record; a staff member for whom every course is
exempt or not yet due is left out. Everybody counts as one, whatever the hours worked. Consultants, interns
and others who are not staff are left out. Beside the strict percentage stands the percentage of all courses
due that are completed, taken over all these staff members together.

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


def completed_all(rows: Rows, period: Period) -> Selection:
    """Staff members who have completed every course due.

    Unit: staff. From training_by_staff: rows of the period by as_of, where all_completed.
    """
    kept = within(rows["as_of"], period.start, period.end) & rows["all_completed"]
    return rows.count(kept)


def with_course_due(rows: Rows, period: Period) -> Selection:
    """Staff members with at least one course due.

    Unit: staff. From training_by_staff: rows of the period by as_of.
    """
    kept = within(rows["as_of"], period.start, period.end)
    return rows.count(kept)


def sum_completed(rows: Rows, period: Period) -> Selection:
    """Courses due that are completed, over all staff members.

    Unit: course. From training_by_staff: rows of the period by as_of.
    """
    kept = within(rows["as_of"], period.start, period.end)
    of = rows["courses_completed"]
    return rows.sum(kept, of)


def sum_due(rows: Rows, period: Period) -> Selection:
    """Courses due, over all staff members.

    Unit: course. From training_by_staff: rows of the period by as_of.
    """
    kept = within(rows["as_of"], period.start, period.end)
    of = rows["courses_due"]
    return rows.sum(kept, of)


def completion(completed_all: Value, with_course_due: Value) -> Value:
    """Staff who have completed every course due. Unit: percent."""
    return 100 * completed_all / with_course_due


def course_completion(sum_completed: Value, sum_due: Value) -> Value:
    """Courses due that are completed. Unit: percent."""
    return 100 * sum_completed / sum_due


def staff_in_scope(with_course_due: Value) -> Value:
    """Staff with a course due. Unit: staff."""
    return with_course_due


INDICATOR = Indicator(
    "mandatory_training",
    "percentage of ITU staff who have completed mandatory training",
    frequency="annual",
    methods=(
        Method(
            measures=(
                Measure(
                    "completed_all",
                    completed_all,
                    dataset="training_by_staff",
                    also_reads=("training_records",),
                    people=People(
                        "mandatory_training.completed_all",
                        within=("mandatory_training.with_course_due",),
                    ),
                ),
                Measure(
                    "with_course_due",
                    with_course_due,
                    dataset="training_by_staff",
                    also_reads=("training_records",),
                    people=People("mandatory_training.with_course_due"),
                ),
                Measure(
                    "sum_completed",
                    sum_completed,
                    dataset="training_by_staff",
                    also_reads=("training_records",),
                    people=People("mandatory_training.with_course_due"),
                ),
                Measure(
                    "sum_due",
                    sum_due,
                    dataset="training_by_staff",
                    also_reads=("training_records",),
                    people=People("mandatory_training.with_course_due"),
                ),
            ),
            formulas=(
                Formula(
                    Component(
                        "completion",
                        unit="percent",
                        decimals=1,
                        targets=(Target(2031, condition=Condition("tbd")),),
                    ),
                    label="Staff who have completed every course due",
                    compute=completion,
                    of=("completed_all", "with_course_due"),
                ),
                Formula(
                    Component("course_completion", unit="percent", decimals=1),
                    label="Courses due that are completed",
                    compute=course_completion,
                    of=("sum_completed", "sum_due"),
                ),
                Formula(
                    Component("staff_in_scope", unit="staff", decimals=0),
                    label="Staff with a course due",
                    compute=staff_in_scope,
                    of=("with_course_due",),
                ),
            ),
        ),
    ),
    breakdowns=(("staff.sector",), ("staff.duty_station",), ("staff.grade.category",), ("staff.gender",)),
    reads=("training_by_staff", "training_records", "staff_at_year_end"),
    personal=True,
)
