"""An earlier method is kept, forgotten, or rewritten.

Periods that ended while a method was in force are computed by it, for ever. Without it, or with another one in its
place, their published values change.

## Before

```yaml
# indicators/answer_time.yaml (in part)
examples:
```

## After

```yaml
# indicators/answer_time.yaml (in part)
previous_methods:
  - until: 2028-12-31
    note: Twice the days were counted.
    measures:
      days_to_answer: {label: Days, from: requests, aggregate: mean, of: "days(received_on, answered_on)"}
    formula: 2 * days_to_answer
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, Between, Fact, Verdict
from rbm_spec.changes.rules.editorial import has_another_note
from rbm_spec.diagnostics import Rule, Severity

KEPT = Rule("RBM954", "method-kept", Severity.WARNING)
FORGOTTEN = Rule("RBM955", "method-forgotten", Severity.ERROR)
REWRITTEN = Rule("RBM956", "method-rewritten", Severity.ERROR)
BREAKS = {FORGOTTEN: (CALCULATION,), REWRITTEN: (CALCULATION,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Entries of previous_methods."""
    match fact:
        case Fact(how="added", kind="indicator", path=("previous_methods", until)):
            yield Verdict(
                KEPT, f"`{fact.id}` keeps the method that held until {until}; its series breaks there, and says so."
            )
        case Fact(how="removed", kind="indicator", path=("previous_methods", until)):
            yield Verdict(FORGOTTEN, f"`{fact.id}` forgets the method that held until {until}; those years change.")
        case Fact(how="changed", kind="indicator", path=("previous_methods", until)) if not has_another_note(fact):
            yield Verdict(
                REWRITTEN, f"`{fact.id}` rewrites the method that held until {until}; those years may change."
            )
