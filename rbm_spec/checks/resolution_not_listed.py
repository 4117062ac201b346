"""A resolution is cited that the list of resolutions does not have.

Nothing is wrong with it as far as anybody knows: nobody has looked it up. `generators/document/resolutions.toml` lists
resolutions, each with the place where somebody has read it.

## Bad

```yaml
# documents/contribution.yaml (in part)
references:
  - Resolution 9999 (Rev. Bucharest, 2022)
```

## Good

```yaml
# documents/contribution.yaml (in part)
references:
  - Resolution 71 (Rev. Bucharest, 2022)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._resolutions import citations, listed
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM854", "resolution-not-listed", Severity.INFO)


def check(plan: Plan) -> Iterator[Finding]:
    """Citations in the right form of numbers that are not listed."""
    for each in citations(plan):
        if each.key and each.number not in listed():
            yield RULE.found(
                each.where,
                f"Resolution {each.number} is not on the list of resolutions, so its number and conference were not "
                "compared with anything.",
                "Look it up, and add it with its source to generators/document/resolutions.toml.",
            )
