"""A target of a kind that does not fit the direction.

Who wants more cannot set an upper limit: with `at_most` a year that does better than hoped misses its target.
`increase` goes with `at_least` or `more_than_previous`, `decrease` with `at_most` or `less_than_previous`, `band`
with `between`, `toward` with `between` or `exactly`. A quantity of `direction: none` is there for its size and has no
target.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_least: 10}}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import own_targets, todays
from rbm_spec.checks._targets import WORDS, conditions
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM622", "target-kind", Severity.WARNING)
ALWAYS = ("tbd", "text")
FITTING = {
    "increase": ("at_least", "more_than_previous", "exactly", "between", "k_of_n"),
    "decrease": ("at_most", "less_than_previous", "exactly", "between"),
    "band": ("between",),
    "toward": ("between", "exactly"),
    "none": (),
}


def check(plan: Plan) -> Iterator[Finding]:
    """Targets of another kind, for the total and for cells."""
    for indicator, component in todays(plan):
        fitting = FITTING.get(component.spec.direction)
        if fitting is None:
            continue
        for target in own_targets(indicator, component):
            for condition, where in conditions(target):
                if condition.kind not in (*ALWAYS, *fitting):
                    direction = component.spec.direction
                    hint = f"Fitting: {', '.join(fitting)}." if fitting else "Take it out, or declare the direction."
                    at = where if condition.kind in WORDS else where.key()
                    yield RULE.found(at, f"`{condition.kind}` does not fit the direction {direction}.", hint)
