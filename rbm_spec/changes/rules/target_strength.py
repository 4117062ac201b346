"""A target asks for more, or for less, than before.

More is what the direction says: with `direction: decrease` a lower `at_most` is the stronger target. A band is
stronger when it lies inside the old one. The same figure for an earlier year asks for more, for a later year for less.
What has been promised to the Council changes either way, unless the same values meet the old and the new target.

## Before

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 12}}
```

## After

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.rules import reworded
from rbm_spec.changes.targets import aim_of, direction_of, is_same, strength, units_of
from rbm_spec.changes.wording import quantity, target
from rbm_spec.diagnostics import Rule, Severity

STRONGER = Rule("RBM920", "target-stronger", Severity.ERROR)
WEAKER = Rule("RBM921", "target-weaker", Severity.ERROR)
CHANGED = Rule("RBM922", "target-changed", Severity.ERROR)
BREAKS = {STRONGER: (READERS,), WEAKER: (READERS,), CHANGED: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Targets that were a figure before and are one now."""
    aim = aim_of(fact)
    if aim is not None and fact.how == "renamed":
        is_sooner = str(fact.new) < str(fact.old)
        words = f"The target of {quantity(fact)} for {fact.old} is now asked for in {fact.new}"
        yield Verdict(STRONGER if is_sooner else WEAKER, f"{words}, {'earlier' if is_sooner else 'later'}.")
        return
    if aim is None or "tbd" in (fact.old, fact.new) or fact.how != "changed":
        return
    what = f"The target of {aim}"
    words = f"{target(fact.new)} instead of {target(fact.old)}"
    units = units_of(fact, between)
    if units[0] != units[1]:
        yield Verdict(CHANGED, f"{what} is in another unit: {words}; {units[1]} instead of {units[0]}.")
        return
    match strength(fact.old, fact.new, direction_of(fact, between)):
        case 1:
            yield Verdict(STRONGER, f"{what} asks for more: {words}.")
        case -1:
            yield Verdict(WEAKER, f"{what} asks for less: {words}.")
        case _ if is_same(fact.old, fact.new):
            yield Verdict(reworded.RULE, f"{what} is written otherwise, and the same values meet it: {words}.")
        case _:
            yield Verdict(CHANGED, f"{what} is another one: {words}.")
