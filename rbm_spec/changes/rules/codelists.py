"""A code list is added, or taken away.

Whatever used a list that is taken away says so by itself: a field, an attribute.

## After

```yaml
# codelists/colours.yaml
kind: codelist
id: colours
title: Colours (made up)
codes:
  red: {label: Red}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM910", "codelist-added", Severity.INFO)
REMOVED = Rule("RBM911", "codelist-removed", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Objects of this kind that are there in one version only."""
    match fact:
        case Fact(how="added", kind="codelist", path=()):
            yield Verdict(ADDED, f"A new code list, `{fact.id}`: {fact.new['title']}.")
        case Fact(how="removed", kind="codelist", path=()):
            yield Verdict(REMOVED, f"The code list `{fact.id}` is gone: {fact.old['title']}.")
