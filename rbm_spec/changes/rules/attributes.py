"""What a list says of its codes is declared otherwise.

An attribute is declared, is dropped, or has another type. Who reads it says so by itself.

## After

```yaml
# codelists/channels.yaml
kind: codelist
id: channels
title: Ways in which a request comes in (made up)
attributes:
  written: {type: boolean, label: In writing}
codes:
  letter: {label: Letter}
  email: {label: E-mail}
  telephone: {label: Telephone}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM979", "attribute-declared", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Declarations of attributes, apart from their labels."""
    match fact:
        case Fact(how="added", kind="codelist", path=("attributes", name)):
            yield Verdict(RULE, f"The codes of `{fact.id}` have a new attribute, `{name}`.")
        case Fact(how="removed", kind="codelist", path=("attributes", name)):
            yield Verdict(RULE, f"The codes of `{fact.id}` have no attribute `{name}` any more.")
        case Fact(kind="codelist", path=("attributes", name, ("type" | "codelist") as what)):
            yield Verdict(RULE, f"The {what} of the attribute `{name}` of `{fact.id}`: {said(fact)}.")
