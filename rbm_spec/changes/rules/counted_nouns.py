"""The plan counts a new kind of thing, or one less.

A noun is declared to be used as a unit. Who uses it says so by itself.

## After

```yaml
# plan.yaml (in part)
units: {request: {label: requests}, visit: {label: visits}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM957", "counted-nouns", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Entries of units."""
    match fact:
        case Fact(how="added", kind="plan", path=("units", noun)):
            yield Verdict(RULE, f"The plan can count {fact.new['label']} (`{noun}`).")
        case Fact(how="removed", kind="plan", path=("units", noun)):
            yield Verdict(RULE, f"The plan no longer counts {fact.old['label']} (`{noun}`).")
