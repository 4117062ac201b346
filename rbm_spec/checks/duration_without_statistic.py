"""A duration is a sum over cases instead of a statistic.

How long something takes is told by a mean, a median, a percentile or the longest case. A sum of all durations grows
with the number of cases, so that more work looks like slower work. A total that is meant as a volume has `direction:
none` and is not mentioned.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: sum
    of: days(received_on, answered_on)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 14}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import every, measure_behind
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.types import TIME_UNITS
from rbm_spec.plan.model import Plan

RULE = Rule("RBM651", "duration-without-statistic", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Quantities with a direction that are nothing but a sum of durations."""
    for _, method, component in every(plan):
        spec = component.spec
        if spec.unit not in TIME_UNITS or spec.direction in ("none", ""):
            continue
        measure = measure_behind(component.formula, method)
        if measure and measure.aggregate.name == "sum" and measure.aggregate.type.unit.atom in TIME_UNITS:
            yield RULE.found(
                measure.spec.where.at("aggregate"),
                "The sum of all durations grows with the number of cases; it does not say how long one takes.",
                "Write mean, median or percentile; for a total as such, `direction: none`.",
            )
