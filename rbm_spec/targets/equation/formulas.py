"""A component -> the equation that says how it is computed.

`Acceptance rate = 100 × Accepted / Of these, decided`. A component that is one measure and nothing more shows what is
done over the rows: `Mean = mean over rows of calendar days (Published on, Accepted on)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rbm_spec.expr.nodes import Expr, Name
from rbm_spec.kernel.values import Content
from rbm_spec.plan.model import Component, Measure, Method, Plan
from rbm_spec.plan.paths import steps
from rbm_spec.targets.equation import mathml as markup
from rbm_spec.targets.equation.figures import with_figures
from rbm_spec.targets.equation.latex import LATEX
from rbm_spec.targets.equation.mathml import MATHML
from rbm_spec.targets.equation.notation import Notation
from rbm_spec.targets.equation.shapes import ATOM, CHOICE, SUM
from rbm_spec.targets.equation.typeset import LINE, STACKS, Setting, Typeset, typeset
from rbm_spec.targets.words import quantities
from rbm_spec.targets.words.formulas import is_one_measure
from rbm_spec.targets.words.labels import Naming, formula_labels, step_label
from rbm_spec.targets.words.measures import counted_noun
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as it is published; `is_exact` says that nothing was rounded away."""

    text: str
    is_exact: bool


SIGNS = {"sum": "sum", "min": "smallest", "max": "largest"}


def latex(plan: Plan, method: Method, component: Component, phrases: Phrases) -> str:
    """`label = formula` in LaTeX, without dollars, on one line."""
    return _equation(plan, method, component, phrases, LATEX)


def mathml(plan: Plan, method: Method, component: Component, phrases: Phrases, alternative: str) -> str:
    """`label = formula` as a `<math>` element; `alternative` says the same in words."""
    return markup.document(_equation(plan, method, component, phrases, MATHML), alternative)


def worked_latex(
    plan: Plan, method: Method, component: Component, figures: Mapping[str, Content], result: Shown, phrases: Phrases
) -> str:
    """`label = formula with figures = result`. `figures` holds what is known of the names; others stay names."""
    naming = formula_labels(plan, method, component.formula, phrases)

    def label(name: Name) -> str:
        if name.dotted not in figures:
            return naming(name)
        return quantities.exactly(figures[name.dotted], phrases)

    setting = Setting(plan, label, phrases, LATEX)
    relation = "equals" if result.is_exact else "about"
    formula = with_figures(component.formula, figures)
    for each in (replace(setting, stack=stack) for stack in STACKS):
        found = typeset(formula, each)
        left, right = each.name(component.spec.label), each.name(result.text)
        middle = each.bracketed(found, SUM)
        if left.width + middle.width + right.width <= LINE:
            break
    return LATEX.fill("equals", {"0": left.text, "1": LATEX.fill(relation, {"0": middle.text, "1": right.text})})


def _equation(plan: Plan, method: Method, component: Component, phrases: Phrases, notation: Notation) -> str:
    setting = Setting(plan, formula_labels(plan, method, component.formula, phrases), phrases, notation)
    for each in (replace(setting, stack=stack) for stack in STACKS):
        right = _right(plan, method, component.formula, each)
        left = each.name(component.spec.label)
        right = right if right.strength == CHOICE else each.bracketed(right, SUM)
        sides = notation.fill("equals", {"0": left.text, "1": right.text})
        if left.width + right.width <= LINE:
            break
    return sides


def _right(plan: Plan, method: Method, formula: Expr, setting: Setting) -> Typeset:
    if isinstance(formula, Name) and is_one_measure(formula):
        return _aggregate(plan, method.measures[formula.dotted], setting)
    return typeset(formula, setting)


def _aggregate(plan: Plan, measure: Measure, setting: Setting) -> Typeset:
    aggregate, phrases = measure.aggregate, setting.phrases
    if aggregate.of is None:
        noun = counted_noun(plan, measure)
        if noun is None:
            return setting.name(phrases.say("equations.number of rows"))
        counted = setting.name(phrases.say("equations.number", noun))
        places = {"rows": setting.phrase("rows"), "words": counted.text}
        return replace(counted, text=setting.notation.fill("counted", places))
    of = typeset(aggregate.of, replace(setting, naming=_row_labels(plan, measure.dataset, phrases)))
    inner = setting.bracketed(replace(of, strength=CHOICE), ATOM)
    places = {"rows": setting.phrase("rows"), "0": inner.text}
    sign, width = SIGNS.get(aggregate.name, "over rows"), 5
    if sign == "over rows":
        name = f"equations.{aggregate.name}", phrases.percentile(aggregate.percentile)
        places["words"], width = setting.phrase(aggregate.name, name[1]), len(phrases.say(*name))
    return Typeset(setting.notation.fill(sign, places), SUM, width + inner.width + 1)


def _row_labels(plan: Plan, dataset: str, phrases: Phrases) -> Naming:
    """Names in rows of `dataset`: the labels along the path, the last one first."""

    def label(name: Name) -> str:
        first, *more = (step_label(plan, step) for step in steps(plan, dataset, name.parts))
        said = first
        for each in more:
            said = phrases.say("language.of", each, said)
        return said

    return label
