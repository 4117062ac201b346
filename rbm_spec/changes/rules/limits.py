"""What a column may hold is narrowed or widened.

Within narrower limits a value that was right is refused. Two patterns are not compared: another pattern is another
limit.

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
  pages: {type: integer, minimum: 0, label: Pages}
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
  pages: {type: integer, minimum: 1, label: Pages}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import PROVIDERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said, whose
from rbm_spec.diagnostics import Rule, Severity

TIGHTER = Rule("RBM966", "limit-tighter", Severity.ERROR)
LOOSER = Rule("RBM967", "limit-looser", Severity.WARNING)
CHANGED = Rule("RBM968", "limit-changed", Severity.ERROR)
BREAKS = {TIGHTER: (PROVIDERS,), CHANGED: (PROVIDERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Minimum, maximum and pattern of a field."""
    match fact:
        case Fact(kind="dataset", path=("fields", _, ("minimum" | "maximum" | "pattern") as limit)):
            what = f"The {limit} of {whose(fact)}: {said(fact)}."
            if fact.old is None or fact.new is None:
                yield Verdict(TIGHTER if fact.old is None else LOOSER, what)
            elif limit == "pattern" or type(fact.old) is str is not type(fact.new):
                yield Verdict(CHANGED, what)
            else:
                yield Verdict(TIGHTER if (fact.new > fact.old) is (limit == "minimum") else LOOSER, what)
