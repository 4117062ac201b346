"""The words that define an indicator differ.

The definition says in words what the formula computes. When one of the two is changed, look at the other.

## After

```yaml
# indicators/answer_time.yaml (in part)
definition: Mean number of working days to the answer.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM989", "definition-changed", Severity.WARNING)
METHOD = ("measures", "components", "formula")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The definition of an indicator, unless only its punctuation differs."""
    if fact.kind == "indicator" and fact.path == ("definition",) and not is_same_wording(fact.old, fact.new):
        also = any(each.id == fact.id and each.path[:1] and each.path[0] in METHOD for each in between.facts)
        words = "and the method, too: do they still agree?" if also else "but not the method: do they still agree?"
        yield Verdict(RULE, f"The definition of `{fact.id}` is worded otherwise, {words}")
