"""A code is added to a list, or taken away.

Data with a code that is gone is refused, and its cells disappear from breakdowns. A code that is no longer to be used
is better kept, with a last day in `valid`. With a new code, what was counted under another one may move to it.

## After

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
codes:
  letter: {label: Letter}
  email: {label: E-mail}
  telephone: {label: Telephone}
  counter: {label: At the counter}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM975", "code-added", Severity.WARNING)
REMOVED = Rule("RBM976", "code-removed", Severity.ERROR)
BREAKS = {REMOVED: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Codes that are there in one version only."""
    match fact:
        case Fact(how="added", kind="codelist", path=("codes", code)):
            yield Verdict(ADDED, f"The list `{fact.id}` has a new code, `{code}` ({fact.new['label']}).")
        case Fact(how="removed", kind="codelist", path=("codes", code)):
            yield Verdict(REMOVED, f"The list `{fact.id}` has no code `{code}` any more ({fact.old['label']}).")
