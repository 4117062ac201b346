"""A target for a cell that the indicator does not have.

`for:` gives a target to one cell of a breakdown. It names exactly the dimensions of one breakdown and a code for
each; otherwise no cell ever meets it, and the target is never looked at.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
targets:
  2031:
    at_most: 10
    for:
      - by: {office: west}
        at_most: 8
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
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rbm_spec.checks._quantities import todays
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.expr.types import Kind
from rbm_spec.model.spec import CellTarget
from rbm_spec.plan.model import Dimension, Indicator, Plan
from rbm_spec.source import Where
from rbm_spec.suggest import hint

RULE = Rule("RBM627", "target-cell", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Cells whose dimensions are those of no breakdown, or whose codes are unknown."""
    for indicator, component in todays(plan):
        if plan.holes.touch(indicator.spec.where.at("disaggregate")) or () in indicator.breakdowns:
            continue
        for target in component.spec.targets:
            for i, cell in enumerate(target.cells):
                yield from _cell(plan, indicator, cell, target.where.at("for", i, "by"))


def _cell(plan: Plan, indicator: Indicator, cell: CellTarget, where: Where) -> Iterator[Finding]:
    dimensions = {each.path: each for breakdown in indicator.breakdowns for each in breakdown}
    shapes = [{each.path for each in breakdown} for breakdown in indicator.breakdowns]
    unknown = [path for path in cell.by if path not in dimensions]
    for path in unknown:
        message = f"No breakdown of the indicator has the dimension {path}."
        yield RULE.found(where.key(path), message, hint(path, dimensions) or "Add the breakdown to `disaggregate:`.")
    if not unknown and set(cell.by) not in shapes:
        known = "; ".join(" and ".join(each.path for each in breakdown) for breakdown in indicator.breakdowns)
        message = f"No breakdown has just the dimensions {' and '.join(cell.by)}."
        yield RULE.found(where, message, f"The breakdowns are: {known}.")
    for path, code in cell.by.items():
        if path in dimensions and (codes := _codes(plan, dimensions[path])) is not None and code not in codes:
            yield RULE.found(where.at(path), f'{path} has no code "{code}".', hint(str(code), codes))


def _codes(plan: Plan, dimension: Dimension) -> Iterable[str] | None:
    """What may stand there; None for text and references, which can be anything."""
    match dimension.type.kind:
        case Kind.CODE:
            return plan.codelists[dimension.type.codelist].codes
        case Kind.BOOLEAN:
            return ("true", "false")
        case _:
            return None
