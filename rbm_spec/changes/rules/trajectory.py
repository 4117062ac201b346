"""The years between baseline and target are judged, or are not.

`trajectory: linear` gives a target to every year between the baseline and the last target. Years that had none are
judged now, or the other way round.

## Before

```yaml
# indicators/answer_time.yaml (in part)
baseline: {year: 2027, value: 20}
targets: {2031: {at_most: 10}}
```

## After

```yaml
# indicators/answer_time.yaml (in part)
baseline: {year: 2027, value: 20}
targets: {2031: {at_most: 10}}
trajectory: linear
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import own, quantity
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM925", "trajectory-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The trajectory of an indicator or a component."""
    if own(fact) == ("trajectory",):
        words = "have targets of their own now" if fact.new else "have no targets of their own any more"
        yield Verdict(RULE, f"The years between baseline and last target of {quantity(fact)} {words}.")
