"""Something has another name.

The Council knows an indicator, an enabler or a plan by its title. Another title may be read as another promise, and
references in older documents no longer find it.

## After

```yaml
# indicators/answer_time.yaml (in part)
title: Mean time to answer a letter (made up)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import READERS, Between, Fact, Verdict
from rbm_spec.changes.wording import is_same_wording, said, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM987", "title-changed", Severity.ERROR)
BREAKS = {RULE: (READERS,)}


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Titles and names that are printed, unless only their punctuation differs."""
    match fact:
        case Fact(kind="indicator" | "plan", path=("title",)) | Fact(kind="enabler", path=("name",)):
            if not is_same_wording(fact.old, fact.new):
                yield Verdict(RULE, f"The title of {thing(fact)}: {said(fact)}.")
