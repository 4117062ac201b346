"""The baseline is of a year inside the plan.

A baseline says where things stood before the plan began. One from within the plan is a result already, and the way
from the baseline to the targets is then shorter than it looks.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
baseline: {year: 2029, value: tbd}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
baseline: {year: 2027, value: tbd}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.model.spec import BaselineSpec
from rbm_spec.plan.model import Plan

RULE = Rule("RBM629", "baseline-year", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Baselines from the plan's first year on; one that components inherit is named once."""
    said: set[tuple[str, BaselineSpec]] = set()
    if plan.holes.touch(plan.spec.where.at("period")):
        return
    for indicator, component in todays(plan):
        baseline = component.spec.baseline
        if baseline and baseline.year >= plan.start.year and (indicator.id, baseline) not in said:
            said.add((indicator.id, baseline))
            yield RULE.found(
                component.spec.where.at("baseline", "year"),
                f"The plan begins in {plan.start.year}; a baseline of {baseline.year} is not from before it.",
                f"Give the state of {plan.start.year - 1} or earlier; write `value: tbd` while it is unknown.",
            )
