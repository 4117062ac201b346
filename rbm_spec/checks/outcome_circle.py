"""Outcomes are each other's parents.

`parent` puts an outcome below another one. If the way up comes back to where it began, there is no top, and no order
in which the outcomes can be printed.

## Bad

```yaml
# outcomes/timely_service.yaml (in part)
parent: timely_service
```

## Good

```yaml
# outcomes/timely_service.yaml (in part)
enablers: [service_culture]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM607", "outcome-circle", Severity.ERROR)


def check(plan: Plan) -> Iterator[Finding]:
    """Each circle once, at the first of its outcomes."""
    done: set[str] = set()
    for start in plan.outcomes:
        trail: list[str] = []
        at: str | None = start
        while at is not None and at not in done and at not in trail:
            trail.append(at)
            at = plan.outcomes[at].parent if at in plan.outcomes else None
        if at is not None and at in trail:
            circle = trail[trail.index(at) :]
            way = " is below ".join([*circle, circle[0]])
            where = plan.outcomes[circle[0]].where.at("parent")
            yield RULE.found(where, f"The parents run in a circle: {way}.", "Take out one `parent:` of them.")
        done.update(trail)
