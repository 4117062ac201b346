"""What counts as better is changed.

The same figure is good news under one direction and bad news under the other. Targets and trends are read anew.

## After

```yaml
# indicators/answer_time.yaml (in part)
direction: increase
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import own, quantity, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM926", "direction-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The direction of an indicator or a component."""
    if own(fact) == ("direction",):
        yield Verdict(RULE, f"The direction of {quantity(fact)}: {said(fact)}.")
