"""The printed code of an outcome, an enabler or an indicator is another one.

Documents refer to “EO1.1”. A reference that has been printed leads nowhere, or to something else.

## After

```yaml
# indicators/answer_time.yaml (in part)
code: A.1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM992", "printed-code-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The key `code`."""
    if fact.path == ("code",):
        yield Verdict(RULE, f"The printed code of {thing(fact)}: {said(fact)}.", () if fact.old is None else None)
