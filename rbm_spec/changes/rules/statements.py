"""A promise is worded otherwise.

The statement of an outcome or an enabler is what the Council agrees to. Every word may matter, so no difference is
taken for mere style but punctuation and capital letters.

## After

```yaml
# outcomes/timely_service.yaml (in part)
statement: Whoever asks the organization for help receives an answer in time (made up).
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording, said, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM988", "statement-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Statements of outcomes and enablers."""
    if fact.path == ("statement",) and not is_same_wording(fact.old, fact.new):
        yield Verdict(RULE, f"The statement of {thing(fact)}: {said(fact)}.")
