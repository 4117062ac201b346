"""An earlier method that no period of the plan uses.

A period uses the method that is valid at its end; `until` is the last day of a method. A method that ended before the
plan began is never used, and one that lasts as long as the plan leaves no room for today's. Two with the same last
day leave one of them without a period. Methods are written oldest first.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
previous_methods:
  - until: 2026-12-31
    note: Half of the time was counted (made up).
    measures:
      days_to_answer:
        label: Calendar days from receipt to answer
        from: requests
        aggregate: mean
        of: days(received_on, answered_on)
    formula: days_to_answer / 2
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2029
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2029-03-01,2029-03-05
        B,south,telephone,2029-03-10,2029-03-20
    expect: {value: 7}
previous_methods:
  - until: 2028-12-31
    note: Half of the time was counted (made up).
    measures:
      days_to_answer:
        label: Calendar days from receipt to answer
        from: requests
        aggregate: mean
        of: days(received_on, answered_on)
    formula: days_to_answer / 2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM690", "method-dates", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Last days outside the plan, given twice, or out of order."""
    for indicator in plan.indicators.values():
        before = ""
        for method in indicator.spec.previous_methods:
            until = method.until or ""
            where = method.where.at("until")
            if not plan.start.isoformat() <= until < plan.end.isoformat():
                yield RULE.found(
                    where,
                    f"The plan runs from {plan.start} to {plan.end}; with the last day {until} "
                    f"{'this method is never' if until < plan.start.isoformat() else 'no later method is ever'} used.",
                    "Give a day within the plan, or take the method out.",
                )
            elif until <= before:
                yield RULE.found(
                    where,
                    f"The method before this one ends on {before}, which is not earlier than {until}.",
                    "Write methods oldest first, each with a last day of its own.",
                )
            before = max(before, until)
