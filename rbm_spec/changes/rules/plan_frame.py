"""The frame of the whole plan is changed.

The years of the plan, the reporting period, the currency, and the days that are not working days. Every figure may
change with them.

## After

```yaml
# plan.yaml (in part)
period: {start: 2028-01-01, end: 2032-12-31}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM997", "plan-frame-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}
WORDS = {
    ("period", "start"): "first day", ("period", "end"): "last day", ("reporting",): "reporting period",
    ("currency",): "currency", ("holidays",): "list of holidays",
}  # fmt: skip


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Period, reporting, currency and holidays of a plan."""
    if fact.kind == "plan" and fact.path in WORDS:
        yield Verdict(RULE, f"The {WORDS[fact.path]} of the plan: {said(fact)}.")
