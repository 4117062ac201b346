"""Formulas -> a sentence, and the legend that says what each name in them is."""

from __future__ import annotations

from dataclasses import dataclass

from rbm_spec.expr.nodes import Call, Expr, Name, names
from rbm_spec.plan.model import Component, Measure, Method, Plan
from rbm_spec.targets.words.idioms import idiomatic
from rbm_spec.targets.words.labels import formula_labels
from rbm_spec.targets.words.measures import measure_rows, measure_scope, measure_within, measure_words
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.targets.words.sentences import is_list, outline, sentence

SIMPLE = 400
"""Beyond so many characters a sentence is harder to read than one over names with a legend, or over parts."""
SPELLED_OUT = frozenset(("percentage", "/", "+", "-"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of a legend: the name as it stands in the equation, and what it is."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence without its full stop. `parts` are what it names as part 1, part 2 … where it would be too long."""

    sentence: str
    parts: tuple[Meaning, ...] = ()


def formula_words(plan: Plan, method: Method, component: Component, phrases: Phrases) -> Words | None:
    """The formula of a component as a sentence, None when it would be of too many parts.

    One measure, or two with one operator between, are spelled out. Other formulas are said over the quoted labels that
    the legend explains; when that is long, over parts.
    """
    formula = component.formula
    spelled = _spelled_out(plan, method, component, phrases)
    if spelled is not None:
        return Words(spelled)
    labels = formula_labels(plan, method, formula, phrases)

    def quoted(name: Name) -> str:
        return labels(name) if name.role == "constant" else phrases.quoted(labels(name))

    said = sentence(formula, plan, quoted, phrases)
    if len(said) <= SIMPLE:
        return Words(said)
    found = outline(formula, plan, quoted, phrases)
    return found and Words(found[0], tuple(Meaning(name, text) for name, text in found[1].items()))


def is_one_measure(formula: Expr) -> bool:
    """Whether nothing is computed beyond a single measure."""
    return isinstance(formula, Name) and formula.role == "measure"


def _spelled_out(plan: Plan, method: Method, component: Component, phrases: Phrases) -> str | None:
    """`among the rows of …: number of staff where …, divided by the number of staff, as a percentage`."""
    single = _measure(method, component.formula)
    if single is not None and is_one_measure(component.formula):
        return measure_words(plan, single, phrases)
    whole = idiomatic(component.formula)
    if not isinstance(whole, Call) or whole.op not in SPELLED_OUT:
        return None
    first, second = (_measure(method, each) for each in whole.args)
    if first is None or second is None or is_list(first.aggregate.condition):
        return None
    display = component.spec.display
    phrase = f"wholes.{display if whole.op == '/' and display in ('k_of_n', 'ratio') else whole.op}"
    scope = measure_scope(plan, first, phrases)
    if scope == measure_scope(plan, second, phrases):
        within = (measure_within(plan, each, phrases) for each in (first, second))
        said = phrases.say("wholes.among", scope, phrases.say(phrase, *within))
    else:
        said = phrases.say(phrase, *(measure_words(plan, each, phrases) for each in (first, second)))
    return said if len(said) <= SIMPLE else None


def _measure(method: Method, expr: Expr) -> Measure | None:
    """The measure that a name stands for, by itself or through a component that is nothing more."""
    if not isinstance(expr, Name):
        return None
    if expr.role == "component":
        expr = next(each.formula for each in method.components if each.id == expr.dotted)
        return _measure(method, expr) if is_one_measure(expr) else None
    return method.measures.get(expr.dotted) if expr.role == "measure" else None


def legend(plan: Plan, method: Method, formula: Expr, phrases: Phrases) -> tuple[Meaning, ...]:
    """What each measure, component and indicator in the formula is, in the order of the formula.

    The equation of a single measure says what is done over the rows, so its legend says which rows these are.
    """
    single = _measure(method, formula) if is_one_measure(formula) else None
    if single is not None:
        return (Meaning(phrases.say("equations.rows"), measure_rows(plan, single, phrases)),)
    labels = formula_labels(plan, method, formula, phrases)
    found = {name.dotted: name for name in names(formula) if name.role != "constant"}
    return tuple(Meaning(labels(name), _meaning(plan, method, name, phrases)) for name in found.values())


def _meaning(plan: Plan, method: Method, name: Name, phrases: Phrases) -> str:
    if name.role == "measure":
        return measure_words(plan, method.measures[name.dotted], phrases)
    return phrases.say(f"names.{name.role}")
