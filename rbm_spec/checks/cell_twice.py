"""Two targets of one year are for the same cell.

Only the first would be looked at. If the two differ they contradict each other, or their bands overlap; a cell has
one target.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
targets:
  2031:
    at_most: 10
    for:
      - by: {office: north}
        at_most: 8
      - by: {office: north}
        at_most: 12
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
targets:
  2031:
    at_most: 10
    for:
      - by: {office: north}
        at_most: 8
      - by: {office: south}
        at_most: 12
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._quantities import todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM626", "cell-twice", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Cells that a `for:` of the same year has named before."""
    for _, component in todays(plan):
        for target in component.spec.targets:
            seen = set()
            for i, cell in enumerate(target.cells):
                key = frozenset(cell.by.items())
                if key in seen:
                    shown = ", ".join(f"{path}: {code}" for path, code in cell.by.items())
                    yield RULE.found(
                        target.where.at("for", i, "by"),
                        f"The cell {shown} has a target of {target.year} already.",
                        "Keep one of the two.",
                    )
                seen.add(key)
