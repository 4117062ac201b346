"""A column holds something of another kind.

A date is not a text, a code of one list is not a code of another, francs are not euros. Data that was entered under
the old kind does not fit, or fits and means something else.

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
  fee: {type: money, currency: CHF, label: Fee}
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
  fee: {type: money, currency: EUR, label: Fee}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, PROVIDERS, Between, Fact, Verdict
from rbm_spec.changes.rules import renamed_inside
from rbm_spec.changes.wording import said, sentence, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM963", "field-retyped", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS, CALCULATION)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Type, list, dataset, currency and unit of a field."""
    match fact:
        case Fact(kind="dataset", path=("fields", _, ("type" | "codelist" | "dataset" | "currency" | "unit") as what)):
            named = {"codelist": "codelist", "dataset": "dataset"}.get(what, "")
            if named and between.renames.get((named, fact.old)) == fact.new:
                yield Verdict(
                    renamed_inside.RULE, f"{sentence(whose(fact))} refers to the same {what} under its new name."
                )
            else:
                yield Verdict(RULE, f"The {what} of {whose(fact)}: {said(fact)}.")
