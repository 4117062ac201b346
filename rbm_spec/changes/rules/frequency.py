"""A figure is computed for another stretch of time.

A year is not a quarter: the values of the two cannot stand in one series.

## After

```yaml
# indicators/answer_time.yaml (in part)
frequency: biennial
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM950", "frequency-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The frequency of an indicator."""
    if fact.kind == "indicator" and fact.path == ("frequency",):
        yield Verdict(RULE, f"`{fact.id}` is computed for other periods: {said(fact)}.")
