"""A version number is another one.

The number says how far a change goes. Whether it fits is not asked here.

## After

```yaml
# plan.yaml (in part)
version: 0.2.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import said, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM995", "version-changed", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The version of a plan or an indicator."""
    if fact.path == ("version",):
        yield Verdict(RULE, f"The version of {thing(fact)}: {said(fact)}.")
