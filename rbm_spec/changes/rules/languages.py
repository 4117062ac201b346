"""The plan is written in other languages.

Which languages documents are written in, and which one the specs are written in.

## After

```yaml
# plan.yaml (in part)
languages: [en, fr]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import said, shown
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM980", "languages-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The languages of a plan."""
    if fact.kind != "plan" or fact.how == "moved" or fact.path[:1] not in (("languages",), ("authoring_language",)):
        return
    match fact.how:
        case "added":
            yield Verdict(RULE, f"The plan is also written in {shown(fact.new)}.")
        case "removed":
            yield Verdict(RULE, f"The plan is no longer written in {shown(fact.old)}.")
        case _:
            yield Verdict(RULE, f"The language in which the specs are written: {said(fact)}.")
