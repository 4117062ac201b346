"""A dataset is added, or taken away.

Somebody has one more table to fill in, or a table that was sent out is wanted no longer. A dataset that is computed
from another asks nothing of anybody.

## After

```yaml
# datasets/visits.yaml
kind: dataset
id: visits
title: Visits (made up)
owner: Service desk
grain: One row for each visit.
key: [visit_id]
fields:
  visit_id: {type: string, required: true, label: Visit number}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import PROVIDERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM906", "dataset-added", Severity.WARNING)
REMOVED = Rule("RBM907", "dataset-removed", Severity.ERROR)
COMPUTED = Rule("RBM908", "computed-dataset-added", Severity.INFO)
GONE = Rule("RBM909", "computed-dataset-removed", Severity.INFO)
BREAKS = {REMOVED: (PROVIDERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Datasets that are there in one version only."""
    match fact:
        case Fact(how="added", kind="dataset", path=(), new={"derive": _}):
            yield Verdict(COMPUTED, f"A new table is computed, `{fact.id}`; nobody fills it in.")
        case Fact(how="removed", kind="dataset", path=(), old={"derive": _}):
            yield Verdict(GONE, f"The table `{fact.id}` is computed no longer; nobody filled it in.")
        case Fact(how="added", kind="dataset", path=()):
            yield Verdict(ADDED, f"{fact.new['owner']} has a new table to fill in, `{fact.id}`: {fact.new['title']}.")
        case Fact(how="removed", kind="dataset", path=()):
            owner = fact.old["owner"]
            yield Verdict(REMOVED, f"The table `{fact.id}` is collected no longer; {owner} need not send it.")
