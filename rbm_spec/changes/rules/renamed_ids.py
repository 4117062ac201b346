"""An id that others use is replaced by another.

Templates that were sent, data that was returned and results that were published name their tables, columns, codes and
indicators by id. A new id is a new thing for them, even when everything else stays. Change the title or the label
instead; an id is for machines. The new id is recognized by what stands under it.

## After

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
codes:
  letter: {label: Letter}
  electronic_mail: {label: E-mail}
  telephone: {label: Telephone}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Audience, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM914", "id-renamed", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Ids of the plan, and of indicators, components, datasets, fields and codes."""
    if fact.how == "renamed" and (breaks := broken_by(fact)):
        yield Verdict(RULE, renaming(fact), breaks)


def renaming(fact: Fact) -> str:
    """The sentence for a new name, of the thing under its old one."""
    if fact.path == ("id",):
        return f"The plan is now called `{fact.new}`; it was `{fact.old}`."
    old = replace(fact, path=(*fact.path[:-1], fact.old)) if fact.path else replace(fact, id=fact.old)
    return f"{sentence(whose(old))} is now called `{fact.new}`."


def broken_by(fact: Fact) -> tuple[Audience, ...]:
    """Who uses the id outside the plan."""
    match fact.kind, fact.path:
        case ("indicator", ()) | ("indicator", ("components", _)):
            return (CALCULATION,)
        case ("plan", ("id",)) | ("dataset", ()) | ("dataset", ("fields", _)) | ("codelist", ("codes", _)):
            return (PROVIDERS, CALCULATION)
    return ()
