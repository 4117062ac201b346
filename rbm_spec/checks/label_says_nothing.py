"""A quantity has the label of something that it is computed from.

In print a quantity stands on the left of an equation, and what it is computed from on the right, each by its label.
With one label for both, the equation reads as x = x, or as if x were part of itself. A quantity that is a single
measure and nothing more may carry the measure's label: its equation says how the measure is taken.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Days to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
components:
  weeks:
    label: Days to answer
    formula: days_to_answer / 7
    decimals: 1
formula:
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {weeks: 1}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Days to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
components:
  weeks:
    label: Weeks to answer
    formula: days_to_answer / 7
    decimals: 1
formula:
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {weeks: 1}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import every
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Name, names
from rbm_spec.plan.model import Method, Plan

RULE = Rule("RBM697", "label-says-nothing", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Labels of components that stand on both sides of their equations."""
    for _, method, component in every(plan):
        formula = component.formula
        if not component.id or (isinstance(formula, Name) and formula.role == "measure"):
            continue
        for name in dict.fromkeys(names(formula)):
            if _said(_label(method, name)) == _said(component.spec.label):
                message = f'"{component.spec.label}" is computed from `{name.dotted}`, which has the same label.'
                hint = "Give them labels that say how they differ."
                yield RULE.found(component.spec.where.at("label"), message, hint)
                break


def _label(method: Method, name: Name) -> str:
    if name.role == "measure":
        return method.measures[name.dotted].spec.label
    found = (each.spec.label for each in method.components if name.role == "component" and each.id == name.dotted)
    return next(found, "")


def _said(label: str) -> str:
    return " ".join(label.split()).casefold()
