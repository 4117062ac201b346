"""A measure ignores a dimension by which nothing is split.

`ignore` makes a measure the same in all cells of a dimension, as the denominator of a share needs it. Where no
breakdown has the dimension it does nothing; most likely the breakdown is spelled otherwise.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
    ignore: [offices]
```

## Good

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.source import Where
from rbm_spec.suggest import nearest

RULE = Rule("RBM694", "unknown-ignore", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Paths in `ignore` that neither the indicator nor one that reads it splits by."""
    readers: dict[str, list[Indicator]] = {}
    for indicator in plan.indicators.values():
        for name in indicator.needs:
            readers.setdefault(name, []).append(indicator)
    for indicator in plan.indicators.values():
        measures = [each for method in indicator.methods for each in method.measures.values() if each.ignore]
        if not measures:
            continue
        splitting = [indicator, *readers.get(indicator.id, ())]
        if any(() in each.breakdowns or plan.holes.touch(each.spec.where.at("disaggregate")) for each in splitting):
            continue
        if plan.holes.may_name(indicator.id, plan.indicators, Where("indicators/")):
            continue
        known = {d.path for each in splitting for dimensions in each.breakdowns for d in dimensions}
        for measure in measures:
            for i, path in enumerate(measure.ignore):
                if path not in known:
                    near = nearest(path, known)
                    yield RULE.found(
                        measure.spec.where.at("ignore", i),
                        f"No breakdown of the indicator has the dimension {path}.",
                        f"Did you mean `{near}`?" if near else "Take it out, or add the breakdown.",
                    )
