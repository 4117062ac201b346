"""Another statistic is computed: the median instead of the mean.

Mean, median, sum and count of the same rows are different figures under one name.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: median
    of: days(received_on, answered_on)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import aggregate, said, sentence, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM937", "statistic-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The aggregate of a measure or a computed field, and its percentile."""
    match fact.path:
        case ("measures", _, "aggregate" | "percentile") | ("derive", "fields", _, "aggregate" | "percentile"):
            if fact.path[-1] == "aggregate":
                words = f"{aggregate(fact.new)} instead of {aggregate(fact.old)}"
                yield Verdict(RULE, f"{sentence(whose(fact))} takes {words}.")
            elif fact.old is None or fact.new is None:
                words = f"is now given: {fact.new}" if fact.old is None else f"is no longer given; it was {fact.old}"
                yield Verdict(RULE, f"The percentile of {whose(fact)} {words}.")
            else:
                yield Verdict(RULE, f"The percentile of {whose(fact)}: {said(fact)}.")
