"""A formula computes something else.

The measures are put together in another way, and algebra does not show that the result is the same. Published values
change; the series breaks. Keep the old method in `previous_methods`, with the day until which it held.

## After

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer / 2
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.expressions import both, is_other_clock
from rbm_spec.changes.model import CALCULATION, Between, Fact, Verdict
from rbm_spec.changes.rules.reworded import is_reworded
from rbm_spec.changes.wording import quantity, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM934", "formula-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The formula of an indicator or a component."""
    match fact:
        case Fact(kind="indicator", path=("formula",) | ("components", _, "formula")):
            if fact.how != "changed" or not (is_reworded(fact, between) or is_other_clock(*both(between, fact))):
                yield Verdict(RULE, f"{quantity(fact)} is computed in another way: {said(fact)}.")
