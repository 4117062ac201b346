"""A breakdown of data about people, and the plan does not say which group is too small to be shown.

Without `disclosure:` the limit is five. Which limit is right depends on the data and on who reads the figures, so
whoever owns the data decides it, and the plan shows what was decided.

## Bad

```yaml
# plan.yaml (in part)
disclosure:
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

RULE = Rule("RBM661", "undecided-disclosure-limit", Severity.INFO)


def check(plan: Plan) -> Iterator[Finding]:
    """A limit that nobody wrote, where a breakdown of personal data needs one."""
    if plan.spec.decides_minimum_cell or plan.holes.touch(plan.spec.where.at("disclosure")):
        return
    exposed = first_breakdown_of_people(plan)
    if exposed:
        yield RULE.found(
            plan.spec.where.at("id"),
            f"Data about people is broken down in `{exposed}`, and the plan names no smallest group to be shown: "
            f"the default of {plan.spec.minimum_cell} applies.",
            "Write disclosure: {minimum_cell: 5}, or another limit, to decide it.",
        )
