"""A component -> the equation that says how it is computed.

`Acceptance rate = 100 × Accepted / Of these, decided`. A component that is one measure and nothing more shows what is
done over the rows: `Mean = mean over rows of calendar days (Published on, Accepted on)`.
"""

from __future__ import annotations

from dataclasses import replace

from rbm_spec.expr.nodes import Expr, Name
from rbm_spec.plan.model import Component, Measure, Method, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.targets.equation.latex import LINE, STACK, Setting, Typeset, typeset
from rbm_spec.targets.equation.spellings import ATOM, CHOICE, SUM
from rbm_spec.targets.equation.text import upright
from rbm_spec.targets.unsupported import Unsupported
from rbm_spec.targets.words.formulas import is_one_measure
from rbm_spec.targets.words.labels import Naming, formula_labels, step_label
from rbm_spec.targets.words.phrases import Phrases

SIGNS = {"sum": r"\sum", "min": r"\min", "max": r"\max"}


def equation(plan: Plan, method: Method, component: Component, phrases: Phrases) -> str | Unsupported:
    """`label = formula` in LaTeX, without dollars, on one line; or why there is none."""
    setting = Setting(plan, formula_labels(plan, method, component.formula, phrases), phrases)
    for each in (setting, replace(setting, stack=STACK)):
        right = _right(plan, method, component.formula, each)
        if isinstance(right, Unsupported):
            return right
        left = each.words(component.spec.label)
        right = right if right.strength == CHOICE else right.at(SUM)
        latex = f"{left.latex} = {right.latex}"
        if left.width + right.width <= LINE:
            break
    return latex


def _right(plan: Plan, method: Method, formula: Expr, setting: Setting) -> Typeset | Unsupported:
    if isinstance(formula, Name) and is_one_measure(formula):
        return _aggregate(plan, method.measures[formula.dotted], setting)
    return typeset(formula, setting)


def _aggregate(plan: Plan, measure: Measure, setting: Setting) -> Typeset | Unsupported:
    aggregate, phrases = measure.aggregate, setting.phrases
    if aggregate.of is None:
        return setting.words(phrases.say("equations.number of rows"))
    of = typeset(aggregate.of, replace(setting, naming=_row_labels(plan, measure.dataset, phrases)))
    if isinstance(of, Unsupported):
        return of
    percentile = "" if aggregate.percentile is None else f"{aggregate.percentile:g}"
    sign = SIGNS.get(aggregate.name)
    if sign is None:
        sign = upright(phrases.say(f"equations.{aggregate.name}", percentile))
        sign, width = rf"\underset{{{upright(phrases.say('equations.rows'))}}}{{{sign}}}", len(aggregate.name)
    else:
        sign, width = rf"{sign}_{{{upright(phrases.say('equations.rows'))}}}", 5
    inner = replace(of, strength=CHOICE).at(ATOM)
    return Typeset(f"{sign} {inner.latex}", SUM, width + inner.width + 1)


def _row_labels(plan: Plan, dataset: str, phrases: Phrases) -> Naming:
    """Names in rows of `dataset`: the labels along the path, the last one first."""

    def label(name: Name) -> str:
        first, *more = (step_label(plan, step) for step in steps(plan, dataset, name.parts))
        said = first
        for each in more:
            said = phrases.say("language.of", each, said)
        return said

    return label
