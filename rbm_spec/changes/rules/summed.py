"""Something else is added up, averaged or counted.

The rows may be the same; what is taken from each is not.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer, at most a year
    from: requests
    aggregate: mean
    of: min(days(received_on, answered_on), 365)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import both, is_other_clock, undecided
from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.rules.reworded import is_reworded
from rbm_spec.changes.wording import said, sentence, shown, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM936", "quantity-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """What a measure or a computed field takes from each row."""
    match fact:
        case Fact(kind="indicator", path=("measures", _, "of")) | Fact(path=("derive", "fields", _, "of")):
            if not is_reworded(fact, between) and not is_other_clock(*both(between, fact)):
                words = said(fact) if fact.old is not None else shown(fact.new)
                words += f".{undecided(*both(between, fact))}"
                yield Verdict(RULE, f"{sentence(whose(fact))} takes something else from each row: {words}")
