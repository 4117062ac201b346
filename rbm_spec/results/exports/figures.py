"""Facts -> the same with what the plan says of them: indicator, quantity, period, and the dimensions of all cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rbm_spec.kernel.periods import Period, parse
from rbm_spec.plan.model import Component, Dimension, Indicator, Plan
from rbm_spec.results.facts import Fact, method_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact, and what it is a fact about."""

    fact: Fact
    indicator: Indicator
    component: Component
    period: Period


def figures(plan: Plan, facts: Iterable[Fact]) -> Iterator[Figure]:
    """A figure for each fact, in their order."""
    known: dict[tuple[str, str], Mapping[str, Component]] = {}
    for fact in facts:
        indicator, at = plan.indicators[fact.indicator], (fact.indicator, fact.period)
        if at not in known:
            known[at] = {each.id: each for each in method_of(plan, indicator, fact.period).components}
        period = parse(fact.period, indicator.spec.frequency, plan.start)
        assert period is not None
        yield Figure(fact, indicator, known[at][fact.component], period)


def dimensions(indicators: Iterable[Indicator]) -> dict[str, list[Dimension]]:
    """The dimensions of all breakdowns by path, each once; one path may have codes of several lists."""
    found: dict[str, list[Dimension]] = {}
    for indicator in indicators:
        for each in (dimension for breakdown in indicator.breakdowns for dimension in breakdown):
            several = found.setdefault(each.path, [])
            if all(other.type.codelist != each.type.codelist for other in several):
                several.append(each)
    return found
