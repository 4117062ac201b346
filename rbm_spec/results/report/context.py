"""What every part of a report is made from: the plan, the results in the order of their periods, and two languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rbm_spec.kernel.periods import Period, containing
from rbm_spec.plan.model import Component, Indicator, Method, Plan
from rbm_spec.results import numbers
from rbm_spec.results.facts import method_of, why
from rbm_spec.results.report.result import Figure, Result
from rbm_spec.results.report.view import Shown
from rbm_spec.targets.words.labels import table_unit, unit_beside, unit_label, with_unit
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True)
class Context:
    """`phrases` are those of the page, `own` those of the language that the plan is written in."""

    plan: Plan
    digest: str
    results: tuple[Result, ...]
    phrases: Phrases
    own: Phrases

    @property
    def latest(self) -> Result:
        """The result that the page is about; those before it give trends."""
        return self.results[-1]

    @cached_property
    def translates(self) -> bool:
        """Whether the page is in another language than the plan."""
        return self.phrases.say("language.tag") != self.own.say("language.tag")

    def say(self, key: str, *parts: str) -> str:
        """A phrase of the report in the language of the page."""
        return self.phrases.say(f"report.{key}", *parts)

    def number(self, text: str) -> str:
        """A number with the signs of the page."""
        return numbers.number(text, self.phrases)

    def period(self, indicator: Indicator, result: Result) -> Period | None:
        """The period of an indicator that a result is about."""
        return containing(result.period, indicator.spec.frequency, self.plan.start)

    def method(self, indicator: Indicator) -> Method:
        """The method of the latest period; today's where the indicator has none."""
        period = self.period(indicator, self.latest)
        return indicator.method if period is None else method_of(self.plan, indicator, period.label)

    def unit(self, component: Component, *, in_table: bool = False) -> str:
        """The unit that stands beside a value, if any does."""
        return unit_beside(self.plan, component, self.phrases, table_unit if in_table else unit_label)

    def totals(self, indicator: Indicator, component: Component) -> list[tuple[Period, Figure | None]]:
        """The total in each period that there are results of, oldest first."""
        found: dict[str, tuple[Period, Figure | None]] = {}
        for result in self.results:
            if period := self.period(indicator, result):
                figures = result.figures.get((indicator.id, component.id), ())
                total = next((each for each in figures if not each.by and each.period == period.label), None)
                found[period.label] = period, total
        return list(found.values())

    def shown(self, figure: Figure | None, component: Component) -> Shown:
        """A figure as it is printed."""
        if figure is None or figure.published is None:
            reason = figure.reason if figure else None
            said = why(reason, self.phrases) if reason else self.say("not_computed")
            return Shown("hidden" if reason == "suppressed" else "absent", "", "", False, said, "")
        marks = {"B": ("broken",), "P": ("provisional",)}.get(figure.status, ())
        value, unit = numbers.published(figure.published, self.phrases), self.unit(component, in_table=True)
        return Shown(
            "value",
            value,
            self.unit(component),
            component.spec.unit in self.plan.spec.units,
            "",
            "" if figure.n is None else self.number(str(figure.n)),
            unit,
            with_unit(value, component.spec.unit, unit, self.phrases) if unit else value,
            tuple(self.say(each) for each in marks),
        )
