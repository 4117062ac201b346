"""An indicator is added, or taken away.

Readers of the plan see one more indicator, or miss one. What was published under its id is no longer computed when it
is taken away: a series ends. Give it another wording rather than another id when it stays what it is.

## After

```yaml
# indicators/answers.yaml
kind: indicator
id: answers
version: 0.1.0
status: draft
title: Number of requests answered (made up)
source: Made up
outcome: timely_service
responsible: Service desk
definition: Requests answered in the year.
unit: request
direction: none
decimals: 0
frequency: annual
measures:
  all_answers: {label: Requests answered, from: requests, aggregate: count, unit: request}
formula: all_answers
```

```yaml
# outcomes/timely_service.yaml (in part)
indicators: [answer_time, answers]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM900", "indicator-added", Severity.WARNING)
REMOVED = Rule("RBM901", "indicator-removed", Severity.ERROR)
BREAKS = {REMOVED: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Objects of this kind that are there in one version only."""
    match fact:
        case Fact(how="added", kind="indicator", path=()):
            yield Verdict(ADDED, f"A new indicator, `{fact.id}`: “{fact.new['title']}”.")
        case Fact(how="removed", kind="indicator", path=()):
            yield Verdict(REMOVED, f"The indicator `{fact.id}` is gone; its series ends: “{fact.old['title']}”.")
