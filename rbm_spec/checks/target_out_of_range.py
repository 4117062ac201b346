"""A target that no value can reach, or that every value meets.

Counts are never negative. The share of a part lies between 0 and 100 when the numerator is shown to be a part of the
denominator. Fields have the bounds that the dataset declares. A target outside is a slip of the pen, or says
something else than was meant: 0.9 for 90 percent lies inside and is not noticed here.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
unit: percent
direction: increase
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
targets: {2031: {at_least: 110}}
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

## Good

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rbm_spec.checks._quantities import component_range, own_targets, todays
from rbm_spec.checks._targets import conditions
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.ranges import Range
from rbm_spec.model.spec import Condition
from rbm_spec.plan.model import Plan

RULE = Rule("RBM623", "target-out-of-range", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers of targets that lie outside what the quantity can be."""
    for indicator, component in todays(plan):
        told = [each for target in own_targets(indicator, component) for each in conditions(target) if each[0].numbers]
        if told:
            found = component_range(plan, indicator.method, component)
            if found.low is not None and found.low == found.high:
                continue  # it never moves: that is the matter of against-direction
            for condition, where in told:
                if component.spec.display == "yes_no":
                    message = "The quantity is shown as yes or no; a number is no target for it."
                    yield RULE.found(where, message, "Write the target as `text:`, or show a number.")
                elif any(not found.holds(number) for number in _numbers(condition)):
                    yield RULE.found(
                        where,
                        f"The quantity lies {_words(found)}; this target is outside.",
                        "Correct the figure; 90 percent is written 90.",
                    )


def _numbers(condition: Condition) -> tuple[Fraction, ...]:
    """The numbers that the quantity is compared with."""
    if condition.kind == "k_of_n":
        k, n = map(Fraction, condition.numbers)
        return (k / n,) if n >= k and n else ()
    return tuple(map(Fraction, condition.numbers))


def _words(found: Range) -> str:
    if found.low is not None and found.high is not None:
        return f"between {float(found.low):g} and {float(found.high):g}"
    return f"at {float(found.low or 0):g} or above" if found.high is None else f"at {float(found.high):g} or below"
