"""A name that only the plan itself uses is replaced by another.

Measures, code lists, attributes, computed fields, outcomes, enablers and documents are named inside the plan alone.
Formulas and conditions that follow the new name mean the same.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  waiting_time:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
formula: waiting_time
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.rules.renamed_ids import broken_by, renaming
from rbm_spec.changes.targets import aim_of
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM915", "name-renamed", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """All renamed things but those whose ids others use."""
    if fact.how == "renamed" and not broken_by(fact) and aim_of(fact) is None:
        yield Verdict(RULE, renaming(fact))
