"""An indicator counts what another one shows as a cell of its breakdown.

All that is published about the same people in one release is protected together, the breakdowns of several indicators
included. But an indicator that counts only women publishes, as its total, what another one publishes as the cell
"women" of its breakdown by gender; totals are always given, and such a cell can follow from them although it is hidden.
This is not covered. Make the one a component of the other, or take the dimension out of the breakdown. Or let the data
owner decide that the figures may stand beside each other. What is reported is what can be shown: the rows of the one
are a part of the rows of the other.

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
title: Requests by letter (made up)
source: Made up as a starting point
outcome: timely_service
responsible: Service desk
definition: Number of requests received by letter in the reporting year.
unit: request
direction: none
decimals: 0
frequency: annual
measures:
  answered:
    label: Requests by letter
    from: requests
    where: channel = "letter"
    aggregate: count
    unit: request
formula: answered
examples:
  - title: One of two requests came by letter (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 1}
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
from rbm_spec.expr.nodes import names
from rbm_spec.plan.crowds import Crowd, crowd, is_part
from rbm_spec.plan.model import Indicator, Plan

RULE = Rule("RBM696", "shared-people", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Each measure whose condition chooses cells of another indicator's breakdown."""
    personal = [indicator for indicator in plan.indicators.values() if indicator.personal]
    wholes = [(each, found) for each in personal if each.breakdowns for found in _crowds(plan, each).values()]
    for indicator in personal:
        for name, part in _crowds(plan, indicator).items():
            for other, whole in wholes:
                path = _chosen(part, other)
                if path and other is not indicator and is_part(plan, part, whole):
                    yield RULE.found(
                        indicator.method.measures[name].spec.where.at("where"),
                        f"`{name}` of `{indicator.id}` counts what `{other.id}` shows in its breakdown by {path}; "
                        "a cell that is hidden there can follow from it.",
                        f"Make it a component of `{other.id}`, or take {path} out of that breakdown.",
                    )
                    break


def _crowds(plan: Plan, indicator: Indicator) -> dict[str, Crowd]:
    found = {name: crowd(plan, indicator, measure) for name, measure in indicator.method.measures.items()}
    return {name: each for name, each in found.items() if each is not None}


def _chosen(part: Crowd, other: Indicator) -> str | None:
    """A dimension of the other's breakdowns by which the rows are chosen, itself or by what it implies."""
    used = [name.dotted for name in names(part.condition)] if part.condition else []
    paths = dict.fromkeys(dimension.path for dims in other.breakdowns for dimension in dims)
    return next((path for path in paths if any(f"{each}.".startswith(f"{path}.") for each in used)), None)
