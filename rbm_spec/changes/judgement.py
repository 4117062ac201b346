"""Facts → changes: every rule looks at every fact, and a fact that none knows is named all the same."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from rbm_spec.changes import rules
from rbm_spec.changes.meant import meant
from rbm_spec.changes.model import Audience, Between, Change, Fact
from rbm_spec.changes.rules import defaults, other
from rbm_spec.diagnostics import Rule


@cache
def modules() -> tuple[ModuleType, ...]:
    """The modules of rules, in the order of their names; the one for all that is left over is not among them."""
    found = sorted(info.name for info in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."))
    return tuple(import_module(name) for name in found if name != other.__name__)


def judge(between: Between) -> tuple[Change, ...]:
    """Every change, in the order of the facts; one fact may be judged by several rules."""
    return tuple(change for fact in between.facts for change in _judged(fact, between))


def _judged(fact: Fact, between: Between) -> Iterator[Change]:
    known = False
    said = meant(fact, between)
    is_same = fact.how in ("added", "removed") and bool(fact.path) and said.old == said.new
    for module in (defaults,) if is_same else modules():
        for verdict in module.judge(said, between):
            known = True
            breaks = breaks_of(module, verdict.rule) if verdict.breaks is None else verdict.breaks
            yield Change(verdict.rule, fact, verdict.says, breaks)
    if not known:
        for verdict in other.judge(fact):
            yield Change(verdict.rule, fact, verdict.says, breaks_of(other, verdict.rule))


def breaks_of(module: ModuleType, rule: Rule) -> tuple[Audience, ...]:
    """Whom a rule of a module breaks, in general."""
    found: tuple[Audience, ...] = getattr(module, "BREAKS", {}).get(rule, ())
    return found
