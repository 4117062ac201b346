"""A figure may be computed from part of the data, or may not.

With `partial: allowed` there is a provisional figure although data for some of the time is missing. Without it there
is none.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    partial: allowed
    aggregate: mean
    of: days(received_on, answered_on)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, whose
from rbm_spec.diagnostics import Rule, Severity

ALLOWED = Rule("RBM941", "partial-allowed", Severity.WARNING)
REFUSED = Rule("RBM942", "partial-refused", Severity.ERROR)
BREAKS = {REFUSED: (CALCULATION,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Whether a measure stands incomplete data."""
    match fact:
        case Fact(kind="indicator", path=("measures", _, "partial")):
            if fact.new == "allowed":
                yield Verdict(ALLOWED, f"{sentence(whose(fact))} is computed from incomplete data, too.")
            else:
                yield Verdict(REFUSED, f"{sentence(whose(fact))} has no value any more where data is incomplete.")
