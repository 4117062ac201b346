"""Competing wordings stand in a text without who proposed them.

Delegates must see whose words are whose. Two pairs of brackets in a row, or strokes inside a pair, are wordings of one
place. Written as `alternatives` they are printed in one table, each beside its author.

## Bad

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - text: The Union [shall] [should] answer.
```

## Good

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - alternatives:
          - {text: The Union shall answer., proposed_by: Somebody (made up)}
          - {text: The Union should answer., proposed_by: Somebody else (made up)}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import prose
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM860", "unattributed-wordings", Severity.INFO)
_SIDE_BY_SIDE = re.compile(r"\[[^\[\]]+\] ?/? ?\[[^\[\]]+\]|\[[^\[\]/]*[^\W\d] ?(?:/ ?[^\W\d][^\[\]/]*)+\]")


def check(plan: Plan) -> Iterator[Finding]:
    """Brackets in a row, and strokes between words in one pair."""
    for where, text in prose(plan):
        if "[" in text:
            for found in _SIDE_BY_SIDE.finditer(text):
                yield RULE.found(
                    where.chars(found.span()),
                    "These look like several wordings of one place, and nobody is named who proposed them.",
                    "Write the whole sentence once for each, under `alternatives:`, with `proposed_by:`.",
                )
