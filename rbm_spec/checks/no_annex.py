"""A text speaks of an annex, and the document has none.

Whoever looks for it finds nothing. `annexes` adds the table of results or the methodology sheets. The rule knows the
words in all six languages.

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

from rbm_spec.checks._house import written
from rbm_spec.checks._speech import speech_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM864", "no-annex", Severity.WARNING)
SHORT = ("contribution", "council_report")
"""Templates that print nothing behind their sections but annexes."""


def check(plan: Plan) -> Iterator[Finding]:
    """Documents without annexes whose text sends its reader there."""
    speech = speech_of(plan)
    for document, where, text in written(plan):
        if speech is None or document.template not in SHORT or document.annexes:
            continue
        if found := re.search(speech.annex, text):
            yield RULE.found(
                where.chars(found.span()),
                "The text speaks of an annex, and this document has none.",
                "Write `annexes: [results_table]` or `annexes: [methodology]`, or say where the annex is.",
            )
