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

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict, Version
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM951", "breakdown-added", Severity.WARNING)
REMOVED = Rule("RBM952", "breakdown-removed", Severity.ERROR)
BREAKS = {REMOVED: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Breakdowns that are there in one version only."""
    match fact:
        case Fact(how="added", kind="indicator", path=("disaggregate", _)):
            yield Verdict(ADDED, f"`{fact.id}` is also given by {labels(between.new, fact.id, fact.new)}.")
        case Fact(how="removed", kind="indicator", path=("disaggregate", _)):
            was = between.old_id("indicator", fact.id)
            yield Verdict(REMOVED, f"`{fact.id}` is no longer given by {labels(between.old, was, fact.old)}.")


def labels(version: Version, indicator: str, paths: list[str]) -> str:
    """The dimensions of a breakdown as people know them: "Sector, Gender"."""
    known = {each.path: each.label for by in version.plan.indicators[indicator].breakdowns for each in by}
    return ", ".join(known.get(path, path) for path in paths)
