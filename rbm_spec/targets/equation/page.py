"""Methods of indicators -> HTML that says how each quantity is computed: equation, legend, and words.

`fragment` is for pages of others, which put `style()` into their head; `page` is a page by itself. Neither needs a
script, a font or a file from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from rbm_spec import resources
from rbm_spec.plan.model import Component, Indicator, Method, Plan
from rbm_spec.targets.equation.formulas import mathml
from rbm_spec.targets.equation.text import plain
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.brackets import with_status
from rbm_spec.targets.words.formulas import Meaning, Words, formula_words, legend
from rbm_spec.targets.words.labels import unit_label
from rbm_spec.targets.words.pages import html_templates
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity."""

    heading: str
    equation: Markup
    legend: tuple[Meaning, ...]
    words: Words | None


@dataclass(frozen=True, slots=True)
class MethodView:
    """The quantities of a method; `heading` says until when it was valid, and is empty for today's."""

    heading: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with its methods, today's first."""

    id: str
    title: str
    methods: tuple[MethodView, ...]


def fragment(plan: Plan, method: Method, component: Component, phrases: Phrases) -> Markup:
    """`<div class="method">…</div>` for one quantity, in the language of `phrases`."""
    return _render("fragment.html.j2", {"quantity": _quantity(plan, method, component, phrases)}, phrases)


def style() -> Markup:
    """The rules that a page with fragments needs, without `<style>`; ours, and no text of a plan."""
    return Markup((resources.generators() / "equation" / "equation.css").read_text("utf-8"))  # noqa: S704


def page(plan: Plan, phrases: Phrases) -> str:
    """A page with every indicator of the plan, in the plan's order."""
    view = {
        "title": phrases.say("pages.title", plan.spec.title),
        "introduction": phrases.say("pages.introduction"),
        "style": style(),
        "language": phrases.say("language.tag"),
        "direction": phrases.say("language.direction"),
        "indicators": tuple(_indicator(plan, plan.indicators[name], phrases) for name in plan.listed),
    }
    return str(_render("page.html.j2", view, phrases))


def _indicator(plan: Plan, indicator: Indicator, phrases: Phrases) -> IndicatorView:
    title = with_status(indicator.spec.title, indicator.spec.status, phrases)
    return IndicatorView(indicator.id, title, tuple(_methods(plan, indicator, phrases)))


def _methods(plan: Plan, indicator: Indicator, phrases: Phrases) -> Iterator[MethodView]:
    for method in reversed(indicator.methods):
        until = phrases.say("pages.until", phrases.date(method.until.isoformat())) if method.until else ""
        yield MethodView(until, tuple(_quantity(plan, method, each, phrases) for each in method.components))


def _quantity(plan: Plan, method: Method, component: Component, phrases: Phrases) -> Quantity:
    spec = component.spec
    words = formula_words(plan, method, component, phrases)
    equation = mathml(plan, method, component, phrases, words.sentence if words else spec.label)
    facts = unit_label(plan, spec.unit, phrases), quantities.direction(spec, phrases)
    return Quantity(
        heading=phrases.say("pages.quantity", spec.label, *facts),
        # Made by the equation target, which has escaped every name in it.
        equation=Markup(equation),  # noqa: S704
        legend=legend(plan, method, component.formula, phrases),
        words=words,
    )


def _render(template: str, view: Mapping[str, object], phrases: Phrases) -> Markup:
    # The environment has escaped what the template prints.
    return Markup(html_templates("equation", plain).get_template(template).render(view, say=phrases.say))  # noqa: S704
