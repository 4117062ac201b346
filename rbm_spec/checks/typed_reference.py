"""A text names a section of its own document by a number that is typed.

Sections are numbered when they are printed. A number that is typed becomes wrong when one is added, and the sentence
then leads elsewhere, or nowhere. `{section:its_id}` prints the number that the section has.

## Bad

```yaml
# documents/contribution.yaml (in part)
purpose: To show what section 7 says.
```

## Good

```yaml
# documents/contribution.yaml (in part)
purpose: To show what section {section:proposal} says.
sections:
  - heading: Proposal
    id: proposal
    content:
      - outcome: timely_service
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import is_english, written
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM863", "typed-reference", Severity.WARNING)
_TYPED = re.compile(r"\b[Ss]ections?[ \u00a0](\d{1,2})(?![\d.]*\d| (?:of|in|to)\b)")
_OTHERS = re.compile(r"(?:Resolution|Decision|Document|Convention|Constitution|report|Report|Annex)\b[^.;]*$")


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers behind the word section, unless the sentence speaks of another document."""
    if not is_english(plan):
        return
    for document, where, text in written(plan):
        if "ection" not in text or "references" in where.path:
            continue
        for found in _TYPED.finditer(text):
            if _OTHERS.search(text[: found.start()]):
                continue
            number, count = int(found[1]), len(document.sections)
            there = f"This document has {count} of them" if number > count else "It becomes wrong when sections move"
            yield RULE.found(
                where.chars(found.span()),
                f"The number of section {number} is typed. {there}.",
                "Give the section that is meant an `id`, and write section {section:its_id}.",
            )
