"""A quantity is added to an indicator, or taken away.

An indicator of several quantities prints one more line, or one less. What was published of a quantity that is gone is
no longer computed.

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
  mean_days: {label: Mean, formula: days_to_answer}
  double_days: {label: Twice the mean, formula: 2 * days_to_answer}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM945", "component-added", Severity.WARNING)
REMOVED = Rule("RBM946", "component-removed", Severity.ERROR)
BREAKS = {REMOVED: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Components that are there in one version only."""
    match fact:
        case Fact(how="added", kind="indicator", path=("components", name)):
            yield Verdict(ADDED, f"`{fact.id}` has a new quantity, `{name}`: {fact.new['label']}.")
        case Fact(how="removed", kind="indicator", path=("components", name)):
            yield Verdict(REMOVED, f"`{fact.id}` has no quantity `{name}` any more: {fact.old['label']}.")
