"""The plan does not consist of whole years.

Results are reported by calendar year, and a plan's first and last year are reported like the others. A plan that
begins or ends within a year has a year that it shares with another plan, so that one figure belongs to both.

## Bad

```yaml
# plan.yaml (in part)
period:
  start: 2028-01-01
  end: 2031-06-30
```

## Good

```yaml
# plan.yaml (in part)
period:
  start: 2028-01-01
  end: 2031-12-31
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM692", "plan-years", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """A first day that is no New Year, or a last day that is no New Year's Eve."""
    where = plan.spec.where.at("period")
    if (plan.start.month, plan.start.day) != (1, 1):
        message = f"The plan begins on {plan.start}, within a year."
        yield RULE.found(where.at("start"), message, f"Write {plan.start.year}-01-01.")
    if (plan.end.month, plan.end.day) != (12, 31):
        message = f"The plan ends on {plan.end}, within a year."
        yield RULE.found(where.at("end"), message, f"Write {plan.end.year}-12-31.")
