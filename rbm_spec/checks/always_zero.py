"""A denominator is always zero, so there is never a value.

What is divided by is written with literals alone and comes to nothing: `x / 0`, `x / (1 - 1)`. Division by zero is
missing, whatever is measured. A denominator that is zero only when nothing is there to count is the matter of
zero-denominator.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer / (1 - 1)
examples:
  - title: One request (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,email,2028-03-01,2028-03-05
    expect: {value: null}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer / (3 - 1)
examples:
  - title: One request (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,email,2028-03-01,2028-03-05
    expect: {value: 2}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import every, zero_divisors
from rbm_spec.checks._rows import over_rows
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM613", "always-zero", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Divisors without names that come to zero, in formulas and in expressions over rows."""
    formulas = ((component.formula, component.spec.formula) for _, _, component in every(plan))
    for expr, written in (*formulas, *over_rows(plan)):
        for divisor in zero_divisors(expr):
            text = written.text[divisor.span[0] : divisor.span[1]]
            yield RULE.found(
                written.where.chars(divisor.span),
                f"`{text}` is always zero, so there is never a value.",
                "Divide by what is measured, or by another number.",
            )
