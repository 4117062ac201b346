"""A figure is printed in another form.

“3 out of 8” and 37.5 are the same value in different words.

## Before

```yaml
# indicators/answer_time.yaml (in part)
measures:
  letters: {label: Letters, from: requests, where: 'channel = "letter"', aggregate: count}
  everything: {label: Requests, from: requests, aggregate: count}
formula: letters / everything
unit: ratio
baseline: {year: 2027, value: tbd}
examples:
```

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  letters: {label: Letters, from: requests, where: 'channel = "letter"', aggregate: count}
  everything: {label: Requests, from: requests, aggregate: count}
formula: letters / everything
unit: ratio
baseline: {year: 2027, value: tbd}
display: k_of_n
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import own, quantity, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM949", "display-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The display of an indicator or a component."""
    if own(fact) == ("display",):
        yield Verdict(RULE, f"How {quantity(fact)} is printed: {said(fact)}.")
