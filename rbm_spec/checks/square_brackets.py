"""Square brackets are not in pairs.

In the drafts of the United Nations square brackets hold what has not been agreed. One that is never closed leaves open
how much of the text is meant.

## Bad

```yaml
# documents/contribution.yaml (in part)
purpose: To show [the document.
```

## Good

```yaml
# documents/contribution.yaml (in part)
purpose: To show [the document].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._texts import texts
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM858", "square-brackets", Severity.WARNING)
_SIGN = re.compile(r"[\[\]]")
_INTERVAL = re.compile(r"[\[(\]] ?-?\d[\d.]*[,;] ?-?\d[\d.]* ?[\])\[]")
"""A half-open interval, as [0, 1) or ]0, 1]: no draft."""


def check(plan: Plan) -> Iterator[Finding]:
    """The first bracket of a text that has no other."""
    for where, text in texts(plan):
        if "[" not in text and "]" not in text:
            continue
        open_at: list[int] = []
        shown = _INTERVAL.sub(lambda found: " " * len(found[0]), text)
        for found in _SIGN.finditer(shown):
            if found[0] == "[":
                open_at.append(found.start())
            elif open_at:
                open_at.pop()
            else:
                open_at = [found.start()]
                break
        if open_at:
            place, sign = open_at[0], text[open_at[0]]
            yield RULE.found(
                where.chars((place, place + 1)),
                f"The bracket {sign} has no other one, so nobody can tell what has not been agreed.",
                "Write its other half where that text begins or ends, or leave it out.",
            )
