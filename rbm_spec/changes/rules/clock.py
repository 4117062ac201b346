"""Time is counted otherwise.

Calendar days are not working days: five working days are a week. A figure that counts the other kind is another
figure, even where nothing else was touched. A target has to be set anew.

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

from rbm_spec.changes.expressions import both, clocks, holds_expression, is_other_clock
from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM935", "clock-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Expressions that differ in days, working_days, months and hours alone."""
    if fact.how == "changed" and holds_expression(fact):
        old, new = both(between, fact)
        if is_other_clock(old, new):
            yield Verdict(RULE, f"{sentence(whose(fact))} counts {clocks(new)} instead of {clocks(old)}.")
