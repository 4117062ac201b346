"""Templates that were sent are void.

An entry workbook carries a mark of what its tables must hold: fields with types and limits, codes, key, time and
rules. When one of these changes, a workbook that comes back with the old mark is refused, so nobody counts answers to
another question. Send new workbooks. A new label or help text leaves the mark alone: what was sent stays valid.

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
  clerk: {type: string, label: Clerk}
  received_on:
    type: date
    required: true
    label: Received on
  answered_on:
    type: date
    label: Answered on
    help: Leave empty while the request is open.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import PROVIDERS, Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM983", "templates-void", Severity.ERROR)
BREAKS = {RULE: (PROVIDERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Collected datasets whose returned tables must hold something else, for whatever reason."""
    match fact:
        case Fact(kind="dataset", path=("template",)):
            owner = between.new.plan.datasets[fact.id].spec.owner
            yield Verdict(
                RULE, f"Workbooks already sent for `{fact.id}` are refused when they come back: {owner} needs new ones."
            )
