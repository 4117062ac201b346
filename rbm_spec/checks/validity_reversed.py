"""A code is valid to a day before the day from which it is valid.

No row can ever have this code. Most likely the two dates are swapped.

## Bad

```yaml
# codelists/channels.yaml (in part)
codes:
  letter: {label: Letter, valid: {from: 2029-01-01, to: 2028-12-31}}
  email: {label: E-mail}
  telephone: {label: Telephone}
```

```yaml
# indicators/answer_time.yaml (in part)
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
  letter: {label: Letter, valid: {from: 2020-01-01, to: 2028-12-31}}
  email: {label: E-mail}
  telephone: {label: Telephone}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM642", "validity-reversed", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Codes whose validity ends before it begins."""
    for codelist in plan.codelists.values():
        for name, code in codelist.codes.items():
            if code.valid_from and code.valid_to and code.valid_to < code.valid_from:
                yield RULE.found(
                    codelist.where.at("codes", name, "valid", "to"),
                    f'The code "{name}" is valid from {code.valid_from} to {code.valid_to}, which is before.',
                    f"Swap the dates: from {code.valid_to} to {code.valid_from}.",
                )
