"""A code list that nothing in the plan uses.

A list is used by a field of type `code`, by an attribute of another list, or as the plan's list of holidays. One that
is used by nothing looks as if it governed some data and does not.

## Bad

```yaml
# codelists/countries.yaml
kind: codelist
id: countries
title: Countries (made up)
codes:
  here: {label: Here}
```

## Good

```yaml
# codelists/countries.yaml (absent)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM603", "unused-codelist", Severity.WARNING)
NAMING = (Where("plan.yaml", ("holidays",)), Where("datasets/"), Where("codelists/"))


def check(plan: Plan) -> Iterator[Finding]:
    """Lists that no field, no attribute of another list, and no plan names."""
    used = {plan.spec.holidays}
    used |= {field.codelist for dataset in plan.datasets.values() for field in dataset.spec.fields.values()}
    for codelist in plan.codelists.values():
        used |= {each.codelist for each in codelist.attributes.values() if each.codelist != codelist.id}
    for codelist in plan.codelists.values():
        holds = plan.holes.may_name(codelist.id, plan.codelists, *NAMING)
        if codelist.id not in used and not holds:
            yield RULE.found(
                codelist.where.at("id"),
                f"Nothing uses the code list `{codelist.id}`.",
                f"Give a field `type: code` with `codelist: {codelist.id}`, or delete the file.",
            )
