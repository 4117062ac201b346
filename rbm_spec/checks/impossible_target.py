"""A target that contradicts itself.

A band whose lower end lies above its upper end holds no number, and nobody can be seven out of five.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
direction: band
targets: {2031: {between: [10, 5]}}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
direction: band
targets: {2031: {between: [5, 10]}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import todays
from rbm_spec.checks._targets import conditions
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM625", "impossible-target", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Bands without inside, and k out of n with k above n or n zero."""
    for _, component in todays(plan):
        for target in component.spec.targets:
            for condition, where in conditions(target):
                match condition.kind, condition.numbers:
                    case "between", (low, high) if low > high:
                        message = f"No number lies between {low} and {high}: the lower end is above the upper end."
                        yield RULE.found(where, message, f"Write between: [{high}, {low}].")
                    case "k_of_n", (k, n) if k > n or n == 0:
                        message = f"{k} out of {n} cannot be."
                        yield RULE.found(where, message, "Write k_of_n: [k, n] with k at most n, and n at least 1.")
