"""Two files say different things about what belongs to what.

An outcome lists its indicators, and each indicator names its outcome. An enabler lists its outcomes, and each outcome
lists its enablers or says `all`. Where the two disagree, readers of one file are told something else than readers of
the other.

## Bad

```yaml
# enablers/open_doors.yaml
kind: enabler
id: open_doors
status: draft
name: Open doors (made up)
statement: The offices are open to whoever comes.
outcomes: [timely_service]
source: Made up
```

## Good

```yaml
# enablers/open_doors.yaml
kind: enabler
id: open_doors
status: draft
name: Open doors (made up)
statement: The offices are open to whoever comes.
outcomes: [timely_service]
source: Made up
```

```yaml
# outcomes/timely_service.yaml (in part)
enablers: [service_culture, open_doors]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.model.spec import EnablerSpec, OutcomeSpec
from rbm_spec.plan.model import Plan

RULE = Rule("RBM606", "lists-disagree", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Each disagreement once, in the file that claims more."""
    yield from _indicators(plan)
    yield from _enablers(plan)


def _indicators(plan: Plan) -> Iterator[Finding]:
    for outcome in plan.outcomes.values():
        for i, name in enumerate(outcome.indicators):
            known = plan.indicators.get(name)
            if known is None or plan.holes.touch(known.spec.where.at("outcome")) or _is_misnamed(plan, outcome):
                continue
            named = known.spec.outcome
            if named != outcome.id:
                yield RULE.found(
                    outcome.where.at("indicators", i),
                    f"The indicator `{name}` is listed here, but says that its outcome is `{named}`.",
                    f"Take it out of this list, or write `outcome: {outcome.id}` in indicators/{name}.yaml.",
                )


def _is_misnamed(plan: Plan, spec: OutcomeSpec | EnablerSpec) -> bool:
    return plan.holes.touch(spec.where.at("id"))


def _enablers(plan: Plan) -> Iterator[Finding]:
    for enabler in plan.enablers.values():
        for i, name in enumerate(enabler.outcomes):
            known = plan.outcomes.get(name)
            if known is None or plan.holes.touch(known.where.at("enablers")) or _is_misnamed(plan, enabler):
                continue
            listed = known.enablers
            if listed is not None and enabler.id not in listed:
                yield RULE.found(
                    enabler.where.at("outcomes", i),
                    f"The enabler names the outcome `{name}`, but that outcome does not list the enabler.",
                    f"Add {enabler.id} to `enablers:` in outcomes/{name}.yaml, or take it out here.",
                )
    for outcome in plan.outcomes.values():
        for i, name in enumerate(outcome.enablers or ()):
            listing = plan.enablers.get(name)
            if listing is None or plan.holes.touch(listing.where.at("outcomes")) or _is_misnamed(plan, outcome):
                continue
            if outcome.id not in listing.outcomes:
                yield RULE.found(
                    outcome.where.at("enablers", i),
                    f"The outcome lists the enabler `{name}`, but that enabler does not name the outcome.",
                    f"Add {outcome.id} to `outcomes:` in enablers/{name}.yaml, or take it out here.",
                )
