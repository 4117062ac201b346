"""A dataset is asked for and no indicator reads it.

Every dataset becomes a sheet that somebody has to fill in each year. One that no indicator reads costs work for
nothing; more often an indicator reads another dataset than was meant. A dataset counts as read when a measure reads
it, when a dataset that is read is derived from it, or when a field of such a dataset points to its rows.

## Bad

```yaml
# datasets/visits.yaml
kind: dataset
id: visits
title: Visits to the offices (made up)
owner: Service desk
grain: One row for each visit.
key: [visit_id]
time: came_on
fields:
  visit_id: {type: string, required: true, label: Number of the visit}
  came_on: {type: date, required: true, label: Day of the visit}
```

## Good

```yaml
# datasets/visits.yaml (absent)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.types import Kind
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM602", "unused-dataset", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Datasets that no indicator leads to; those behind another unused one are not named again."""
    used = _behind(plan, {name for indicator in plan.indicators.values() for name in indicator.reads})
    for dataset in plan.datasets.values():
        others = {name for name in plan.datasets if name != dataset.id} - used
        holds = plan.holes.may_name(dataset.id, plan.datasets, Where("indicators/"), Where("datasets/"))
        if dataset.id not in used and dataset.id not in _behind(plan, others) and not holds:
            yield RULE.found(
                dataset.spec.where.at("id"),
                f"No indicator reads the dataset `{dataset.id}`.",
                "Name it in `from:` of a measure, or delete its file.",
            )


def _behind(plan: Plan, start: set[str]) -> set[str]:
    """The datasets of `start` and all that they come from or point to."""
    found: set[str] = set()
    pending = sorted(start)
    while pending:
        name = pending.pop()
        if name in plan.datasets and name not in found:
            found.add(name)
            dataset = plan.datasets[name]
            pending += [field.dataset for field in dataset.spec.fields.values() if field.dataset]
            pending += [field.type.dataset for field in dataset.fields.values() if field.type.kind is Kind.REFERENCE]
            pending += [dataset.derivation.source] if dataset.derivation else []
    return found
