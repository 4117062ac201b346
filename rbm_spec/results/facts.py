"""Observations of generated code -> facts: one published figure each, with its target in words.

What is suppressed has no value here, and so in nothing that is made from facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rbm_spec.kernel.assessment import target_of
from rbm_spec.kernel.definitions import By, Component, Condition
from rbm_spec.kernel.lines import plain
from rbm_spec.kernel.periods import in_force, parse
from rbm_spec.kernel.publishing import digits
from rbm_spec.kernel.release import Observation
from rbm_spec.plan.definitions import components as components_of
from rbm_spec.plan.model import Indicator, Method, Plan
from rbm_spec.targets.words.phrases import Phrases, phrases

LANGUAGE = "en"
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure. `value` is unrounded, `target` in words; None where there is none, or nothing may be said."""

    indicator: str
    component: str
    period: str
    by: By
    value: Decimal | bool | None
    published: str | None
    reason: str | None
    status: str
    confidentiality: str
    n: int | None
    target: str | None
    assessment: str | None


def facts(plan: Plan, observations: Iterable[Observation]) -> Iterator[Fact]:
    """A fact for each observation, in their order."""
    words = words_of(plan)
    components: dict[tuple[str, str], dict[str, Component]] = {}
    for each in observations:
        indicator = plan.indicators[each.indicator]
        at = each.indicator, each.period
        if at not in components:
            method = method_of(plan, indicator, each.period)
            components[at] = {one.id: one for one in components_of(method)}
        target = _target(plan, indicator, components[at][each.component], each, words)
        yield Fact(
            each.indicator, each.component, each.period, each.by, plain(each.value), each.published, each.reason,
            each.status, each.confidentiality, each.n, target, each.assessment,
        )  # fmt: skip


def words_of(plan: Plan) -> Phrases:
    """The phrases of the language that the plan is written in, else ours: labels and words then read as one text."""
    words = phrases(plan.spec.authoring_language) or phrases(LANGUAGE)
    assert words is not None
    return words


def why(reason: str, words: Phrases) -> str:
    """A reason in words; results of data have more reasons than worked examples."""
    own = f"report_reasons.{reason}"
    return words.say(own if words.has(own) else f"reasons.{reason}")


def method_of(plan: Plan, indicator: Indicator, period: str) -> Method:
    """The method that was valid at the end of a period."""
    at = parse(period, indicator.spec.frequency, plan.start)
    assert at is not None
    return in_force(indicator.methods, at)


def _target(plan: Plan, indicator: Indicator, component: Component, each: Observation, words: Phrases) -> str | None:
    period = parse(each.period, indicator.spec.frequency, plan.start)
    assert period is not None
    condition = target_of(component, period.end.year, each.by)
    return None if condition is None else in_words(condition, words)


def in_words(condition: Condition, words: Phrases, printed: Callable[[str], str] = str) -> str:
    """A target as it is said; `printed` gives numbers the look of the page."""
    if condition.kind == "text":
        return condition.text
    return words.say(f"targets.{condition.kind}", *(printed(_plain(number)) for number in condition.numbers))


def _plain(number: Fraction) -> str:
    """As short as it can be written; points on a trajectory are cut to a few places."""
    text = digits(number, MOST_PLACES)
    return text.rstrip("0").rstrip(".")
