"""The glossary is changed.

A term means something else, is new, or is no longer explained. Texts that use it may be read otherwise than before.

## After

```yaml
# plan.yaml (in part)
glossary:
  outcome: {term: Outcome, definition: What the plan is meant to change (made up).}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM959", "glossary-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Terms that come, go, or are worded otherwise."""
    match fact:
        case Fact(how="added", kind="plan", path=("glossary", _)):
            yield Verdict(RULE, f"The glossary explains “{fact.new['term']}”.")
        case Fact(how="removed", kind="plan", path=("glossary", _)):
            yield Verdict(RULE, f"The glossary no longer explains “{fact.old['term']}”.")
        case Fact(how="added" | "removed" | "changed", kind="plan", path=("glossary", name, *more)):
            yield Verdict(RULE, f"The term `{name}` of the glossary ({', '.join(more)}): {said(fact)}.")
