"""More or fewer digits are printed.

The value is the same, and targets are judged on the value before it is rounded. Small changes become visible, or no
longer are.

## After

```yaml
# indicators/answer_time.yaml (in part)
decimals: 0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import own, quantity, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM948", "decimals-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The decimals of an indicator or a component."""
    if own(fact) == ("decimals",):
        yield Verdict(RULE, f"Decimals printed of {quantity(fact)}: {said(fact)}.")
