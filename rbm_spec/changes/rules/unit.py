"""A figure is in another unit.

The number may be the same, but it no longer says the same.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Working days from receipt to answer
    from: requests
    aggregate: mean
    of: working_days(received_on, answered_on)
unit: working_day
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Path, Verdict
from rbm_spec.changes.wording import own, said, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM947", "unit-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The unit of an indicator, a component, a measure or a computed field; not of a field that is filled in."""
    if own(fact) == ("unit",) or _is_inside(fact.path):
        yield Verdict(RULE, f"The unit of {whose(fact)}: {said(fact)}.")


def _is_inside(path: Path) -> bool:
    match path:
        case ("measures", _, "unit") | ("derive", "fields", _, "unit"):
            return True
    return False
