"""A row of a table stands for something else.

The sentence that says what one row is decides what is entered. Whoever reads it otherwise enters other rows.

## After

```yaml
# datasets/requests.yaml (in part)
grain: One row for each request that an office answered.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM973", "grain-changed", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The grain of a dataset, unless only its punctuation differs."""
    if fact.kind == "dataset" and fact.path == ("grain",) and not is_same_wording(fact.old, fact.new):
        yield Verdict(RULE, f"What one row of `{fact.id}` stands for: {said(fact)}.")
