"""A percentage whose numerator is not a part of its denominator.

A percentage of a group divides a part of the group by the group. When the numerator counts rows that the denominator
leaves out, the figure can exceed 100 and says nothing about the group. This is reported only when it can be shown:
both measures read the same dataset, and there is a row that the one keeps and the other drops, the numerator counts
by another date, or the numerator ignores a dimension that the denominator does not. Displays as "k out of n" are
looked at as well.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
unit: percent
measures:
  by_letter:
    label: Requests by letter
    from: requests
    where: channel = "letter"
    aggregate: count
    unit: request
  not_by_letter:
    label: Requests by other ways
    from: requests
    where: channel in ("email", "telephone")
    aggregate: count
    unit: request
formula: 100 * by_letter / not_by_letter
examples:
  - title: One by letter, one by telephone
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 100}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
unit: percent
measures:
  by_letter:
    label: Requests by letter
    from: requests
    where: channel = "letter"
    aggregate: count
    unit: request
  all_ways:
    label: Requests
    from: requests
    aggregate: count
    unit: request
formula: 100 * by_letter / all_ways
examples:
  - title: One by letter, one by telephone
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 50}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import every, quotient
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.plan.quantities import COUNTS
from rbm_spec.plan.subsets import subset

RULE = Rule("RBM610", "not-a-share", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Shares of which it is certain that they are none."""
    for _, method, component in every(plan):
        spec = component.spec
        if spec.unit != "percent" and spec.display != "k_of_n":
            continue
        parts = quotient(component.formula, method)
        if parts is None or not {parts[0].aggregate.name, parts[1].aggregate.name} <= set(COUNTS):
            continue
        over, under, _ = parts
        rules = plan.datasets[over.dataset].spec.where.at("rules")
        if subset(plan, over, under) is False and not plan.holes.touch(rules):
            yield RULE.found(
                spec.formula.where.chars(component.formula.span),
                f"`{over.id}` is not a part of `{under.id}`: it counts rows that `{under.id}` leaves out.",
                f"Let `where`, `during` and `ignore` of `{under.id}` keep every row that `{over.id}` keeps.",
            )
