"""A measure is added, or taken away.

A measure by itself is not printed. What becomes of the figures is said of the formulas that use it.

## Before

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
  spare: {label: Spare, from: requests, aggregate: count}
examples:
```

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

REMOVED = Rule("RBM944", "measure-removed", Severity.INFO)
ADDED = Rule("RBM943", "measure-added", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Measures that are there in one version only."""
    match fact:
        case Fact(how="added", kind="indicator", path=("measures", name)):
            yield Verdict(ADDED, f"`{fact.id}` has a new measure, `{name}`: {fact.new['label']}.")
        case Fact(how="removed", kind="indicator", path=("measures", name)):
            yield Verdict(REMOVED, f"`{fact.id}` has no measure `{name}` any more: {fact.old['label']}.")
