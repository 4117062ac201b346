"""A document or a section is longer than it may be.

`words` and `pages` of a section and `pages` of a document are budgets. Words are counted; pages are estimated from
them: one holds about 550 words in our layout, 530 in French and Spanish, 370 in Russian, 1,000 signs in Chinese.
Annexes do not count, nor does the head. `rbm-spec pdf` counts the pages in print.

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

import math
from collections.abc import Iterator
from decimal import Decimal

from rbm_spec.checks._house import words_of, words_of_a_page
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.model.spec import SectionSpec
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM861", "over-budget", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Sections over their words or pages, and documents over their pages."""
    page = words_of_a_page(plan)
    for document in plan.documents.values():
        counts = [words_of(plan, section) for section in document.sections]
        for i, (section, count) in enumerate(zip(document.sections, counts, strict=True)):
            yield from _section(section, count, page, document.where.at("sections", i))
        if document.pages is not None and sum(counts) > document.pages * page:
            most = max(range(len(counts)), key=counts.__getitem__)
            yield RULE.found(
                document.where.at("pages"),
                f"The text has {sum(counts):,} words, about {-(-sum(counts) // page)} pages; it may have "
                f"{document.pages}.",
                f"The longest section is “{document.sections[most].heading}”, with {counts[most]:,} words.",
            )


def _section(section: SectionSpec, count: int, page: int, where: Where) -> Iterator[Finding]:
    if section.words is not None and count > section.words:
        yield RULE.found(
            where.at("words"),
            f"The section “{section.heading}” has {count:,} words; it may have {section.words:,}.",
            f"Shorten it by {count - section.words:,} words, or raise `words`.",
        )
    if section.pages is not None and count > section.pages * page:
        yield RULE.found(
            where.at("pages"),
            f"The section “{section.heading}” has {count:,} words, about {Decimal(count) / page:.1f} pages; "
            f"it may have {section.pages}.",
            f"Shorten it by {math.ceil(count - section.pages * page):,} words, or raise `pages`.",
        )
