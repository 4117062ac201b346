"""A figure is in another unit.

The number may be the same, but it no longer says the same.

## After

```yaml
# indicators/answer_time.yaml (in part)
measures:
  days_to_answer:
    label: Working days from receipt to answer
    from: requests
    aggregate: mean
    of: working_days(received_on, answered_on)
unit: working_day
examples:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import CALCULATION, READERS, Between, Fact, Path, Verdict
from rbm_spec.changes.wording import own, said, whose
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM947", "unit-changed", Severity.ERROR)
BREAKS = {RULE: (CALCULATION, READERS)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The unit of an indicator, a component, a measure or a computed field; not of a field that is filled in."""
    if own(fact) == ("unit",) or _is_inside(fact.path):
        kept = (
            " Targets and baselines that stay as they were now say something else."
            if _keeps_aims(fact, between)
            else ""
        )
        yield Verdict(RULE, f"The unit of {whose(fact)}: {said(fact)}.{kept}")


def _keeps_aims(fact: Fact, between: Between) -> bool:
    """Whether the quantity has a target in figures that nothing in the change touches."""
    if own(fact) != ("unit",):
        return False
    data = between.new.trees["indicator", fact.id].data
    mine = fact.path[:-1]
    home = data["components"][mine[1]] if mine else data
    touched = {each.path for each in between.facts if each.id == fact.id}
    return any(
        target != "tbd" and (*mine, "targets", str(year)) not in touched
        for year, target in (home.get("targets") or {}).items()
    )


def _is_inside(path: Path) -> bool:
    match path:
        case ("measures", _, "unit") | ("derive", "fields", _, "unit"):
            return True
    return False
