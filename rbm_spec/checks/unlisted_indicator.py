"""An indicator says that it belongs to an outcome, but the outcome does not list it.

Documents print the indicators in the order of the outcome's list. An indicator that no outcome lists is computed and
never printed.

## Bad

```yaml
# outcomes/timely_service.yaml (in part)
indicators: []
```

## Good

```yaml
# outcomes/timely_service.yaml (in part)
indicators: [answer_time]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM605", "unlisted-indicator", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Indicators in no list at all; one in the list of another outcome is the matter of lists-disagree."""
    listed = {name for outcome in plan.outcomes.values() for name in outcome.indicators}
    for indicator in plan.indicators.values():
        if indicator.id in listed or plan.holes.touch(indicator.spec.where.at("id")):
            continue
        if not plan.holes.may_name(indicator.id, plan.indicators, Where("outcomes/")):
            outcome = indicator.spec.outcome
            yield RULE.found(
                indicator.spec.where.at("outcome"),
                f"The outcome `{outcome}` does not list the indicator `{indicator.id}`.",
                f"Add {indicator.id} to `indicators:` in outcomes/{outcome}.yaml, at its place in the order.",
            )
