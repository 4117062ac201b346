"""Two quantities are computed in the same way.

They will always show the same figure under two names. Either one was meant to differ and still has the formula that
it was copied with, or one of them is enough; a third can read it as `indicator.<id>`. Two formulas are the same when
they have the same meaning, however they are written: `a + b` and `b + a`, `100 * a / b` and `a / b * 100`, and names
of measures do not count.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer, mean
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
  average:
    label: Calendar days from receipt to answer, average
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
components:
  mean_days: {label: Mean, formula: days_to_answer}
  average_days: {label: Average, formula: average}
formula:
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {mean_days: 7, average_days: 7}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
formula: days_to_answer
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rbm_spec.checks._quantities import called
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.meanings import Meanings, written_out
from rbm_spec.plan.model import Component, Indicator, Plan

RULE = Rule("RBM640", "same-formula", Severity.WARNING)


class _Quantity(NamedTuple):
    indicator: Indicator
    component: Component
    key: int


def check(plan: Plan) -> Iterator[Finding]:
    """Each quantity that means the same as one before it."""
    meanings = Meanings()
    seen: dict[tuple[str, str, int], _Quantity] = {}
    for indicator in plan.indicators.values():
        found = meanings.of_method(indicator.method)
        for component in indicator.method.components:
            meaning = found[component.id]
            own = _Quantity(indicator, component, meaning.key)
            first = seen.setdefault((indicator.spec.frequency, component.spec.display, meaning.print), own)
            if first is own or not (first.key == own.key or _are_equal(first, own, meanings)):
                continue
            whose = f" of `{first.indicator.id}`" if first.component.id and first.indicator is not indicator else ""
            yield RULE.found(
                component.spec.formula.where.chars(component.formula.span),
                f"{called(indicator, component)} is computed just like "
                f"{called(first.indicator, first.component)}{whose}.",
                "Correct the one that was meant to differ, or keep one of the two.",
            )


def _are_equal(one: _Quantity, other: _Quantity, meanings: Meanings) -> bool:
    """What fingerprints suggest, proved; only then is the algebra loaded, which takes its time."""
    from rbm_spec.expr.algebra import Equal, compare

    first, second = (written_out(each.indicator.method, each.component, meanings) for each in (one, other))
    return first is not None and second is not None and isinstance(compare(first, second), Equal)
