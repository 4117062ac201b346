"""The number of a section or a paragraph is typed.

Word counts sections and paragraphs itself, alike in all languages. A number that is typed is printed beside the right
one, and becomes wrong when a section moves.

## Bad

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: 1. Proposal
    content:
      - outcome: timely_service
```

## Good

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - outcome: timely_service
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import blocks
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM857", "typed-number", Severity.WARNING)
_NUMBER = re.compile(r"(\d{1,2})(?:\.\d{1,2})*([.):])?[ \t\u00a0]+(?=\S)")
_PARAGRAPH = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?[ \t\u00a0]+(?=[^\W\d_])(?!مليون|مليار|ألف|万|亿)")


def check(plan: Plan) -> Iterator[Finding]:
    """Headings that begin with their own number, or one with a point; paragraphs that begin as “1.1 ” does."""
    for document in plan.documents.values():
        for i, section in enumerate(document.sections):
            found = _NUMBER.match(section.heading)
            if found and (found[2] or "." in found[0] or int(found[1]) == i + 1):
                yield RULE.found(
                    document.where.at("sections", i, "heading").chars(found.span()),
                    f"The heading begins with the number {found[0].strip()}; sections are numbered in print.",
                    "Leave the number out.",
                )
        for where, block in blocks(document):
            if block.kind == "text" and (found := _PARAGRAPH.match(block.text)) and not _is_amount(found):
                yield RULE.found(
                    where.at("text").chars(found.span()),
                    f"The paragraph begins with the number {found[0].strip()}, which nobody keeps right.",
                    "Leave the number out. In all documents but contributions Word numbers the paragraphs.",
                )


def _is_amount(found: re.Match[str]) -> bool:
    """Whether a small letter follows, as in 2.5 million."""
    return found.string[found.end()].islower()
