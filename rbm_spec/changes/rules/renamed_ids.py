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

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Audience, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, thing, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM914", "id-renamed", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Ids of indicators, components, datasets, fields and codes."""
    if fact.how == "renamed" and (breaks := _breaks(fact)):
        yield Verdict(RULE, f"{_what(fact)} is now called `{fact.new}`; it was `{fact.old}`.", breaks)


def _breaks(fact: Fact) -> tuple[Audience, ...]:
    match fact.kind, fact.path:
        case ("indicator", ()) | ("indicator", ("components", _)):
            return (CALCULATION,)
        case ("dataset", ()) | ("dataset", ("fields", _)) | ("codelist", ("codes", _)):
            return (PROVIDERS, CALCULATION)
    return ()


def _what(fact: Fact) -> str:
    """ "The code `letter` of `channels`", by its new name."""
    said = whose(fact) if fact.path else thing(fact)
    return sentence(said)
