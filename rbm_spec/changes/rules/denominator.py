"""A measure ignores other dimensions of a breakdown.

`ignore` makes a measure the same for all cells along a dimension: the denominator of a share. With other dimensions
the cells of the breakdown are shares of something else.

## Before

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
  all_days:
    label: Calendar days from receipt to answer, all channels
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
formula: 100 * days_to_answer / all_days
unit: percent
examples:
```

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
  all_days:
    label: Calendar days from receipt to answer, all channels
    from: requests
    ignore: [channel]
    aggregate: mean
    of: days(received_on, answered_on)
formula: 100 * days_to_answer / all_days
unit: percent
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM940", "denominator-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The dimensions that a measure ignores."""
    match fact:
        case Fact(how="added", kind="indicator", path=("measures", _, "ignore", _)):
            yield Verdict(RULE, f"{sentence(whose(fact))} is now the same for every {fact.new} of a breakdown.")
        case Fact(how="removed", kind="indicator", path=("measures", _, "ignore", _)):
            yield Verdict(RULE, f"{sentence(whose(fact))} now differs by {fact.old} in a breakdown.")
