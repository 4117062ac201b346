"""Other columns tell rows apart.

Rows that were two become one, or a table that was right holds a row twice.

## After

```yaml
# datasets/requests.yaml (in part)
key: [request_id, office]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM969", "key-changed", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The key of a dataset."""
    match fact:
        case Fact(how="added", kind="dataset", path=("key", name)):
            yield Verdict(RULE, f"`{name}` is now one of the columns that tell the rows of `{fact.id}` apart.")
        case Fact(how="removed", kind="dataset", path=("key", name)):
            yield Verdict(RULE, f"`{name}` no longer helps to tell the rows of `{fact.id}` apart.")
