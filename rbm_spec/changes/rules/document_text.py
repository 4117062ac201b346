"""The text of a document is changed.

Title, purpose, sections and whatever else is printed of a document. The text of outcomes and indicators in it is
judged where it is written.

## After

```yaml
# documents/contribution.yaml (in part)
purpose: To show what a document looks like.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.changes.wording import said, sentence, thing
from rbm_spec.diagnostics import Rule, Severity

RULE = Rule("RBM996", "document-changed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Everything in a document but its status."""
    if fact.kind == "document" and fact.path and fact.path != ("status",) and fact.how != "moved":
        section = fact.new if fact.how == "added" else fact.old
        if len(fact.path) == 2 and fact.path[0] == "sections" and isinstance(section, dict):
            words = "has a new section" if fact.how == "added" else "no longer has the section"
            yield Verdict(RULE, f"{sentence(thing(fact))} {words} “{section['heading']}”.")
            return
        place = ", ".join(step for step in fact.path[:2] if len(step) < 60)
        yield Verdict(RULE, f"The text of {thing(fact)} ({place}): {said(fact)}.")
