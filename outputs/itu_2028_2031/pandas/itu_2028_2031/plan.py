"""Constants of the plan itu_2028_2031, version 0.1.0, and its code lists."""

from __future__ import annotations

from datetime import date

from .runtime.definitions import Code, Codelist, Field

PLAN_ID = "itu_2028_2031"
VERSION = "0.1.0"
TITLE = "Strategic Plan for the Union for 2028-2031"
PLAN_START = date(2028, 1, 1)
PLAN_END = date(2031, 12, 31)

# Groups of fewer people are hidden in breakdowns.
MINIMUM_CELL = 5

# Days that are no working days although they are not Saturdays or Sundays.
HOLIDAYS: frozenset[date] = frozenset([])

CODELISTS: dict[str, Codelist] = {
    "audit_opinions": Codelist(
        "audit_opinions",
        "Kinds of audit opinion",
        {
            "unqualified": Code("Unqualified"),
            "qualified": Code("Qualified"),
            "adverse": Code("Adverse"),
            "disclaimer": Code("Disclaimer of opinion"),
        },
    ),
    "duty_stations": Codelist(
        "duty_stations",
        "Duty stations",
        {
            "geneva": Code("Geneva", {"region": "europe"}),
            "addis_ababa": Code("Addis Ababa", {"region": "africa"}),
            "dakar": Code("Dakar", {"region": "africa"}),
            "brasilia": Code("Brasilia", {"region": "americas"}),
            "santiago": Code("Santiago", {"region": "americas"}),
            "cairo": Code("Cairo", {"region": "arab_states"}),
            "bangkok": Code("Bangkok", {"region": "asia_pacific"}),
            "new_delhi": Code("New Delhi", {"region": "asia_pacific"}),
            "moscow": Code("Moscow", {"region": "cis"}),
            "harare": Code("Harare", {"region": "africa"}),
            "yaounde": Code("Yaounde", {"region": "africa"}),
            "bridgetown": Code("Bridgetown", {"region": "americas"}),
            "tegucigalpa": Code("Tegucigalpa", {"region": "americas"}),
            "jakarta": Code("Jakarta", {"region": "asia_pacific"}),
        },
        attributes={"region": Field("code", "Region of the office", codelist="regions")},
    ),
    "engagement_types": Codelist(
        "engagement_types",
        "Types of oversight engagement",
        {
            "audit": Code("Internal audit"),
            "investigation": Code("Investigation"),
            "evaluation": Code("Evaluation"),
        },
    ),
    "genders": Codelist("genders", "Gender", {"female": Code("Women"), "male": Code("Men")}),
    "grade_categories": Codelist(
        "grade_categories",
        "Grade categories",
        {
            "director": Code("Directors"),
            "professional": Code("Professional"),
            "general_service": Code("General Service"),
        },
    ),
    "grades": Codelist(
        "grades",
        "Grades",
        {
            "D2": Code("D2", {"category": "director"}),
            "D1": Code("D1", {"category": "director"}),
            "P5": Code("P5", {"category": "professional"}),
            "P4": Code("P4", {"category": "professional"}),
            "P3": Code("P3", {"category": "professional"}),
            "P2": Code("P2", {"category": "professional"}),
            "P1": Code("P1", {"category": "professional"}),
            "G7": Code("G7", {"category": "general_service"}),
            "G6": Code("G6", {"category": "general_service"}),
            "G5": Code("G5", {"category": "general_service"}),
            "G4": Code("G4", {"category": "general_service"}),
            "G3": Code("G3", {"category": "general_service"}),
            "G2": Code("G2", {"category": "general_service"}),
            "G1": Code("G1", {"category": "general_service"}),
        },
        attributes={"category": Field("code", "Category", codelist="grade_categories")},
    ),
    "oversight_sources": Codelist(
        "oversight_sources",
        "Sources of oversight recommendations",
        {
            "internal_audit": Code("Internal audit"),
            "investigation": Code("Investigation"),
            "evaluation": Code("Evaluation"),
            "external_auditor": Code("External Auditor"),
            "imac": Code("Independent Management Advisory Committee"),
            "jiu": Code("Joint Inspection Unit"),
        },
    ),
    "price_baselines": Codelist(
        "price_baselines",
        "Price with which a contract is compared",
        {
            "previous_price": Code("Price last paid for the same thing", {"effect": "saving"}),
            "mean_of_offers": Code("Mean of the compliant offers", {"effect": "avoidance"}),
            "first_offer": Code("First offer of the supplier chosen", {"effect": "avoidance"}),
            "budget_estimate": Code("Estimate in the budget", {"effect": "avoidance"}),
        },
        attributes={"effect": Field("code", "Counts as", codelist="savings_effects")},
    ),
    "procurement_methods": Codelist(
        "procurement_methods",
        "Procurement methods",
        {
            "competition": Code("Competition"),
            "negotiation": Code("Negotiation"),
            "joint": Code("Joint procurement with other organizations"),
            "long_term_agreement": Code("Order under a long-term agreement"),
        },
    ),
    "recommendation_addressees": Codelist(
        "recommendation_addressees",
        "To whom a recommendation is addressed",
        {"executive_head": Code("Executive head"), "governing_body": Code("Governing body")},
    ),
    "recommendation_decisions": Codelist(
        "recommendation_decisions",
        "Decision on a recommendation",
        {
            "accepted": Code("Accepted"),
            "partially_accepted": Code("Accepted in part"),
            "not_accepted": Code("Not accepted"),
            "not_relevant": Code("Does not concern ITU"),
        },
    ),
    "recruitment_outcomes": Codelist(
        "recruitment_outcomes",
        "What became of a recruitment case",
        {
            "open": Code("Still open"),
            "filled": Code("Filled after this vacancy notice"),
            "from_roster": Code("Filled from a roster or pool"),
            "readvertised": Code("Advertised again under a new notice"),
            "cancelled": Code("Cancelled"),
        },
    ),
    "regions": Codelist(
        "regions",
        "ITU regions",
        {
            "africa": Code("Africa"),
            "americas": Code("Americas"),
            "arab_states": Code("Arab States"),
            "asia_pacific": Code("Asia and the Pacific"),
            "cis": Code("CIS"),
            "europe": Code("Europe"),
        },
    ),
    "savings_effects": Codelist(
        "savings_effects",
        "Saving or avoidance",
        {"saving": Code("Cost saving"), "avoidance": Code("Cost avoidance")},
    ),
    "sectors": Codelist(
        "sectors",
        "Sectors",
        {
            "general_secretariat": Code("General Secretariat"),
            "radiocommunication": Code("Radiocommunication (BR)"),
            "standardization": Code("Standardization (TSB)"),
            "development": Code("Development (BDT)"),
        },
    ),
    "supply_kinds": Codelist(
        "supply_kinds",
        "Goods or services",
        {"goods": Code("Goods"), "services": Code("Services")},
    ),
    "workforce_groups": Codelist(
        "workforce_groups",
        "Groups of the workforce",
        {
            "regular_staff": Code("Regular staff"),
            "short_term": Code("Short-term"),
            "funds_in_trust": Code("Funds-in-trust"),
            "project_staff": Code("Project staff"),
            "on_loan": Code("On loan"),
            "consultant": Code("Consultants under special service agreements"),
            "intern": Code("Interns"),
        },
    ),
}
