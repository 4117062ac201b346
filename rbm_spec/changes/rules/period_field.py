"""Another date decides into which period a row falls.

A case that is received in December and answered in January counts in the one year or in the other.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    during: received_on
    aggregate: mean
    of: days(received_on, answered_on)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said, sentence, shown, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM939", "period-field-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The date of a measure, and the time of a dataset."""
    match fact:
        case Fact(kind="indicator", path=("measures", _, "during")) | Fact(kind="dataset", path=("time",)):
            if fact.new == "always":
                yield Verdict(
                    RULE, f"{sentence(whose(fact))} counts rows of all years; the year was that of {shown(fact.old)}."
                )
            elif fact.old == "always":
                yield Verdict(
                    RULE,
                    f"{sentence(whose(fact))} counts rows of one year, that of {shown(fact.new)}; it was all years.",
                )
            else:
                yield Verdict(RULE, f"The date that puts a row of {whose(fact)} into a period: {said(fact)}.")
