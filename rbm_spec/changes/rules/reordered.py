"""The same things stand in another order.

The order of indicators, components, fields and codes is the order in which they are printed. No figure changes, and
returned tables are read by their column ids, wherever the columns stand.

## After

```yaml
# codelists/offices.yaml
kind: codelist
id: offices
title: Offices (made up)
codes:
  south: {label: Southern office}
  north: {label: Northern office}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.rules.breakdowns import labels
from rbm_spec.changes.wording import shown, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM916", "reordered", Severity.INFO)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Every list and map whose order is printed."""
    if fact.how == "changed" and fact.path[:1] == ("disaggregate",):
        yield Verdict(RULE, f"Another order in a breakdown of `{fact.id}`: {labels(between.new, fact.id, fact.new)}.")
    elif fact.how == "moved":
        yield Verdict(RULE, f"Another order in {thing(fact)}, {fact.path[-1]}: {shown(fact.new)}.")
