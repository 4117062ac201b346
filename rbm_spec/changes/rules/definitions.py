"""The words that define an indicator differ.

The definition says in words what the formula computes. When one of the two is changed, look at the other. An agreed
definition is what the Council has agreed to, so another one breaks its readers.

## After

```yaml
# indicators/answer_time.yaml (in part)
definition: Mean number of working days to the answer.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM989", "definition-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}
METHOD = ("measures", "components", "formula")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The definition of an indicator, unless only its punctuation differs."""
    if fact.kind == "indicator" and fact.path == ("definition",) and not is_same_wording(fact.old, fact.new):
        method = any(each.id == fact.id and each.path[:1] and each.path[0] in METHOD for each in between.facts)
        also = "The method has changed, too" if method else "The method has not changed"
        was_agreed = between.old.plan.indicators[between.old_id("indicator", fact.id)].spec.status == "agreed"
        yield Verdict(
            RULE,
            f"The definition of `{fact.id}`: {said(fact)}. {also}: do they agree?",
            None if was_agreed else (),
        )
