"""Formulas -> a sentence, and the legend that says what each name in them is."""

from __future__ import annotations

from dataclasses import dataclass

from rbm_spec.expr.nodes import Expr, Name, names
from rbm_spec.plan.model import Method, Plan
from rbm_spec.targets.words.labels import Naming, formula_labels
from rbm_spec.targets.words.measures import measure_words
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.targets.words.sentences import sentence

SIMPLE = 400
"""Beyond so many characters a sentence is harder to read than the equation."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of a legend: the name as it stands in the equation, and what it is."""

    label: str
    words: str


def formula_words(plan: Plan, method: Method, formula: Expr, phrases: Phrases) -> str | None:
    """The formula as a sentence over quoted labels, None when it would not be simple.

    A formula that is one measure and nothing more is said by what the measure is.
    """
    if is_one_measure(formula):
        return measure_words(plan, method.measures[next(names(formula)).dotted], phrases)
    labels = formula_labels(plan, method, formula, phrases)

    def quoted(name: Name) -> str:
        return labels(name) if name.role == "constant" else phrases.quoted(labels(name))

    said = sentence(formula, plan, quoted, phrases)
    return said if len(said) <= SIMPLE else None


def is_one_measure(formula: Expr) -> bool:
    """Whether nothing is computed beyond a single measure."""
    return isinstance(formula, Name) and formula.role == "measure"


def legend(plan: Plan, method: Method, formula: Expr, phrases: Phrases) -> tuple[Meaning, ...]:
    """What each measure, component and indicator in the formula is, in the order of the formula."""
    labels = formula_labels(plan, method, formula, phrases)
    found = {name.dotted: name for name in names(formula) if name.role != "constant"}
    return tuple(Meaning(labels(name), _meaning(plan, method, name, labels, phrases)) for name in found.values())


def _meaning(plan: Plan, method: Method, name: Name, labels: Naming, phrases: Phrases) -> str:
    if name.role == "component":
        return phrases.say("names.component", phrases.quoted(labels(name)))
    if name.role == "indicator":
        return phrases.say("names.indicator", phrases.quoted(labels(name)))
    return measure_words(plan, method.measures[name.dotted], phrases)
