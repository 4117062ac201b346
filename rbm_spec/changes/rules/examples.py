"""A worked example is added, changed, or taken away.

Examples show the method on a few rows and are checked with the plan. Another expected value is a sign of another
method.

## After

```yaml
# indicators/answer_time.yaml (in part)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import shown, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM994", "example-changed", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Entries of examples."""
    if fact.kind == "indicator" and fact.path[:1] == ("examples",) and fact.how != "moved":
        also = ""
        if fact.how == "changed" and fact.old["expect"] != fact.new["expect"]:
            also = " It now expects another value."
        yield Verdict(RULE, f"Example {fact.how} in {thing(fact)}: {shown(fact.path[1])}.{also}")
