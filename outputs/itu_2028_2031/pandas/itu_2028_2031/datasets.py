"""The datasets: what each column holds, which rows are allowed, and what is derived from what."""

from __future__ import annotations

from decimal import Decimal

from .kernel.periods import Period
from .runtime.columns import Truths
from .runtime.definitions import Dataset, Field, Rule
from .runtime.derive import group_by
from .runtime.functions import add_days, add_months, month
from .runtime.rows import Rows, Table


def external_audit_opinions_rule_1(rows: Rows, period: Period) -> Truths:
    """An opinion needs the day on which it was signed."""
    return rows["opinion"].is_missing() | rows["signed_on"].is_present()


def external_audit_opinions_rule_2(rows: Rows, period: Period) -> Truths:
    """An opinion is signed after the end of the financial year."""
    return rows["signed_on"].gt(rows["financial_year_end"])


def external_audit_opinions_rule_3(rows: Rows, period: Period) -> Truths:
    """A day of signature needs the opinion."""
    return rows["signed_on"].is_missing() | rows["opinion"].is_present()


def external_audit_opinions_rule_4(rows: Rows, period: Period) -> Truths:
    """An emphasis of matter needs the opinion to which it was added."""
    return ~rows["emphasis_of_matter"] | rows["opinion"].is_present()


def oversight_engagements_rule_1(rows: Rows, period: Period) -> Truths:
    """A final report cannot be issued before the engagement started."""
    return rows["report_issued_on"].ge(rows["started_on"])


def recommendations_rule_1(rows: Rows, period: Period) -> Truths:
    """A recommendation cannot be decided on before it was received."""
    return rows["decided_on"].ge(rows["received_on"])


def recommendations_rule_2(rows: Rows, period: Period) -> Truths:
    """A decision needs its day."""
    return rows["decision"].is_missing() | rows["decided_on"].is_present()


def recommendations_rule_3(rows: Rows, period: Period) -> Truths:
    """A day of decision needs the decision."""
    return rows["decided_on"].is_missing() | rows["decision"].is_present()


def recruitments_rule_1(rows: Rows, period: Period) -> Truths:
    """An offer cannot be accepted before the vacancy notice was published."""
    return rows["offer_accepted_on"].ge(rows["published_on"])


def recruitments_rule_2(rows: Rows, period: Period) -> Truths:
    """A notice cannot be withdrawn before it was published."""
    return rows["withdrawn_on"].ge(rows["published_on"])


def recruitments_rule_3(rows: Rows, period: Period) -> Truths:
    """A filled case needs the day on which the offer was accepted."""
    return ~rows["outcome"].isin("filled", "from_roster") | rows["offer_accepted_on"].is_present()


def recruitments_rule_4(rows: Rows, period: Period) -> Truths:
    """A case that was cancelled or advertised again needs the day on which the notice was withdrawn."""
    return ~rows["outcome"].isin("cancelled", "readvertised") | rows["withdrawn_on"].is_present()


def recruitments_rule_5(rows: Rows, period: Period) -> Truths:
    """A case that is still open has neither an accepted offer nor a withdrawn notice."""
    return (
        rows["outcome"].ne("open")
        | (rows["offer_accepted_on"].is_missing() & rows["withdrawn_on"].is_missing())
    )


def recruitments_rule_6(rows: Rows, period: Period) -> Truths:
    """The notice of a filled case was not withdrawn."""
    return ~rows["outcome"].isin("filled", "from_roster") | rows["withdrawn_on"].is_missing()


def staff_at_year_end_rule_1(rows: Rows, period: Period) -> Truths:
    """The reference date is 31 December."""
    return month(rows["as_of"]).eq(12) & month(add_days(rows["as_of"], 1)).eq(1)


def training_records_rule_1(rows: Rows, period: Period) -> Truths:
    """The reference date must be that of the staff line."""
    return rows["as_of"].eq(rows["staff.as_of"])


def training_records_rule_2(rows: Rows, period: Period) -> Truths:
    """A course assigned after the reference date does not belong in this list."""
    return rows["assigned_on"].le(rows["as_of"])


def training_records_rule_3(rows: Rows, period: Period) -> Truths:
    """A certificate cannot expire before the course was completed."""
    return rows["valid_until"].ge(rows["completed_on"])


def training_records_rule_4(rows: Rows, period: Period) -> Truths:
    """An exemption needs its reason."""
    return ~rows["exempt"] | rows["exempt_reason"].is_present()


def training_records_rule_5(rows: Rows, period: Period) -> Truths:
    """A course that is not exempt has no reason of an exemption."""
    return rows["exempt"] | rows["exempt_reason"].is_missing()


def training_records_rule_6(rows: Rows, period: Period) -> Truths:
    """A certificate needs the day on which the course was completed."""
    return rows["valid_until"].is_missing() | rows["completed_on"].is_present()


def workforce_at_year_end_rule_1(rows: Rows, period: Period) -> Truths:
    """The reference date is 31 December."""
    return month(rows["as_of"]).eq(12) & month(add_days(rows["as_of"], 1)).eq(1)


def workforce_at_year_end_rule_2(rows: Rows, period: Period) -> Truths:
    """Regular staff have a grade."""
    return rows["workforce_group"].ne("regular_staff") | rows["grade"].is_present()


def workforce_at_year_end_rule_3(rows: Rows, period: Period) -> Truths:
    """Consultants and interns have no grade."""
    return ~rows["workforce_group"].isin("consultant", "intern") | rows["grade"].is_missing()


def training_by_staff(rows: Rows, period: Period) -> Table:
    """Staff members with mandatory training due.

    One row for each staff member on whom at least one mandatory course was due on 31 December.
    """
    kept = ~rows["exempt"] & add_months(rows["assigned_on"], 6).le(rows["as_of"])
    all_completed = (
        rows["completed_on"].is_present()
        & rows["completed_on"].le(rows["as_of"])
        & (rows["valid_until"].is_missing() | rows["valid_until"].ge(rows["as_of"]))
    )
    where_courses_completed = (
        kept
        & rows["completed_on"].le(rows["as_of"])
        & (rows["valid_until"].is_missing() | rows["valid_until"].ge(rows["as_of"]))
    )
    return group_by(
        rows,
        ("staff", "as_of"),
        kept,
        {
            "all_completed": rows.all(kept, all_completed),
            "courses_due": rows.count(kept),
            "courses_completed": rows.count(where_courses_completed),
        },
    )


DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "external_audit_opinions",
        "Opinions of the External Auditor",
        {
            "opinion_id": Field("string", "Number of the row", required=True),
            "financial_year_end": Field("date", "Last day of the financial year", required=True),
            "statements": Field("string", "Financial statements", required=True),
            "opinion": Field("code", "Opinion", codelist="audit_opinions"),
            "emphasis_of_matter": Field("boolean", "Emphasis of matter"),
            "signed_on": Field("date", "Signed on"),
            "document_number": Field("string", "Council document"),
        },
        key=("opinion_id",),
        time="financial_year_end",
        rules=(
            Rule(external_audit_opinions_rule_1, "An opinion needs the day on which it was signed."),
            Rule(external_audit_opinions_rule_2, "An opinion is signed after the end of the financial year."),
            Rule(external_audit_opinions_rule_3, "A day of signature needs the opinion."),
            Rule(
                external_audit_opinions_rule_4,
                "An emphasis of matter needs the opinion to which it was added.",
            ),
        ),
    ),
    Dataset(
        "mandatory_courses",
        "Mandatory courses",
        {
            "course_code": Field("string", "Course code", required=True),
            "title": Field("string", "Title of the course", required=True),
        },
        key=("course_code",),
    ),
    Dataset(
        "oversight_engagements",
        "Audits, investigations and evaluations",
        {
            "engagement_id": Field("string", "Engagement number", required=True),
            "engagement_type": Field("code", "Type", codelist="engagement_types", required=True),
            "started_on": Field("date", "Started on", required=True),
            "report_issued_on": Field("date", "Final report issued on"),
        },
        key=("engagement_id",),
        time="report_issued_on",
        personal=True,
        rules=(
            Rule(
                oversight_engagements_rule_1,
                "A final report cannot be issued before the engagement started.",
            ),
        ),
    ),
    Dataset(
        "procurement_differences",
        "Contract prices compared with a baseline",
        {
            "line_id": Field("string", "Number of the row", required=True),
            "contract_number": Field("string", "Contract number", required=True),
            "awarded_on": Field("date", "Contract awarded on", required=True),
            "supply_kind": Field("code", "Goods or services", codelist="supply_kinds", required=True),
            "procurement_method": Field(
                "code",
                "Procurement method",
                codelist="procurement_methods",
                required=True,
            ),
            "price_baseline": Field("code", "Compared with", codelist="price_baselines", required=True),
            "baseline_amount": Field(
                "money",
                "Amount at the baseline price (CHF)",
                required=True,
                minimum=Decimal("0"),
            ),
            "contract_amount": Field(
                "money",
                "Amount at the contract price (CHF)",
                required=True,
                minimum=Decimal("0"),
            ),
            "evidence": Field("string", "Evidence", required=True),
        },
        key=("line_id",),
        time="awarded_on",
    ),
    Dataset(
        "recommendations",
        "Oversight recommendations",
        {
            "recommendation_id": Field("string", "Recommendation number", required=True),
            "oversight_source": Field("code", "Source", codelist="oversight_sources", required=True),
            "addressee": Field("code", "Addressed to", codelist="recommendation_addressees", required=True),
            "report_number": Field("string", "Report"),
            "received_on": Field("date", "Received on", required=True),
            "decision": Field("code", "Decision", codelist="recommendation_decisions"),
            "decided_on": Field("date", "Decided on"),
        },
        key=("recommendation_id",),
        time="received_on",
        rules=(
            Rule(recommendations_rule_1, "A recommendation cannot be decided on before it was received."),
            Rule(recommendations_rule_2, "A decision needs its day."),
            Rule(recommendations_rule_3, "A day of decision needs the decision."),
        ),
    ),
    Dataset(
        "recruitments",
        "Recruitment cases",
        {
            "case_id": Field("string", "Case number", required=True),
            "sector": Field("code", "Sector", codelist="sectors", required=True),
            "grade": Field("code", "Grade of the post", codelist="grades", required=True),
            "duty_station": Field("code", "Duty station", codelist="duty_stations", required=True),
            "one_year_or_more": Field("boolean", "Appointment of one year or more", required=True),
            "published_on": Field("date", "Vacancy notice published on", required=True),
            "offer_accepted_on": Field("date", "Offer accepted on"),
            "withdrawn_on": Field("date", "Notice withdrawn on"),
            "outcome": Field("code", "Outcome", codelist="recruitment_outcomes", required=True),
        },
        key=("case_id",),
        time="offer_accepted_on",
        rules=(
            Rule(recruitments_rule_1, "An offer cannot be accepted before the vacancy notice was published."),
            Rule(recruitments_rule_2, "A notice cannot be withdrawn before it was published."),
            Rule(recruitments_rule_3, "A filled case needs the day on which the offer was accepted."),
            Rule(
                recruitments_rule_4,
                "A case that was cancelled or advertised again needs the day on which the notice was withdrawn.",
            ),
            Rule(
                recruitments_rule_5,
                "A case that is still open has neither an accepted offer nor a withdrawn notice.",
            ),
            Rule(recruitments_rule_6, "The notice of a filled case was not withdrawn."),
        ),
    ),
    Dataset(
        "staff_at_year_end",
        "Staff in post at the end of the year",
        {
            "staff_line": Field("string", "Staff number and year", required=True),
            "staff_number": Field("string", "Staff number", required=True),
            "as_of": Field("date", "Reference date", required=True),
            "gender": Field("code", "Gender", codelist="genders"),
            "grade": Field("code", "Grade", codelist="grades", required=True),
            "sector": Field("code", "Sector", codelist="sectors", required=True),
            "duty_station": Field("code", "Duty station", codelist="duty_stations", required=True),
        },
        key=("staff_line",),
        time="as_of",
        personal=True,
        person="staff_number",
        rules=(Rule(staff_at_year_end_rule_1, "The reference date is 31 December."),),
    ),
    Dataset(
        "training_records",
        "Mandatory training of each staff member",
        {
            "staff": Field("reference", "Staff number and year", dataset="staff_at_year_end", required=True),
            "course": Field("reference", "Course code", dataset="mandatory_courses", required=True),
            "as_of": Field("date", "Reference date", required=True),
            "assigned_on": Field("date", "Assigned on", required=True),
            "exempt": Field("boolean", "Exempt", required=True),
            "exempt_reason": Field("string", "Reason of the exemption"),
            "completed_on": Field("date", "Completed on"),
            "valid_until": Field("date", "Certificate valid until"),
        },
        key=("staff", "course"),
        time="as_of",
        personal=True,
        person="staff",
        rules=(
            Rule(training_records_rule_1, "The reference date must be that of the staff line."),
            Rule(
                training_records_rule_2,
                "A course assigned after the reference date does not belong in this list.",
            ),
            Rule(training_records_rule_3, "A certificate cannot expire before the course was completed."),
            Rule(training_records_rule_4, "An exemption needs its reason."),
            Rule(training_records_rule_5, "A course that is not exempt has no reason of an exemption."),
            Rule(training_records_rule_6, "A certificate needs the day on which the course was completed."),
        ),
    ),
    Dataset(
        "workforce_at_year_end",
        "Workforce at the end of the year",
        {
            "person_number": Field("string", "Person number", required=True),
            "as_of": Field("date", "Reference date", required=True),
            "workforce_group": Field(
                "code",
                "Group of the workforce",
                codelist="workforce_groups",
                required=True,
            ),
            "gender": Field("code", "Gender", codelist="genders"),
            "region": Field("code", "Region of nationality", codelist="regions", required=True),
            "grade": Field("code", "Grade", codelist="grades"),
            "sector": Field("code", "Sector", codelist="sectors", required=True),
            "duty_station": Field("code", "Duty station", codelist="duty_stations", required=True),
        },
        key=("person_number", "as_of"),
        time="as_of",
        personal=True,
        person="person_number",
        rules=(
            Rule(workforce_at_year_end_rule_1, "The reference date is 31 December."),
            Rule(workforce_at_year_end_rule_2, "Regular staff have a grade."),
            Rule(workforce_at_year_end_rule_3, "Consultants and interns have no grade."),
        ),
    ),
    Dataset(
        "training_by_staff",
        "Staff members with mandatory training due",
        {
            "staff": Field("reference", "Staff number and year", dataset="staff_at_year_end", required=True),
            "as_of": Field("date", "Reference date", required=True),
            "all_completed": Field("boolean", "All courses due are completed and not expired"),
            "courses_due": Field("number", "Courses due"),
            "courses_completed": Field("number", "Courses due that are completed and not expired"),
        },
        key=("staff", "as_of"),
        time="as_of",
        personal=True,
        person="staff",
        source="training_records",
        compute=training_by_staff,
    ),
)
