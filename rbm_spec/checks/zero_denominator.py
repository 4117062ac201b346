"""A denominator can be zero, and then there is no value.

This is information, not a fault: where nothing was counted the result is missing, with the reason `zero_denominator`,
and it is printed as such. It matters when readers expect 0 or 100 in that case. A formula that decides itself what
holds then, with `if`, is not mentioned.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
unit: percent
measures:
  by_letter:
    label: Requests by letter
    from: requests
    where: channel = "letter"
    aggregate: count
    unit: request
  all_ways:
    label: Requests
    from: requests
    aggregate: count
    unit: request
formula: 100 * by_letter / all_ways
examples:
  - title: One by letter, one by telephone
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 50}
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
unit: percent
measures:
  by_letter:
    label: Requests by letter
    from: requests
    where: channel = "letter"
    aggregate: count
    unit: request
  all_ways:
    label: Requests
    from: requests
    aggregate: count
    unit: request
formula: if(all_ways > 0, 100 * by_letter / all_ways, 100)
examples:
  - title: One by letter, one by telephone
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 50}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rbm_spec.checks._quantities import every, measure_behind, ranges_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Call, Expr, names
from rbm_spec.expr.ranges import possible_range
from rbm_spec.plan.model import Method, Plan

RULE = Rule("RBM612", "zero-denominator", Severity.INFO)
ADDS_UP = ("count", "count_distinct", "sum")


def check(plan: Plan) -> Iterator[Finding]:
    """Divisors that are zero when nothing is there to count, outside every `if` that asks about them, each once."""
    for _, method, component in every(plan):
        spec, said = component.spec, set()
        for divisor in _divisors(component.formula):
            text = spec.formula.text[divisor.span[0] : divisor.span[1]]
            if text not in said and _can_be_zero(plan, method, divisor):
                said.add(text)
                yield RULE.found(
                    spec.formula.where.chars(divisor.span),
                    f"`{text}` can be zero; then there is no value, and the reason is zero_denominator.",
                    f"That is right where nothing counted means no figure; else write if({text} > 0, …, …).",
                )


def _divisors(formula: Expr) -> Iterator[Expr]:
    """What is divided by, unless a condition around it names it."""
    pending: list[tuple[Expr, frozenset[str]]] = [(formula, frozenset())]
    while pending:
        node, asked = pending.pop()
        if not isinstance(node, Call):
            continue
        if node.op == "/" and not asked & {name.dotted for name in names(node.args[1])}:
            yield node.args[1]
        if node.op == "if":
            asked |= {name.dotted for name in names(node.args[0])}
        pending += [(arg, asked) for arg in reversed(node.args)]


def _can_be_zero(plan: Plan, method: Method, divisor: Expr) -> bool:
    """Only what adds up over rows is zero for sure when there are none."""
    behind = [measure_behind(name, method) for name in names(divisor)]
    if not behind or not all(measure and measure.aggregate.name in ADDS_UP for measure in behind):
        return False
    return possible_range(divisor, ranges_of(plan, method, divisor)).holds(Fraction(0))
