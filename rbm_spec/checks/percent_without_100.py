"""A quotient is shown as a percentage, but nothing multiplies it by 100.

`unit: percent` names the unit; it does not multiply. Three of four is 0.75, and it would be printed as 0.8 percent.

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
formula: by_letter / all_ways
examples:
  - title: One by letter, one by telephone
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,letter,2028-03-01,2028-03-05
        B,south,telephone,2028-03-10,2028-03-20
    expect: {value: 0.5}
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
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import every
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Call, Expr, Number, walk
from rbm_spec.expr.types import Unit
from rbm_spec.plan.model import Method, Plan

RULE = Rule("RBM611", "percent-without-100", Severity.WARNING)
PERCENT = Unit.of("percent")


def check(plan: Plan) -> Iterator[Finding]:
    """Quotients in percent without the literal 100 in the formula or in a measure behind it."""
    for _, method, component in every(plan):
        spec = component.spec
        if spec.unit == "percent" and (quotient := _bare(component.formula, method)):
            text = spec.formula.text[quotient.span[0] : quotient.span[1]]
            yield RULE.found(
                spec.formula.where.chars(quotient.span),
                "The unit is percent, but the formula does not multiply by 100.",
                f"Write 100 * {text}.",
            )


def _bare(formula: Expr, method: Method) -> Call | None:
    """The first quotient of a formula in which nothing is a percentage already."""
    quotient = None
    for node in walk(formula):
        if (isinstance(node, Number) and abs(node.value) == 100) or node.type.unit == PERCENT:
            return None
        if isinstance(node, Call) and node.op == "/" and quotient is None:
            quotient = node
    if quotient is None or any(_times_100(each.aggregate.of) for each in method.measures.values()):
        return None
    return quotient


def _times_100(of: Expr | None) -> bool:
    return of is not None and any(isinstance(node, Number) and node.value == 100 for node in walk(of))
