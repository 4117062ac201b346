"""A number is called a duration, but nothing says how the time was measured.

Ten days can be calendar days or working days, and begin with one event or another. `days`, `working_days`, `months`
and `hours` of two date fields say it. So does a number field that is declared with the unit, whose help text tells
people what to enter. A plain number that becomes days only because the indicator calls it so says nothing.

## Bad

```yaml
# datasets/requests.yaml (in part)
fields:
  request_id: {type: string, required: true, label: Request number}
  office: {type: code, codelist: offices, required: true, label: Office}
  channel: {type: code, codelist: channels, required: true, label: Channel}
  received_on: {type: date, required: true, label: Received on}
  answered_on: {type: date, label: Answered on}
  took: {type: number, label: Time taken}
```

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Time taken
    from: requests
    aggregate: mean
    of: took
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on,took
        A,north,letter,2028-03-01,2028-03-05,4
        B,south,telephone,2028-03-10,2028-03-20,10
    expect: {value: 7}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import every
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import names
from rbm_spec.expr.types import TIME_UNITS, Kind
from rbm_spec.plan.model import Measure, Plan

RULE = Rule("RBM650", "duration-without-clock", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Measures of plain numbers that are presented in a unit of time, by themselves or by a formula."""
    for _, method, component in every(plan):
        unit = component.spec.unit
        if unit not in TIME_UNITS or not (component.type.unit.plain or component.type.unit.atom in TIME_UNITS):
            continue
        for name in names(component.formula):
            measure = method.measures.get(name.dotted) if name.role == "measure" else None
            if measure and (of := measure.spec.of) and _is_clockless(measure, component.type.unit.plain):
                yield RULE.found(
                    of.where,
                    f"`{of.text}` is shown in the unit {unit}, but nothing says from when to when it was measured.",
                    "Take days, working_days, months or hours of two dates, or give the number field its `unit:`.",
                )


def _is_clockless(measure: Measure, plain: bool) -> bool:
    """Whether a statistic of plain numbers becomes time in a `plain` formula, or because the measure says so."""
    of = measure.aggregate.of
    if measure.aggregate.name in ("count", "count_distinct") or of is None or of.type.kind is not Kind.NUMBER:
        return False
    return of.type.unit.plain and (plain or measure.spec.unit in TIME_UNITS)
