"""Directions, baselines, indicator targets and results -> words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rbm_spec.kernel.publishing import digits
from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.values import Content
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
            return phrases.say("language.semicolon").join([*total, *cells])
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


def published(found: Observation, spec: ComponentSpec, phrases: Phrases) -> str:
    """A result as it is printed, and exactly where that says more; without a value the reason."""
    value = found.value
    if value is None:
        reason = f"reasons.{found.reason}"
        return phrases.say("targets.no_value_because", phrases.say(reason)) if found.reason else exactly(None, phrases)
    if not isinstance(value, Fraction):
        return exactly(value, phrases)
    if spec.display != "number":
        return _of_two_sides(found.published or "", phrases)
    shown = as_printed(value, spec, phrases)
    return shown if is_exact(value, spec) else phrases.say("targets.rounded", shown, exactly(value, phrases))


def as_printed(value: Fraction, spec: ComponentSpec, phrases: Phrases) -> str:
    """A number with the declared decimals."""
    return phrases.number(Decimal(digits(value, spec.decimals)))


def is_exact(value: Fraction, spec: ComponentSpec) -> bool:
    """Whether the declared decimals show all of it."""
    return Decimal(digits(value, spec.decimals)) == value


def _of_two_sides(text: str, phrases: Phrases) -> str:
    """`3 out of 8` of the kernel in the words of the language; `80:20` as it is."""
    over, _, under = text.partition(" out of ")
    return phrases.say("targets.out_of", over, under) if under else text


def exactly(value: Content, phrases: Phrases) -> str:
    """A value without rounding: a decimal where it ends, else a fraction."""
    match value:
        case None:
            return phrases.say("targets.no_value")
        case bool():
            return phrases.say("language.yes" if value else "language.no")
        case Fraction():
            exact = decimal_of(value)
            if exact is not None:
                return phrases.number(exact)
            return f"{phrases.number(Decimal(value.numerator))}/{value.denominator}"
        case str():
            return phrases.quoted(value)
        case _:
            return phrases.date(value.isoformat())


def decimal_of(value: Fraction) -> Decimal | None:
    """The number as a decimal; None when its digits do not end."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    return Decimal(f"{value.numerator * 10**places // value.denominator}E-{places}") if rest == 1 else None
