"""What follows from a plan and is asked by several: found once, for the plan that was asked about last."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from rbm_spec.plan.model import Plan

T = TypeVar("T")


def fact(find: Callable[[Plan], T]) -> Callable[[Plan], T]:
    """`find`, which looks only once at a plan; what it finds is shared, so it must be a value that nobody changes."""
    last: list[tuple[Plan, T]] = []

    @wraps(find)
    def found(plan: Plan) -> T:
        known = next(iter(last), None)
        if known is None or known[0] is not plan:
            known = plan, find(plan)
            last[:] = [known]  # the preview asks from two threads
        return known[1]

    return found
