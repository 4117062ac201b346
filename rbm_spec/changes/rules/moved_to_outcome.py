"""An indicator speaks for another outcome.

Readers find the figure under another promise, and the outcome that it left is judged by fewer indicators.

## Before

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

## After

```yaml
# outcomes/trust.yaml
kind: outcome
id: trust
status: draft
statement: Whoever asks trusts the answer (made up).
enablers: [service_culture]
indicators: [answer_time]
source: Made up
```

```yaml
# enablers/service_culture.yaml (in part)
outcomes: [timely_service, trust]
```

```yaml
# outcomes/timely_service.yaml (in part)
indicators: []
```

```yaml
# indicators/answer_time.yaml (in part)
outcome: trust
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM918", "moved-to-outcome", Severity.ERROR)
BREAKS = {RULE: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The outcome of an indicator."""
    match fact:
        case Fact(kind="indicator", path=("outcome",)):
            yield Verdict(RULE, f"`{fact.id}` now speaks for the outcome `{fact.new}`, no longer for `{fact.old}`.")
