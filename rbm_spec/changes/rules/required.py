"""A column must be filled in, or may be left empty.

A column that must be filled in from now on makes rows incomplete that were complete.

## Before

```yaml
# datasets/requests.yaml (in part)
fields:
  request_id:
    type: string
    required: true
    label: Request number
    help: The number in the register of requests, for example 2028-0117.
  office:
    type: code
    codelist: offices
    required: true
    label: Office
  channel:
    type: code
    codelist: channels
    required: true
    label: Channel
    help: How the request came in.
  received_on:
    type: date
    required: true
    label: Received on
  answered_on:
    type: date
    label: Answered on
    help: Leave empty while the request is open.
  clerk: {type: string, label: Clerk}
```

```yaml
# indicators/answer_time.yaml (in part)
examples:
```

## After

```yaml
# datasets/requests.yaml (in part)
fields:
  request_id:
    type: string
    required: true
    label: Request number
    help: The number in the register of requests, for example 2028-0117.
  office:
    type: code
    codelist: offices
    required: true
    label: Office
  channel:
    type: code
    codelist: channels
    required: true
    label: Channel
    help: How the request came in.
  received_on:
    type: date
    required: true
    label: Received on
  answered_on:
    type: date
    label: Answered on
    help: Leave empty while the request is open.
  clerk: {type: string, required: true, label: Clerk}
```

```yaml
# indicators/answer_time.yaml (in part)
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import PROVIDERS, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, whose
from rbm_spec.diagnostics import Rule, Severity

REQUIRED = Rule("RBM964", "field-required", Severity.ERROR)
OPTIONAL = Rule("RBM965", "field-optional", Severity.WARNING)
BREAKS = {REQUIRED: (PROVIDERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Whether a field must have a value."""
    match fact:
        case Fact(kind="dataset", path=("fields", _, "required")):
            if fact.new:
                yield Verdict(REQUIRED, f"{sentence(whose(fact))} must be filled in.")
            else:
                yield Verdict(OPTIONAL, f"{sentence(whose(fact))} may be left empty.")
