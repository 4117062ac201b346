"""A competing wording is put forward, changed, or withdrawn.

Alternatives are printed beside the text until one is agreed.

## After

```yaml
# outcomes/timely_service.yaml (in part)
alternatives: [{text: Everybody is answered., proposed_by: A member (made up)}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM993", "alternative-changed", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Entries of alternatives."""
    match fact:
        case Fact(how="added" | "changed", path=("alternatives", _)):
            yield Verdict(RULE, f"{fact.new['proposed_by']} proposes for {thing(fact)}: “{fact.new['text']}”")
        case Fact(how="removed", path=("alternatives", _)):
            yield Verdict(RULE, f"The wording of {fact.old['proposed_by']} for {thing(fact)} is withdrawn.")
