"""A target is set that was still to be determined, or is given up.

A figure where there was none is a new promise. A target that is taken away, or becomes `tbd` again, is a promise
less.

## After

```yaml
# indicators/answer_time.yaml (in part)
targets: {2031: {at_most: 10}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.targets import aim_of, is_open
from rbm_spec.changes.wording import target
from rbm_spec.diagnostics import Rule, Severity

SET = Rule("RBM923", "target-set", Severity.WARNING)
WITHDRAWN = Rule("RBM924", "target-withdrawn", Severity.ERROR)
BREAKS = {WITHDRAWN: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Targets without a figure before or now; a year that is named without one is no promise yet."""
    what = aim_of(fact)
    if what is None or fact.how in ("moved", "renamed"):
        return
    if is_open(fact.old) and is_open(fact.new):
        words = "is announced" if fact.old is None else "is no longer announced"
        yield Verdict(SET, f"A target for {what} {words}; no figure has been given.")
    elif is_open(fact.old):
        yield Verdict(SET, f"A target for {what} is set: {target(fact.new)}.")
    elif is_open(fact.new):
        yield Verdict(WITHDRAWN, f"The target for {what} is given up: it was {target(fact.old)}.")
