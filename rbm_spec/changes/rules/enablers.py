"""An enabler is added, or taken away.

The Council sees one more way of working, or one less.

## After

```yaml
# enablers/data.yaml
kind: enabler
id: data
status: draft
name: Data (made up)
statement: The organization knows what it does.
outcomes: [timely_service]
source: Made up
```

```yaml
# outcomes/timely_service.yaml (in part)
enablers: [service_culture, data]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM904", "enabler-added", Severity.WARNING)
REMOVED = Rule("RBM905", "enabler-removed", Severity.ERROR)
BREAKS = {REMOVED: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Objects of this kind that are there in one version only."""
    match fact:
        case Fact(how="added", kind="enabler", path=()):
            yield Verdict(ADDED, f"A new enabler, `{fact.id}`: “{fact.new['name']}”.")
        case Fact(how="removed", kind="enabler", path=()):
            yield Verdict(REMOVED, f"The enabler `{fact.id}` is gone: “{fact.old['name']}”.")
