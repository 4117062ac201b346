"""Small groups of people are protected more, or less.

With more protection cells that were published are hidden. With less, cells appear that were hidden before, and what
has been published once cannot be taken back: ask whoever owns the data first.

## After

```yaml
# plan.yaml (in part)
disclosure: {minimum_cell: 10}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import said
from rbm_spec.diagnostics import Rule, Severity

STRONGER = Rule("RBM981", "protection-stronger", Severity.ERROR)
WEAKER = Rule("RBM982", "protection-weaker", Severity.ERROR)
OTHER = Rule("RBM984", "person-changed", Severity.ERROR)
BREAKS = {STRONGER: (READERS,), WEAKER: (READERS,), OTHER: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """The smallest group that is shown, and whether rows are about people."""
    match fact:
        case Fact(kind="plan", path=("disclosure", "minimum_cell")):
            rule = STRONGER if fact.new > fact.old else WEAKER
            yield Verdict(rule, f"Groups of fewer than {fact.new} people are hidden; it was fewer than {fact.old}.")
        case Fact(kind="dataset", path=("personal",)):
            if not fact.old:
                yield Verdict(STRONGER, f"Rows of `{fact.id}` are about people, so small groups are hidden.")
            elif not fact.new:
                yield Verdict(WEAKER, f"Rows of `{fact.id}` are no longer about people, so small groups are shown.")
            else:
                yield Verdict(OTHER, f"What tells people apart in `{fact.id}`: {said(fact)}.")
