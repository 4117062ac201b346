"""Rows must meet one more condition, one less, or another one.

Data that was accepted may be refused under a new condition. A condition that is written otherwise and means the same
asks for nothing new.

## After

```yaml
# datasets/requests.yaml (in part)
rules:
  - condition: answered_on >= received_on
    message: A request cannot be answered before it is received.
  - condition: received_on >= date("2020-01-01")
    message: Older requests are not collected.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import both, is_other_clock, settled, undecided
from rbm_spec.changes.model import CALCULATION, PROVIDERS, Between, Fact, Verdict
from rbm_spec.changes.rules.reworded import is_reworded
from rbm_spec.changes.wording import said, shown
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM970", "rule-added", Severity.ERROR)
REMOVED = Rule("RBM971", "rule-removed", Severity.WARNING)
CHANGED = Rule("RBM972", "rule-changed", Severity.ERROR)
BREAKS = {ADDED: (PROVIDERS, CALCULATION), CHANGED: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Rules of a dataset."""
    match fact:
        case Fact(how="added", kind="dataset", path=("rules", condition)):
            yield Verdict(ADDED, f"Rows of `{fact.id}` must meet one more condition: {shown(condition)}.")
        case Fact(how="removed", kind="dataset", path=("rules", condition)):
            yield Verdict(REMOVED, f"Rows of `{fact.id}` need not meet a condition any more: {shown(condition)}.")
        case Fact(kind="dataset", path=("rules", _, "condition")):
            if not is_reworded(fact, between) and not is_other_clock(*both(between, fact)):
                words = f"Rows of `{fact.id}` must meet another condition: {said(fact)}."
                yield Verdict(CHANGED, words + undecided(*(settled(each, True) for each in both(between, fact))))
