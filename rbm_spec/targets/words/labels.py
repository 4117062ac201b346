"""Names of a plan -> the labels that people know them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from rbm_spec.expr.nodes import Expr, Name, names
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Component, Method, Plan, Step
from rbm_spec.plan.paths import steps
from rbm_spec.targets.words.phrases import Phrases

Naming = Callable[[Name], str]
PLAIN = ("", "score", "ratio")
"""Units of numbers that have none."""


def step_label(plan: Plan, step: Step) -> str:
    """The label of a field, or of an attribute, or of the list that the attribute's codes are from."""
    if step.dataset:
        return plan.datasets[step.dataset].fields[step.name].label
    label = plan.codelists[step.codelist].attributes[step.name].label
    target = plan.codelists.get(step.type.codelist)
    return label or (target.title if target else step.name.replace("_", " "))


def path_label(plan: Plan, dataset: str, parts: tuple[str, ...], phrases: Phrases) -> str:
    """`staff.grade.category` as “Category” of “Grade” of “Staff member”."""
    first, *more = (phrases.quoted(step_label(plan, step)) for step in steps(plan, dataset, parts))
    said = first
    for label in more:
        said = phrases.say("language.of", label, said)
    return said


def code_label(plan: Plan, codelist: str, code: str) -> str:
    """The label of a code; the code itself when the list does not hold it."""
    known = plan.codelists[codelist].codes if codelist in plan.codelists else {}
    return known[code].label if code in known else code


def cell_label(plan: Plan, name: Step, text: str, phrases: Phrases) -> str:
    """A value of a data file as a reader is shown it."""
    match name.type.kind:
        case Kind.CODE:
            return code_label(plan, name.type.codelist, text)
        case Kind.BOOLEAN if text in ("true", "false"):
            return phrases.say("language.yes" if text == "true" else "language.no")
        case _:
            return text


def formula_labels(plan: Plan, method: Method, formula: Expr, phrases: Phrases) -> Naming:
    """The label of every name in `formula`. Quantities in it that share a label are told apart by their ids."""
    components = {component.id: component.spec.label for component in method.components}
    own = {
        name.dotted: components[name.dotted] if name.role == "component" else method.measures[name.dotted].spec.label
        for name in names(formula)
        if name.role in ("component", "measure")
    }
    sharing = Counter(label.casefold() for label in own.values())

    def label(name: Name) -> str:
        if name.role == "constant":
            return phrases.say(f"constants.{name.dotted}")
        if name.role == "indicator":
            return _indicator_label(plan, name, phrases)
        shared = sharing[own[name.dotted].casefold()] > 1
        return phrases.say("names.same_label", own[name.dotted], name.dotted) if shared else own[name.dotted]

    return label


def _indicator_label(plan: Plan, name: Name, phrases: Phrases) -> str:
    indicator = plan.indicators[name.parts[1]]
    for component in indicator.method.components:
        if len(name.parts) > 2 and component.id == name.parts[2]:
            return phrases.say("names.quantity", indicator.spec.title, component.spec.label)
    return indicator.spec.title


def unit_label(plan: Plan, unit: str, phrases: Phrases) -> str:
    """`percent` as per cent; a counted noun by its label; a currency as it is."""
    units: Mapping[str, str] = plan.spec.units
    if unit in units:
        return units[unit]
    return phrases.say(f"units.{unit}") if phrases.has(f"units.{unit}") else unit


def table_unit(plan: Plan, unit: str, phrases: Phrases) -> str:
    """The unit in a cell of a table, where per cent is the sign."""
    return phrases.say("language.percent") if unit == "percent" else unit_label(plan, unit, phrases)


def unit_beside(
    plan: Plan, component: Component, phrases: Phrases, label: Callable[[Plan, str, Phrases], str] = unit_label
) -> str:
    """The unit that stands beside a value; other displays say theirs themselves, and plain numbers have none."""
    spec = component.spec
    return label(plan, spec.unit, phrases) if spec.display == "number" and spec.unit not in PLAIN else ""


def with_unit(value: str, unit: str, label: str, phrases: Phrases) -> str:
    """A value in a cell of a table: `87.5%`, with a blank before the sign in languages that have one, or `3 posts`."""
    return phrases.say("language.percent_of", value) if unit == "percent" else f"{value} {label}".rstrip()
