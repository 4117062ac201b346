"""A breakdown of data about people, and no group is too small to be shown.

With `minimum_cell: 1` a cell with a single person is printed, and everybody who knows that person learns something.
Five is usual. Without `disclosure:` the limit is five.

## Bad

```yaml
# plan.yaml (in part)
disclosure:
  minimum_cell: 1
```

```yaml
# datasets/requests.yaml (in part)
personal: true
```

## Good

```yaml
# plan.yaml (in part)
disclosure:
  minimum_cell: 5
```

```yaml
# datasets/requests.yaml (in part)
personal: true
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._people import first_breakdown_of_people
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM660", "no-disclosure-limit", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """A limit that hides nothing, where a breakdown of personal data needs one."""
    if plan.spec.minimum_cell >= 2:
        return
    exposed = first_breakdown_of_people(plan)
    if exposed:
        yield RULE.found(
            plan.spec.where.at("disclosure", "minimum_cell"),
            f"Data about people is broken down in `{exposed}`, and a group of one person would be shown.",
            "Write minimum_cell: 5, or another limit that the owner of the data has decided on.",
        )
