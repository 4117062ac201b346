"""A measure is computed and no formula reads it.

What nobody reads is printed nowhere, but somebody collects data for it and somebody will change it in the belief that
the figure follows. Often a second measure was meant in the formula and the first one stands there twice.

## Bad

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Calendar days from receipt to answer
    from: requests
    aggregate: mean
    of: days(received_on, answered_on)
  answered:
    label: Requests answered
    from: requests
    aggregate: count
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
from rbm_spec.expr.nodes import names
from rbm_spec.plan.model import Plan

RULE = Rule("RBM601", "unused-measure", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Measures that no formula of their method names, nor may name while it is in a hole."""
    for indicator in plan.indicators.values():
        for method in indicator.methods:
            read = {name.dotted for each in method.components for name in names(each.formula)}
            known = {*method.spec.measures, *(each.id for each in method.spec.components)}
            formulas = [each.formula.where for each in method.spec.components] or [
                method.spec.where.at(key) for key in ("formula", "components")
            ]
            for measure in method.measures.values():
                if measure.id not in read and not plan.holes.may_name(measure.id, known, *formulas):
                    yield RULE.found(
                        measure.spec.where.key(),
                        f"No formula reads the measure `{measure.id}`.",
                        "Use it in a formula or add a component for it; else take it out.",
                    )
