"""A code belongs to another group.

Conditions and breakdowns read attributes of codes. Rows with this code count elsewhere from now on, in past periods
too.

## Before

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
attributes:
  written: {type: boolean, label: In writing}
codes:
  letter: {label: Letter, written: true}
  email: {label: E-mail, written: false}
  telephone: {label: Telephone, written: false}
```

## After

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
attributes:
  written: {type: boolean, label: In writing}
codes:
  letter: {label: Letter, written: true}
  email: {label: E-mail, written: true}
  telephone: {label: Telephone, written: false}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM978", "attribute-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION,)}
OWN = ("label", "valid")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Attributes of codes; one that was not declared before, or is no longer, is read by nobody in both versions."""
    match fact:
        case Fact(kind="codelist", path=("codes", code, name)) if name not in OWN:
            was = between.old.plan.codelists[between.old_id("codelist", fact.id)].attributes
            is_kept = name in was and name in between.new.plan.codelists[fact.id].attributes
            yield Verdict(RULE, f"The {name} of `{code}` in `{fact.id}`: {said(fact)}.", None if is_kept else ())
