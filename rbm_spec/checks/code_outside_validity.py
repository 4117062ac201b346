"""An expression uses a code that is not valid at any time of the plan.

A code with `valid:` dates may stand in data of that time only. A condition that asks for a code which ended before
the plan began, or begins after it, never keeps a row.

## Bad

```yaml
# codelists/channels.yaml (in part)
codes:
  letter: {label: Letter, valid: {to: 2026-12-31}}
  email: {label: E-mail}
  telephone: {label: Telephone}
```

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    where: channel != "letter"
    aggregate: mean
    of: days(received_on, answered_on)
examples:
  - title: One request (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,email,2028-03-01,2028-03-05
    expect: {value: 4}
```

## Good

```yaml
# codelists/channels.yaml (in part)
codes:
  letter: {label: Letter, valid: {to: 2028-12-31}}
  email: {label: E-mail}
  telephone: {label: Telephone}
```

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    where: channel != "letter"
    aggregate: mean
    of: days(received_on, answered_on)
examples:
  - title: One request (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,received_on,answered_on
        A,north,email,2028-03-01,2028-03-05
    expect: {value: 4}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._rows import over_rows
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.nodes import Text, walk
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Plan

RULE = Rule("RBM641", "code-outside-validity", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Codes in expressions over rows that no row of the plan's time may have."""
    ended: dict[tuple[str, str], str] = {}
    for codelist in plan.codelists.values():
        for name, code in codelist.codes.items():
            if code.valid_to and code.valid_to < plan.start.isoformat():
                ended[codelist.id, name] = f"ended on {code.valid_to}, before the plan began"
            elif code.valid_from and code.valid_from > plan.end.isoformat():
                ended[codelist.id, name] = f"begins on {code.valid_from}, after the plan has ended"
    if not ended:
        return
    for expr, written in over_rows(plan):
        for node in walk(expr):
            if isinstance(node, Text) and node.type.kind is Kind.CODE:
                why = ended.get((node.type.codelist, node.value))
                if why:
                    yield RULE.found(
                        written.where.chars(node.span),
                        f'The code "{node.value}" of {node.type.codelist} {why}.',
                        "Use the code that takes its place, or correct its `valid:` dates.",
                    )
