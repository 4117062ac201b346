"""An outcome is added, or taken away.

The Council sees one more promise, or one less.

## After

```yaml
# outcomes/trust.yaml
kind: outcome
id: trust
status: draft
statement: Whoever asks trusts the answer (made up).
enablers: [service_culture]
indicators: []
source: Made up
```

```yaml
# enablers/service_culture.yaml (in part)
outcomes: [timely_service, trust]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM902", "outcome-added", Severity.WARNING)
REMOVED = Rule("RBM903", "outcome-removed", Severity.ERROR)
BREAKS = {REMOVED: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Objects of this kind that are there in one version only."""
    match fact:
        case Fact(how="added", kind="outcome", path=()):
            yield Verdict(ADDED, f"A new outcome, `{fact.id}`: “{fact.new['statement']}”")
        case Fact(how="removed", kind="outcome", path=()):
            yield Verdict(REMOVED, f"The outcome `{fact.id}` is gone: “{fact.old['statement']}”")
