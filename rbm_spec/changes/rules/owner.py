"""Another office answers.

The office that sends a table, or that answers for an indicator. Its workbook is written for it by a build; what was
sent to the office before should be taken back.

## After

```yaml
# datasets/requests.yaml (in part)
owner: Front office
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import said, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM974", "owner-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The owner of a dataset, and who is responsible for an indicator."""
    match fact:
        case Fact(kind="dataset", path=("owner",)) | Fact(kind="indicator", path=("responsible",)):
            yield Verdict(RULE, f"Who answers for {thing(fact)}: {said(fact)}.")
