"""A text names a section, table, figure, equation or paragraph of its own document by a number that is typed.

They are numbered when they are printed. A number that is typed becomes wrong when one is added, and the sentence
then leads elsewhere, or nowhere. `{section:its_id}` prints the number that the section has. The others have no mark:
say in words which table is meant, or name the section that it stands in. The rule knows the words in all six languages.

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
    """Numbers behind the words for what is numbered, unless the sentence speaks of another document."""
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
        for found in re.finditer(speech.counted, text):
            if not re.search(speech.elsewhere, text[: found.start()]):
                yield RULE.found(
                    where.chars(found.span()),
                    f"The number in “{found[0]}” is typed. It becomes wrong when one is added before it.",
                    "Say in words what is meant, or where it stands: in section {section:its_id}.",
                )
