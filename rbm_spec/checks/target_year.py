"""A target for a year in which the indicator has no result within the plan.

Targets are held against the period that ends in their year. A year outside the plan is never looked at; nor is the
first year of two when the indicator is biennial.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
targets: {2032: {at_most: 10}}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import todays, years
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM624", "target-year", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Years of targets outside the plan, or without the end of a period."""
    known = years(plan)
    if plan.holes.touch(plan.spec.where.at("period")):
        return
    for indicator, component in todays(plan):
        for target in component.spec.targets:
            year = int(target.year)
            if year not in known:
                yield RULE.found(
                    target.where.key(),
                    f"The plan runs from {known[0]} to {known[-1]}; a target of {year} is never looked at.",
                    "Give a year of the plan.",
                )
            elif indicator.spec.frequency == "biennial" and (year - known[0]) % 2 == 0:
                yield RULE.found(
                    target.where.key(),
                    f"The indicator is biennial, and no period ends in {year}.",
                    f"Write {year + 1}, the end of the period {year}-{year + 1}.",
                )
