"""A value against the indicator target of its period: met, not met, not assessed, or no target at all."""

from __future__ import annotations

from fractions import Fraction

from .definitions import By, Component, Condition
from .values import Value, comparable

RELATIVE = ("more_than_previous", "less_than_previous")


def target_of(component: Component, year: int, by: By) -> Condition | None:
    """The condition that holds for the cell `by` in `year`."""
    for target in component.targets:
        if target.year == year:
            if not by:
                return target.condition
            cell = dict(by)
            for wanted, condition in target.cells:
                if all(cell.get(path) == code for path, code in wanted.items()) and len(wanted) == len(cell):
                    return condition
            return None
    return None if by else _on_trajectory(component, year)


def _on_trajectory(component: Component, year: int) -> Condition | None:
    """Between the baseline and the last target the years ask for points on a straight line."""
    if not (component.trajectory and component.baseline and component.targets):
        return None
    last = max(component.targets, key=lambda target: target.year)
    start, value = component.baseline
    condition = last.condition
    if condition is None or len(condition.numbers) != 1 or not start < year < last.year:
        return None
    share = Fraction(year - start, last.year - start)
    return Condition(condition.kind, (value + (condition.numbers[0] - value) * share,))


def assess(condition: Condition | None, value: Value, before: Value | None) -> str | None:
    """`before` is the value of the period before, None when it cannot be compared (no value, a series break)."""
    if condition is None:
        return None
    if condition.kind in ("tbd", "text") or value.missing or not isinstance(value.content, Fraction):
        return "not_assessed"
    if not comparable(value):
        return "not_assessed"
    number = value.decimal
    if condition.kind in RELATIVE:
        if before is None or before.missing or not comparable(before):
            return "not_assessed"
        met = number > before.decimal if condition.kind == "more_than_previous" else number < before.decimal
    else:
        met = _holds(condition, number)
    return "met" if met else "not_met"


def _holds(condition: Condition, number: Fraction) -> bool:
    match condition.kind, condition.numbers:
        case "at_least", (least,):
            return number >= least
        case "at_most", (most,):
            return number <= most
        case "between", (low, high):
            return low <= number <= high
        case "toward", (value, within):
            return abs(number - value) <= within
        case "k_of_n", (k, n):
            return number * n >= k
        case "exactly", (wanted,):
            return number == wanted
    raise ValueError(f"unknown condition {condition.kind}")
