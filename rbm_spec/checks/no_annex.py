"""A text speaks of an annex, and the document has none.

Whoever looks for it finds nothing. `annexes` adds the table of results or the methodology sheets.

## Bad

```yaml
# documents/contribution.yaml (in part)
purpose: To propose what is shown in the annex.
annexes: []
```

## Good

```yaml
# documents/contribution.yaml (in part)
purpose: To propose what is shown in the annex.
annexes: [results_table]
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import is_english, written
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM864", "no-annex", Severity.WARNING)
SHORT = ("contribution", "council_report")
"""Templates that print nothing behind their sections but annexes."""
_ANNEX = re.compile(r"\b(?:in|see|by) the annex(?:es)?\b(?! (?:to|of)\b)|\bannexed (?:hereto|to this)\b", re.IGNORECASE)


def check(plan: Plan) -> Iterator[Finding]:
    """Documents without annexes whose text sends its reader there."""
    if not is_english(plan):
        return
    for document, where, text in written(plan):
        if document.template in SHORT and not document.annexes and (found := _ANNEX.search(text)):
            yield RULE.found(
                where.chars(found.span()),
                "The text speaks of an annex, and this document has none.",
                "Write `annexes: [results_table]` or `annexes: [methodology]`, or say where the annex is.",
            )
