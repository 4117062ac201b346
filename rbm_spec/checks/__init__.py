"""A compiled plan -> what is doubtful about it: one module for each check, found by its name alone.

A check's docstring is its page in the manual. Modules whose names begin with an underscore hold what several checks
share.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module

from rbm_spec.aside import aside
from rbm_spec.diagnostics import Finding
from rbm_spec.plan.model import Plan
from rbm_spec.translations.folder import Known

# Working the examples takes as long as all other checks together. Fewer of them are not worth a process.
LONG = "example_"
MANY_EXAMPLES = 100


@cache
def names() -> tuple[str, ...]:
    """The names of the checks, sorted."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")))


def run_checks(plan: Plan) -> list[Finding]:
    """Everything that the checks find; what is true of several quantities at one place is said once."""
    return begin_checks(plan)()


def begin_checks(plan: Plan) -> Callable[[], list[Finding]]:
    """Begin in a child process, where there are many examples to work; the answer runs the rest and waits."""
    examples = sum(len(indicator.spec.examples) for indicator in plan.indicators.values())
    begin = aside if examples > MANY_EXAMPLES else lambda work: work
    long = begin(lambda: _found(plan, [name for name in names() if name.startswith(LONG)]))
    others = [name for name in names() if not name.startswith(LONG)]
    return lambda: _each_once(_found(plan, others) | long())


def in_translations(plan: Plan, known: Known, own: Iterable[Finding]) -> Iterator[Finding]:
    """House rules that translations break and the plan does not; `own` is what the checks find in the plan."""
    from rbm_spec.checks._abroad import judge_translations

    return judge_translations(plan, known, own, names())


def _each_once(found: Mapping[str, list[Finding]]) -> list[Finding]:
    once: dict[object, Finding] = {}
    for name in names():
        for finding in found[name]:
            once.setdefault((finding.rule.code, finding.where, finding.where.span), finding)
    return list(once.values())


def _found(plan: Plan, wanted: Iterable[str]) -> dict[str, list[Finding]]:
    """The findings of each of the wanted checks; a check is imported when it runs."""
    return {name: list(import_module(f"{__name__}.{name}").check(plan)) for name in wanted}
