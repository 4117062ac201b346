"""Directions, baselines, indicator targets and expected values -> words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rbm_spec.kernel.publishing import digits
from rbm_spec.model.spec import BaselineSpec, ComponentSpec, Condition
from rbm_spec.plan.model import Dimension, Plan
from rbm_spec.targets.words.labels import code_label
from rbm_spec.targets.words.phrases import Phrases


def direction(spec: ComponentSpec, phrases: Phrases) -> str:
    """Which way is better."""
    if spec.toward is None:
        return phrases.say(f"directions.{spec.direction}")
    value, within = (phrases.number(each) for each in spec.toward)
    return phrases.say("directions.toward_within" if spec.toward[1] else "directions.toward_value", value, within)


def baseline(spec: BaselineSpec | None, phrases: Phrases) -> str:
    """`2027: to be determined`."""
    if spec is None:
        return phrases.say("targets.none")
    said = phrases.say(f"targets.{spec.value}") if isinstance(spec.value, str) else phrases.number(spec.value)
    return phrases.say("targets.baseline", str(spec.year), said)


def target(spec: ComponentSpec, plan: Plan, dimensions: dict[str, Dimension], year: str, phrases: Phrases) -> str:
    """The target of a year, those for single cells after it; on a trajectory the line that leads to the next target."""
    for each in spec.targets:
        if each.year == year:
            total = [_condition(each.condition, phrases)] if each.condition else []
            cells = [
                phrases.say(
                    "targets.cell", _cell(plan, dict(cell.by), dimensions, phrases), _condition(cell.condition, phrases)
                )
                for cell in each.cells
            ]
            return "; ".join([*total, *cells])
    last = max((each.year for each in spec.targets), default="")
    if spec.trajectory and spec.baseline and str(spec.baseline.year) < year < last:
        return phrases.say("targets.trajectory", last)
    return phrases.say("targets.none")


def _cell(plan: Plan, by: dict[str, str], dimensions: dict[str, Dimension], phrases: Phrases) -> str:
    labels = []
    for path, code in by.items():
        known = dimensions.get(path)
        labels.append(code_label(plan, known.type.codelist, code) if known else code)
    return phrases.say("language.comma").join(labels)


def _condition(condition: Condition, phrases: Phrases) -> str:
    if condition.kind == "text":
        return condition.text or ""
    return phrases.say(f"targets.{condition.kind}", *(phrases.number(value) for value in condition.numbers))


def expected(value: str | bool | None, spec: ComponentSpec, phrases: Phrases) -> str:
    """What a worked example must give: as it is printed, and exactly where that says more."""
    if value is None:
        return phrases.say("targets.no_value")
    if isinstance(value, bool):
        return phrases.say("language.yes" if value else "language.no")
    if spec.display == "k_of_n" and "/" in value:
        return phrases.say("targets.out_of", *value.split("/"))
    exact = Fraction(value)
    rounded = Decimal(digits(exact, spec.decimals))
    if rounded == exact:
        return phrases.number(rounded)
    over, _, under = value.partition("/")
    said = phrases.number(Decimal(over)) + (f"/{under}" if under else "")
    return phrases.say("targets.rounded", phrases.number(rounded), said)
