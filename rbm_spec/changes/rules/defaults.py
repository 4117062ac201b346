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
from rbm_spec.changes.wording import shown, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM998", "default-written", Severity.INFO)
MINIMUM_CELL = 5
INHERITED = ("unit", "direction", "decimals")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Keys with the value that they have when they are left out."""
    if fact.how in ("added", "removed") and fact.path:
        value = fact.new if fact.how == "added" else fact.old
        if value == _default(fact, between):
            words = "is written out" if fact.how == "added" else "is no longer written out"
            yield Verdict(RULE, f"The {fact.path[-1]} of {whose(fact)} {words}; it was {shown(value)} anyway.")


def _default(fact: Fact, between: Between) -> object:
    """What is meant when the key is left out; an ellipsis, which nothing equals, when there is nothing."""
    match fact.kind, fact.path:
        case (_, ("status",)) if fact.kind not in ("outcome", "indicator"):
            return "draft"
        case ("plan", ("reporting",)):
            return "annual"
        case ("plan", ("disclosure", "minimum_cell")):
            return MINIMUM_CELL
        case ("dataset", ("personal",) | ("fields", _, "required")):
            return False
        case ("indicator", ("display",) | ("components", _, "display")):
            return "number"
        case ("indicator", ("components", _, key)) if key in INHERITED:
            version = between.old if fact.how == "added" else between.new
            id_ = between.old_id("indicator", fact.id) if fact.how == "added" else fact.id
            return version.trees["indicator", id_].data[key]
    return ...
