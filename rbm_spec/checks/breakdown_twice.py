"""A breakdown is there twice.

Dimensions in another order make the same cells. The second breakdown repeats every figure; a dimension that is named
twice in one breakdown splits nothing further.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
disaggregate:
  - [office, channel]
  - [channel, office]
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
disaggregate:
  - [office]
  - [office, channel]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM695", "breakdown-twice", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Breakdowns with the dimensions of an earlier one, and dimensions named twice in one."""
    for indicator in plan.indicators.values():
        seen: dict[frozenset[str], int] = {}
        for i, dimensions in enumerate(indicator.breakdowns):
            paths = [each.path for each in dimensions]
            where = indicator.spec.where.at("disaggregate", i)
            for j, path in enumerate(paths):
                if path in paths[:j]:
                    yield RULE.found(where.at(j), f"{path} is in this breakdown already.", "Name it once.")
            first = seen.setdefault(frozenset(paths), i)
            if first != i and paths:
                message = f"This is the breakdown number {first + 1} again, in another order or the same."
                yield RULE.found(where, message, "Keep one of them.")
