"""A dataset is computed in another way.

Every indicator that reads the dataset gets other rows. The condition of the derivation, and what its fields take from
each row, are judged by themselves.

## Before

```yaml
# datasets/answers.yaml
kind: dataset
id: answers
title: Answers (made up)
owner: Service desk
grain: One row for each office.
derive: {from: requests, latest_by: [office], "on": answered_on}
time: answered_on
```

## After

```yaml
# datasets/answers.yaml
kind: dataset
id: answers
title: Answers (made up)
owner: Service desk
grain: One row for each office.
derive: {from: requests, latest_by: [office], "on": received_on}
time: answered_on
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.rules import renamed_inside
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM953", "derivation-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}
ELSEWHERE = ("where", "of", "aggregate", "percentile", "unit", "label")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """From what a dataset is computed, by which fields, and which fields come out."""
    if fact.kind != "dataset" or fact.path[:1] != ("derive",) or fact.how in ("moved", "renamed"):
        return
    if fact.path[1:] == ("from",) and between.renames.get(("dataset", fact.old)) == fact.new:
        yield Verdict(
            renamed_inside.RULE, f"`{fact.id}` is computed from the same table under its new name, `{fact.new}`."
        )
    elif fact.path[-1] not in ELSEWHERE or len(fact.path) == 3:
        yield Verdict(RULE, f"`{fact.id}` is computed in another way ({', '.join(fact.path[1:3])}): {said(fact)}.")
