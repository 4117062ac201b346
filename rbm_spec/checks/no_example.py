"""An indicator has no worked example.

A handful of rows and the figure that follows, worked out by hand, is the only proof that formula and definition mean
the same. It is computed at each check, so that a change of the formula that changes the figure is noticed at once.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
examples: []
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 7}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM680", "no-example", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Indicators whose `examples` is absent or empty."""
    for indicator in plan.indicators.values():
        if not indicator.spec.examples and not plan.holes.touch(indicator.spec.where.at("examples")):
            yield RULE.found(
                indicator.spec.where.at("id"),
                f"The indicator `{indicator.id}` has no worked example.",
                "Add `examples:` with a few made-up rows and the figure worked out by hand.",
            )
