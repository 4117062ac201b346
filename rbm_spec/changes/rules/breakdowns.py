"""A breakdown is added, or taken away.

Cells that were published are no longer, or more are. With more breakdowns of the same people more small groups are
hidden in the others, so that none follows from a difference.

## After

```yaml
# indicators/answer_time.yaml (in part)
disaggregate:
  - [office]
  - [office, channel]
  - [channel]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM951", "breakdown-added", Severity.WARNING)
REMOVED = Rule("RBM952", "breakdown-removed", Severity.ERROR)
BREAKS = {REMOVED: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Breakdowns that are there in one version only."""
    match fact:
        case Fact(how="added", kind="indicator", path=("disaggregate", by)):
            yield Verdict(ADDED, f"`{fact.id}` is also given by {by}.")
        case Fact(how="removed", kind="indicator", path=("disaggregate", by)):
            yield Verdict(REMOVED, f"`{fact.id}` is no longer given by {by}.")
