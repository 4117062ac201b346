"""A label that people read is another one.

Labels stand on entry sheets and in tables, and beside them the help that says what to enter. What was entered stays
valid, for tables are read by ids; but whoever reads other words may enter something else.

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
    label: Office that answers
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
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording, said, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM990", "label-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Labels of fields, codes, measures, components, attributes and counted nouns, titles of tables and lists, and
    help."""
    if _is_label(fact) and not is_same_wording(fact.old, fact.new):
        yield Verdict(RULE, f"The {fact.path[-1]} of {whose(fact)}: {said(fact)}.")


def _is_label(fact: Fact) -> bool:
    match fact.kind, fact.path:
        case ("dataset" | "codelist", ("title",)):
            return True
        case (_, ("fields" | "codes" | "measures" | "components" | "attributes" | "units", _, "label")):
            return True
        case ("dataset", ("fields", _, "help") | ("derive", "fields", _, "label")):
            return True
    return False
