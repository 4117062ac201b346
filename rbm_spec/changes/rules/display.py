"""A figure is printed in another form.

“3 out of 8” and 37.5 are the same value in different words.

## Before

```yaml
# indicators/answer_time.yaml (in part)
formula:
examples:
components:
  mean_days: {label: Mean, formula: days_to_answer}
```

## After

```yaml
# indicators/answer_time.yaml (in part)
formula:
examples:
components:
  mean_days: {label: Mean, display: number, formula: days_to_answer}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import own, quantity, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM949", "display-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The display of an indicator or a component."""
    if own(fact) == ("display",):
        yield Verdict(RULE, f"How {quantity(fact)} is printed: {said(fact)}.")
