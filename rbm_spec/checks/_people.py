"""Plan -> where its figures are about people."""

from __future__ import annotations

from rbm_spec.plan.model import Plan


def first_breakdown_of_people(plan: Plan) -> str | None:
    """The id of the first indicator that breaks data about people down."""
    return next((each.id for each in plan.indicators.values() if each.personal and each.breakdowns), None)
