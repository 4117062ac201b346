"""Two ids become the same name in something that is made from the plan.

Sheets of a workbook have at most 31 characters, and some names are made without underscores. Ids that differ only in
their underscores, or datasets that differ only after the 31st character, would then be mistaken for each other.

## Bad

```yaml
# codelists/office_s.yaml
kind: codelist
id: office_s
title: Offices of another kind (made up)
codes:
  east: {label: Eastern office}
```

```yaml
# datasets/requests.yaml (in part)
fields:
  request_id: {type: string, required: true, label: Request number}
  office: {type: code, codelist: offices, required: true, label: Office}
  channel: {type: code, codelist: channels, required: true, label: Channel}
  received_on: {type: date, required: true, label: Received on}
  answered_on: {type: date, label: Answered on}
  sent_to: {type: code, codelist: office_s, label: Sent on to}
```

## Good

```yaml
# codelists/other_offices.yaml
kind: codelist
id: other_offices
title: Offices of another kind (made up)
codes:
  east: {label: Eastern office}
```

```yaml
# datasets/requests.yaml (in part)
fields:
  request_id: {type: string, required: true, label: Request number}
  office: {type: code, codelist: offices, required: true, label: Office}
  channel: {type: code, codelist: channels, required: true, label: Channel}
  received_on: {type: date, required: true, label: Received on}
  answered_on: {type: date, label: Answered on}
  sent_to: {type: code, codelist: other_offices, label: Sent on to}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM693", "derived-names", Severity.WARNING)
LONGEST_SHEET = 31


def check(plan: Plan) -> Iterator[Finding]:
    """Within each kind, ids that are not told apart by their derived names."""
    yield from _alike((each.id, each.spec.where) for each in plan.datasets.values())
    yield from _alike((each.id, each.where) for each in plan.codelists.values())
    yield from _alike((each.id, each.spec.where) for each in plan.indicators.values())
    for dataset in plan.datasets.values():
        yield from _alike((name, dataset.spec.where.key("fields", name)) for name in dataset.spec.fields)


def _alike(ids: Iterable[tuple[str, Where]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, where in ids:
        for key in {name.replace("_", ""), name[:LONGEST_SHEET]}:
            if (first := seen.setdefault(key, name)) != name:
                yield RULE.found(
                    where if where.on_key else where.at("id"),
                    f"`{name}` and `{first}` get the same name in what is made from the plan.",
                    "Choose ids that differ in their letters, within the first 31 characters.",
                )
                break
