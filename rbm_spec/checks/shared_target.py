"""A figure is set as the target of an indicator that has several quantities.

Targets that stand at the indicator hold for each of its components that has a direction. That is right for `tbd`. A
number can hardly be the target of two different quantities; say for each component what it should reach.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer, mean
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
  longest:
    label: Calendar days from receipt to answer, longest
    from: requests
    aggregate: max
    of: days(received_on, answered_on)
components:
  mean_days: {label: Mean, formula: days_to_answer}
  longest_days: {label: Longest, formula: longest}
formula:
targets: {2031: {at_most: 10}}
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {mean_days: 7, longest_days: 10}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import is_shared, todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM628", "shared-target", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers in the targets that several components inherit."""
    said = set()
    for indicator, component in todays(plan):
        if indicator.id in said or not is_shared(indicator, component):
            continue
        if any(target.condition and target.condition.numbers for target in component.spec.targets):
            said.add(indicator.id)
            ids = ", ".join(each.id for each in indicator.spec.method.components if each.targets)
            yield RULE.found(
                Where(component.spec.where.file, ("targets",), on_key=True),
                f"These targets hold for each of {ids}; one number can hardly be the target of all.",
                "Move `targets:` into the component that it is about.",
            )
