"""An indicator stands in no outcome any more.

Documents print the indicators of an outcome in its list and in its table of results. One that no outcome lists is still
computed and keeps its methodology sheet, but it speaks for nothing that the Council has agreed to.

## After

```yaml
# outcomes/timely_service.yaml (in part)
indicators: []
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM919", "indicator-unlisted", Severity.ERROR)
BREAKS = {RULE: (READERS,)}
NO_MIRROR = "An indicator that joins the list of an outcome is told by link-changed, wherever it was before."


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Indicators that leave the list of an outcome and stay in the plan, in no other list."""
    if is_unlisted(fact, between):
        yield Verdict(
            RULE,
            f"The indicator `{fact.old}` stays in the plan, but no outcome lists it: it leaves the table of results.",
        )


def is_unlisted(fact: Fact, between: Between) -> bool:
    """Whether the fact takes an indicator out of the last list that it stood in."""
    match fact:
        case Fact(how="removed", kind="outcome", path=("indicators", _)):
            plan = between.new.plan
            is_listed = any(fact.old in outcome.indicators for outcome in plan.outcomes.values())
            return fact.old in plan.indicators and not is_listed
    return False
