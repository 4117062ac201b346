"""A text names a section of its own document by a number that is typed.

Sections are numbered when they are printed. A number that is typed becomes wrong when one is added, and the sentence
then leads elsewhere, or nowhere. `{section:its_id}` prints the number that the section has. The rule knows the word for
section in all six languages.

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

from rbm_spec.checks._house import written
from rbm_spec.checks._speech import speech_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM863", "typed-reference", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers behind the word section, unless the sentence speaks of another document."""
    speech = speech_of(plan)
    for document, where, text in written(plan) if speech else ():
        if speech is None or "references" in where.path:
            continue
        for found in re.finditer(speech.section, text):
            if re.search(speech.elsewhere, text[: found.start()]):
                continue
            number, count = int(found["number"]), len(document.sections)
            there = f"This document has {count} of them" if number > count else "It becomes wrong when sections move"
            yield RULE.found(
                where.chars(found.span()),
                f"The number of section {number} is typed. {there}.",
                "Give the section that is meant an `id`, and write section {section:its_id}.",
            )
