"""A code may be used for other days.

Rows outside the days of their code are refused.

## Before

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
codes:
  letter: {label: Letter}
  email: {label: E-mail}
  telephone: {label: Telephone}
```

## After

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
codes:
  letter: {label: Letter}
  email: {label: E-mail}
  telephone: {label: Telephone, valid: {to: 2030-12-31}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM977", "validity-changed", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """First and last day of a code."""
    match fact:
        case Fact(kind="codelist", path=("codes", code, "valid", end)):
            words = {"from": "first", "to": "last"}[end]
            what = f"The {words} day on which the code `{code}` of `{fact.id}` may be used"
            if fact.old is None:
                yield Verdict(RULE, f"{what} is {fact.new}; there was none.")
            elif fact.new is None:
                yield Verdict(RULE, f"{what} is taken away; it was {fact.old}.")
            else:
                yield Verdict(RULE, f"{what}: {said(fact)}.")
