"""A worked example expects another figure than the formula gives.

Either the formula does not do what the definition says, or the figure was worked out wrongly. Values are compared
exactly: write a fraction as text ("200/3"), not 66.7, and null where there is no value.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 8}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
examples:
  - title: Two requests (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 7}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rbm_spec.checks._quantities import zero_divisors
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.kernel.values import Content
from rbm_spec.plan.model import Plan
from rbm_spec.reference.examples import all_worked

RULE = Rule("RBM683", "example-wrong", Severity.ERROR)
CLOSE = Fraction(1, 10**9)


def check(plan: Plan) -> Iterator[Finding]:
    """Figures that differ; rows with faults are the matter of example-data, and of always-zero what has no figure."""
    for _, example, found in all_worked(plan):
        quantities = {component.id: found.totals[component.id] for component in found.method.components}
        never = {each.id for each in found.method.components if any(zero_divisors(each.formula))}
        for name, expected in example.expect.items():
            got = quantities.get(name)
            if name not in never and not found.faults and got is not None and not _same(expected, got.value):
                yield RULE.found(
                    example.where.at("expect", name or "value"),
                    f"The rows give {_shown(got.value, got.reason)}, "
                    f"not {'null' if expected is None else str(expected).lower()}.",
                    "Work the figure out again by hand; if it is right, the formula is wrong.",
                )


def _same(expected: str | bool | None, got: Content) -> bool:
    if not isinstance(expected, str) or isinstance(got, bool):
        return expected is got
    if not isinstance(got, Fraction) or expected.endswith("/0"):
        return False
    wanted = Fraction(expected)
    return abs(got - wanted) <= CLOSE * abs(wanted)


def _shown(content: Content, reason: str | None) -> str:
    if content is None:
        return f"no value (null, reason {reason})"
    return str(content).lower() if isinstance(content, bool) else str(content)
