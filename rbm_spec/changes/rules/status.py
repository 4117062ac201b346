"""Text is agreed, or is open again.

What is not agreed is printed in square brackets. An agreed text that becomes a draft again puts its brackets back
before the Council.

## After

```yaml
# outcomes/timely_service.yaml (in part)
status: agreed
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import sentence, thing
from rbm_spec.diagnostics import Rule, Severity

ADVANCED = Rule("RBM985", "status-advanced", Severity.WARNING)
WITHDRAWN = Rule("RBM986", "status-withdrawn", Severity.ERROR)
BREAKS = {WITHDRAWN: (READERS,)}
ORDER = (None, "draft", "proposed", "agreed")


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The status of anything that has one."""
    if fact.path == ("status",):
        is_forward = ORDER.index(fact.new) > ORDER.index(fact.old)
        words = ", so it loses its square brackets" if fact.new == "agreed" else ""
        words = ", so its square brackets are back" if fact.old == "agreed" else words
        yield Verdict(
            ADVANCED if is_forward else WITHDRAWN,
            f"{sentence(thing(fact))} is {fact.new or 'draft'}{words}.",
            None if fact.old == "agreed" or is_forward else (),
        )
