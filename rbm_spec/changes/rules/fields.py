"""A column is added to a table, or taken away.

Whoever fills in the table has a column more or less. A new column that must be filled in makes every row that was
prepared without it incomplete.

## After

```yaml
# datasets/requests.yaml (in part)
fields:
  request_id:
    type: string
    required: true
    label: Request number
    help: The number in the register of requests, for example 2028-0117.
  office:
    type: code
    codelist: offices
    required: true
    label: Office
  channel:
    type: code
    codelist: channels
    required: true
    label: Channel
    help: How the request came in.
  received_on:
    type: date
    required: true
    label: Received on
  answered_on:
    type: date
    label: Answered on
    help: Leave empty while the request is open.
  clerk: {type: string, label: Clerk}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import PROVIDERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM960", "field-added", Severity.WARNING)
REMOVED = Rule("RBM962", "field-removed", Severity.ERROR)
REQUIRED = Rule("RBM961", "required-field-added", Severity.ERROR)
BREAKS = {REQUIRED: (PROVIDERS,), REMOVED: (PROVIDERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Fields of collected datasets that are there in one version only."""
    match fact:
        case Fact(how="added", kind="dataset", path=("fields", name)):
            where = f"The table `{fact.id}` has a new column, `{name}` ({fact.new['label']})"
            if fact.new.get("required"):
                yield Verdict(REQUIRED, f"{where}, which must be filled in.")
            else:
                yield Verdict(ADDED, f"{where}, which may stay empty.")
        case Fact(how="removed", kind="dataset", path=("fields", name)):
            yield Verdict(REMOVED, f"The table `{fact.id}` has no column `{name}` any more ({fact.old['label']}).")
