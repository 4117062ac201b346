"""The targets of successive years move against the declared direction.

With `direction: increase` a later target is not below an earlier one, and the first is not below the baseline. Two
figures are often swapped, or the direction was meant the other way round.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
targets: {2030: {at_most: 10}, 2031: {at_most: 12}}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
targets: {2030: {at_most: 12}, 2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rbm_spec.checks._quantities import own_targets, todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.model.spec import Condition
from rbm_spec.plan.model import Plan

RULE = Rule("RBM621", "target-against-direction", Severity.WARNING)
FITTING = {"increase": ("at_least", "exactly"), "decrease": ("at_most", "exactly")}


def check(plan: Plan) -> Iterator[Finding]:
    """Each target that is worse than the one before it, or than the baseline."""
    for indicator, component in todays(plan):
        direction = component.spec.direction
        if direction not in FITTING or not (targets := own_targets(indicator, component)):
            continue
        baseline = component.spec.baseline
        before: tuple[str, Decimal] | None = None
        if baseline and isinstance(baseline.value, Decimal):
            before = f"the baseline of {baseline.year}", baseline.value
        for target in sorted(targets, key=lambda each: each.year):
            value = _value(target.condition, direction)
            if value is None or target.condition is None:
                continue
            if before and (value < before[1] if direction == "increase" else value > before[1]):
                yield RULE.found(
                    target.where.at(target.condition.kind),
                    f"The direction is {direction}, but the target of {target.year}, {value}, is "
                    f"{'below' if direction == 'increase' else 'above'} {before[0]}, {before[1]}.",
                    "Change the figure or the direction.",
                )
            before = f"the target of {target.year}", value


def _value(condition: Condition | None, direction: str) -> Decimal | None:
    """The number to compare; a kind that does not fit the direction is the matter of target-kind."""
    if condition is None or condition.kind not in FITTING[direction]:
        return None
    return condition.numbers[0]
