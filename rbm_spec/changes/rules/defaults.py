"""Something is written out that was meant anyway.

A field is not required unless it says so; a component has the unit of its indicator. To write that, or to leave it
out, changes nothing.

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
    required: false
    label: Answered on
    help: Leave empty while the request is open.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import key, shown, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM998", "default-written", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Keys with the value that they have when they are left out; the driver has filled in the other side."""
    if fact.how in ("added", "removed") and fact.path and fact.old == fact.new:
        words = "is written out" if fact.how == "added" else "is no longer written out"
        yield Verdict(RULE, f"The {key(fact)} of {whose(fact)} {words}; it was {shown(fact.new)} anyway.")
