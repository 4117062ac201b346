"""A quantity is declared to move one way, and its formula says otherwise.

Two cases are certain. A formula reads another quantity whose direction is declared too, and an improvement of that
one makes this one worse: with `increase` for both, the derivative is negative. Or the formula does not move at all,
whatever is measured, so that no direction can be meant.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer - days_to_answer + 7
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rbm_spec.checks._quantities import called, ranges_of, todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Expr, Name, names, walk
from rbm_spec.expr.ranges import Range, slope_sign
from rbm_spec.plan.model import Component, Indicator, Plan

RULE = Rule("RBM620", "against-direction", Severity.WARNING)
SIGNS = {"increase": 1, "decrease": -1}


def check(plan: Plan) -> Iterator[Finding]:
    """Signs that are certain and wrong."""
    for indicator, component in todays(plan):
        wanted = SIGNS.get(component.spec.direction)
        if wanted is None or isinstance(component.formula, Name):
            continue
        read = list(names(component.formula))
        directed = {each.dotted: each for each in read if _direction(plan, indicator, each) in SIGNS}
        if not directed and len({each.dotted for each in read}) == len(read) > 0:
            continue
        ranges = ranges_of(plan, indicator.method, component.formula)
        where = component.spec.formula.where
        for name in directed.values():
            own = SIGNS[_direction(plan, indicator, name)]
            if _sign(component.formula, name.dotted, ranges) == -wanted * own:
                yield RULE.found(
                    where.chars(name.span),
                    f"`{name.dotted}` should {_verb(own)}, but that makes {called(indicator, component)} "
                    f"{_verb(-wanted)}, which should {_verb(wanted)}.",
                    "Change the formula, or one of the two directions.",
                )
        if _is_still(component, ranges):
            yield RULE.found(
                where.chars(component.formula.span),
                f"This should {_verb(wanted)}, but it is the same whatever is measured.",
                "Let the formula follow from what is measured, or write `direction: none`.",
            )


def _verb(sign: int) -> str:
    return "increase" if sign > 0 else "decrease"


def _direction(plan: Plan, indicator: Indicator, name: Name) -> str:
    """The direction of the quantity that a name stands for; empty for measures and constants."""
    if name.role == "component":
        return next(each.spec.direction for each in indicator.method.components if each.id == name.dotted)
    if name.role == "indicator":
        wanted = name.parts[2] if len(name.parts) > 2 else ""
        components = plan.indicators[name.parts[1]].method.components
        return next(each.spec.direction for each in components if each.id == wanted)
    return ""


def _sign(formula: Expr, name: str, ranges: Mapping[str, Range]) -> int | None:
    """Of the derivative: from ranges where that is enough, else by algebra, which is slow to load."""
    quick = slope_sign(formula, name, ranges)
    if quick is not None:
        return quick
    from rbm_spec.expr.movement import derivative_sign

    return derivative_sign(formula, name, ranges)


def _is_still(component: Component, ranges: Mapping[str, Range]) -> bool:
    """Whether no name moves the formula. It can only be so where one stands there twice, or none at all."""
    dotted = [node.dotted for node in walk(component.formula) if isinstance(node, Name)]
    if component.type.unit.atom is None and not component.type.unit.plain:
        return False
    return len(set(dotted)) == len(dotted) == 0 or (
        all(dotted.count(name) > 1 for name in dotted)
        and all(_sign(component.formula, name, ranges) == 0 for name in set(dotted))
    )
