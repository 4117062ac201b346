"""Two indicators publish different breakdowns of the same people.

All breakdowns of one indicator are protected together, so that no hidden cell follows from the others. Breakdowns of
two indicators are not: where both count the same rows, a cell that one hides may follow from what the other shows. Give
both the same breakdowns, or make them components of one indicator. Or let the data owner decide that the figures may
stand beside each other.

## Bad

```yaml
# datasets/requests.yaml (in part)
personal: true
```

```yaml
# plan.yaml (in part)
disclosure: {minimum_cell: 5}
```

```yaml
# outcomes/timely_service.yaml (in part)
indicators: [answer_time, requests_answered]
```

```yaml
# indicators/requests_answered.yaml
kind: indicator
id: requests_answered
version: 0.1.0
status: draft
title: Requests that were answered (made up)
source: Made up as a starting point
outcome: timely_service
responsible: Service desk
definition: Number of requests answered in the reporting year.
unit: request
direction: none
decimals: 0
frequency: annual
measures:
  answered:
    label: Requests answered
    from: requests
    aggregate: count
    of: days(received_on, answered_on)
    unit: request
formula: answered
disaggregate:
  - [channel]
examples:
  - title: Two requests answered in 2028 (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 2}
```

## Good

```yaml
# datasets/requests.yaml (in part)
personal: true
```

```yaml
# plan.yaml (in part)
disclosure: {minimum_cell: 5}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Indicator, Plan

RULE = Rule("RBM696", "shared-people", Severity.WARNING)
Rows = tuple[str, str | None, str | None]


def check(plan: Plan) -> Iterator[Finding]:
    """Each indicator whose breakdowns differ from those of an earlier one over the same rows about people."""
    first: dict[Rows, Indicator] = {}
    for indicator in plan.indicators.values():
        if not (indicator.personal and indicator.breakdowns):
            continue
        others = [first.setdefault(rows, indicator) for rows in _rows(plan, indicator)]
        other = next((each for each in others if _shapes(each) != _shapes(indicator)), None)
        if other is not None:
            yield RULE.found(
                indicator.spec.where.at("disaggregate"),
                f"`{indicator.id}` and `{other.id}` publish different breakdowns of the same people; "
                "each is protected by itself, but not against the other.",
                "Give both the same breakdowns, or make them components of one indicator.",
            )


def _shapes(indicator: Indicator) -> set[frozenset[str]]:
    return {frozenset(dimension.path for dimension in dimensions) for dimensions in indicator.breakdowns}


def _rows(plan: Plan, indicator: Indicator) -> Iterator[Rows]:
    """What decides which rows enter a measure; absent values, which are skipped, are not looked at."""
    for measure in indicator.method.measures.values():
        if plan.datasets[measure.dataset].personal:
            condition = measure.spec.condition
            yield measure.dataset, measure.during, " ".join(condition.text.split()) if condition else None
