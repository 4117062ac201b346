"""A plan -> the same plan in another of its languages."""

from __future__ import annotations

from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan


def in_language(plan: Plan, language: str) -> Plan:
    """The plan with its texts in `language`; ids, codes and expressions, and so its meaning, are the same.

    KeyError when the plan is not printed in that language.
    """
    if language == plan.spec.authoring_language:
        return plan
    found, _ = compile_plan(plan.translations[language].spec)
    assert not found.holes, "a plan that compiles does so with other texts"
    return found
