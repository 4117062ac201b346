"""A term of the glossary is used nowhere.

Whoever reads a glossary looks for its terms in the text. One that no text uses explains nothing, and may be a word that
is written otherwise.

## Bad

```yaml
# plan.yaml (in part)
glossary:
  moon: {term: moon, definition: What shines at night (made up).}
```

## Good

```yaml
# plan.yaml (in part)
glossary:
  answer: {term: answer, definition: What is sent back (made up).}
```

```yaml
# outcomes/timely_service.yaml (in part)
statement: Every answer comes in time (made up).
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._house import prose
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM869", "glossary-unused", Severity.INFO)


def check(plan: Plan) -> Iterator[Finding]:
    """Terms that stand in no running text, in capitals or not, and in no other definition of the glossary."""
    glossary = plan.spec.glossary
    if not glossary:
        return
    said = [text for _, text in prose(plan)]
    for name, term in glossary.items():
        others = [each.definition for other, each in glossary.items() if other != name]
        if not any(term.term.casefold() in text.casefold() for text in (*said, *others)):
            yield RULE.found(
                plan.spec.where.at("glossary", name, "term"),
                f"No text of the plan uses the term “{term.term}”.",
                "Take it away, or look for the place where it is written otherwise.",
            )
