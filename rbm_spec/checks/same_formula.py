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
from dataclasses import dataclass, field

from rbm_spec.checks._meaning import Meanings, leaves, probes_agree
from rbm_spec.checks._quantities import called, todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Expr
from rbm_spec.plan.model import Component, Indicator, Plan

RULE = Rule("RBM640", "same-formula", Severity.WARNING)
MOST_COMPARED = 8


@dataclass(slots=True)
class _Seen:
    """The first quantity with each meaning, and by the names that it reads."""

    by_meaning: dict[object, tuple[Indicator, Component]] = field(default_factory=dict)
    by_leaves: dict[object, list[tuple[Indicator, Component, Expr]]] = field(default_factory=dict)


def check(plan: Plan) -> Iterator[Finding]:
    """Each quantity that means the same as one before it."""
    meanings, seen = Meanings(), _Seen()
    for indicator, component in todays(plan):
        expanded = meanings.expanded(indicator.method, component)
        found = _before(seen, meanings, indicator, component, expanded)
        if found is None:
            continue
        first, other = found
        whose = "" if first is indicator else f" of `{first.id}`" if other.id else ""
        yield RULE.found(
            component.spec.formula.where.chars(component.formula.span),
            f"{called(indicator, component)} is computed just like {called(first, other)}{whose}.",
            "Correct the one that was meant to differ, or keep one of the two.",
        )


def _before(
    seen: _Seen, meanings: Meanings, indicator: Indicator, component: Component, expanded: Expr
) -> tuple[Indicator, Component] | None:
    frame = (indicator.spec.frequency, component.spec.display)
    key = (*frame, meanings.of(expanded))
    if key in seen.by_meaning:
        return seen.by_meaning[key]
    group = seen.by_leaves.setdefault((*frame, leaves(expanded)), [])
    for first, other, formula in group[:MOST_COMPARED]:
        if probes_agree(formula, expanded) and _equivalent(formula, expanded):
            return first, other
    seen.by_meaning[key] = indicator, component
    group.append((indicator, component, expanded))
    return None


def _equivalent(one: Expr, other: Expr) -> bool:
    """Loaded only when two formulas agree on every number tried: sympy takes its time."""
    from rbm_spec.expr.algebra import equivalent

    return equivalent(one, other) is True
