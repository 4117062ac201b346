"""A compiled plan -> what is doubtful about it: one module for each check, found by its name alone.

A check's docstring is its page in the manual. Modules whose names begin with an underscore hold what several checks
share.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

from rbm_spec.diagnostics import Finding
from rbm_spec.plan.model import Plan

Check = Callable[[Plan], Iterator[Finding]]


def each_check() -> Iterator[Check]:
    """The checks in the order of their names."""
    for name in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        if not name.startswith("_"):
            yield import_module(f"{__name__}.{name}").check


def run_checks(plan: Plan) -> list[Finding]:
    """Everything that the checks find; what is true of several quantities at one place is said once."""
    found: dict[object, Finding] = {}
    for check in each_check():
        for finding in check(plan):
            found.setdefault((finding.rule.code, finding.where, finding.where.span), finding)
    return list(found.values())
