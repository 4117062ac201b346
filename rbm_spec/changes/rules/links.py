"""What contributes to what is changed.

Which enablers contribute to an outcome, which outcome lies above it, which indicators it lists.

## Before

```yaml
# enablers/data.yaml
kind: enabler
id: data
status: draft
name: Data (made up)
statement: The organization knows what it does.
outcomes: []
source: Made up
```

## After

```yaml
# enablers/data.yaml
kind: enabler
id: data
status: draft
name: Data (made up)
statement: The organization knows what it does.
outcomes: [timely_service]
source: Made up
```

```yaml
# outcomes/timely_service.yaml (in part)
enablers: all
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.rules import unlisted
from rbm_spec.changes.wording import said, shown, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM917", "link-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}
LISTS = {"enabler": ("outcomes",), "outcome": ("enablers", "parent", "indicators")}
WORDS = {"outcomes": "outcomes", "enablers": "enablers", "indicators": "indicators", "parent": "outcome above it"}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Ids in the lists that tie enablers, outcomes and indicators together."""
    if fact.how == "moved" or not fact.path or fact.path[0] not in LISTS.get(fact.kind, ()):
        return
    what = WORDS[fact.path[0]]
    match fact.how:
        case "added" if fact.path[0] != "parent":
            yield Verdict(RULE, f"{shown(fact.new)} joins the {what} of {thing(fact)}.", ())
        case "removed" if unlisted.is_unlisted(fact, between):
            return
        case "removed" if fact.path[0] != "parent":
            # Where an indicator goes, and that something is gone altogether, is told with the thing itself.
            is_there = fact.old in between.new.plan.enablers or fact.old in between.new.plan.outcomes
            breaks = None if is_there and what != "indicators" else ()
            yield Verdict(RULE, f"{shown(fact.old)} leaves the {what} of {thing(fact)}.", breaks)
        case _:
            breaks = () if fact.new == "all" else None
            yield Verdict(RULE, f"The {what} of {thing(fact)}: {said(fact)}.", breaks)
