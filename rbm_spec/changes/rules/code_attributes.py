"""A code belongs to another group.

Conditions and breakdowns read attributes of codes. Rows with this code count elsewhere from now on, in past periods
too. Where no indicator reads the attribute, nothing moves.

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

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Verdict
from rbm_spec.changes.readers import readers
from rbm_spec.changes.wording import listed, quoted, said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM978", "attribute-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}
OWN = ("label", "valid")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Attributes of codes, and whose figures they move: those of indicators that read them before and now."""
    match fact:
        case Fact(kind="codelist", path=("codes", code, name)) if name not in OWN:
            before = readers(between.old.plan, between.old_id("codelist", fact.id), name)
            moved = {between.renames.get(("indicator", id_), id_) for id_ in before}
            found = [f"`{id_}`" for id_ in readers(between.new.plan, fact.id, name) if id_ in moved]
            attribute = between.new.plan.codelists[fact.id].attributes.get(name)
            what = quoted(attribute.label) if attribute and attribute.label else quoted(name)
            who = f"It moves figures of {listed(found)}" if found else "No indicator reads it"
            yield Verdict(
                RULE, f"{what} of the code `{code}` of `{fact.id}`: {said(fact)}. {who}.", None if found else ()
            )
