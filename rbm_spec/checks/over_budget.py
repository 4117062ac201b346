"""A document or a section is longer than it may be.

`words` of a section and `pages` of a document are budgets. A page holds about 550 words in our layout; annexes do not
count, nor does the head.

## Bad

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    words: 5
    content:
      - text: This is a sentence of more than five words.
```

## Good

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    words: 10
    content:
      - text: This is a sentence of nine words altogether.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._house import WORDS_OF_A_PAGE, words_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM861", "over-budget", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Sections over their words, and documents over their pages."""
    for document in plan.documents.values():
        counts = [words_of(plan, section) for section in document.sections]
        for i, (section, count) in enumerate(zip(document.sections, counts, strict=True)):
            if section.words is not None and count > section.words:
                yield RULE.found(
                    document.where.at("sections", i, "words"),
                    f"The section “{section.heading}” has {count:,} words; it may have {section.words:,}.",
                    f"Shorten it by {count - section.words:,} words, or raise `words`.",
                )
        if document.pages is not None and sum(counts) > document.pages * WORDS_OF_A_PAGE:
            most = max(range(len(counts)), key=counts.__getitem__)
            yield RULE.found(
                document.where.at("pages"),
                f"The text has {sum(counts):,} words, about {-(-sum(counts) // WORDS_OF_A_PAGE)} pages; it may have "
                f"{document.pages}.",
                f"The longest section is “{document.sections[most].heading}”, with {counts[most]:,} words.",
            )
