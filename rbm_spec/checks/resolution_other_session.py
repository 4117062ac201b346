"""A resolution is cited with a conference that the list does not have for it.

A wrong year or city points to a text that does not exist. `generators/document/resolutions.toml` lists resolutions with
their conferences, each with the place where somebody has read it. For this number it has others. The list is in
English, with the names that cities have in the other languages; a citation is compared by revision, city and year.

## Bad

```yaml
# documents/contribution.yaml (in part)
references:
  - Resolution 71 (Rev. Bucharest, 2021)
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

from rbm_spec.checks._resolutions import citations, cited, keys, listed
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM853", "resolution-other-session", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Citations in the right form of a listed number, with a session that is not listed."""
    for each in citations(plan):
        known = keys(each.number)
        if known and each.key and each.key not in known:
            right = ", ".join(cited(each.number, session, plan) for session in listed()[each.number])
            yield RULE.found(
                each.where,
                f"Resolution {each.number} ({each.session}) is not on the list of resolutions.",
                f"Listed are: {right}. If yours is right, add it with its source to "
                "generators/document/resolutions.toml.",
            )
