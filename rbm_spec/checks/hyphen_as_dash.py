"""A hyphen stands where a dash is meant.

Between parts of a sentence stands an en-dash with spaces. A hyphen joins words; two of them are a typewriter's dash.

## Bad

```yaml
# documents/contribution.yaml (in part)
purpose: To show a document - and what it is made from.
```

## Good

```yaml
# documents/contribution.yaml (in part)
purpose: To show a document – and what it is made from.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import written
from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM867", "hyphen-as-dash", Severity.WARNING)
_HYPHEN = re.compile(r"(?<=[^\W\d] )-{1,2}(?= [^\W\d])|(?<=[^\W\d])--(?=[^\W\d])")


def check(plan: Plan) -> Iterator[Finding]:
    """Hyphens between spaces and words, in the text of documents; heads have customs of their own."""
    for _, where, text in written(plan):
        if "-" in text:
            for found in _HYPHEN.finditer(text):
                spaced = text[found.start() - 1] == " "
                yield RULE.found(
                    where.chars(found.span()),
                    "A hyphen stands here where a dash is meant.",
                    "Write – with a space on each side.",
                    Fix(found[0], "–" if spaced else " – ", safe=False),
                )
