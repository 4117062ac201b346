"""A document is added, or taken away.

One more document is written by a build, or one less.

## After

```yaml
# documents/report.yaml
kind: document
id: report
status: draft
template: contribution
body: Council (made up)
meeting: "[Meeting]"
original_language: en
presented_by: "[Who]"
title: Report (made up)
purpose: To report.
action_required: The Council is invited to take note.
references: ["[None]"]
sections:
  - heading: Result
    content:
      - text: Nothing yet.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.changes.model import Between, Fact, Verdict
from rbm_spec.diagnostics import Rule, Severity

ADDED = Rule("RBM912", "document-added", Severity.WARNING)
REMOVED = Rule("RBM913", "document-removed", Severity.WARNING)


def judge(fact: Fact, between: Between) -> Iterator[Verdict]:
    """Objects of this kind that are there in one version only."""
    match fact:
        case Fact(how="added", kind="document", path=()):
            yield Verdict(ADDED, f"A new document, `{fact.id}`: “{fact.new['title']}”.")
        case Fact(how="removed", kind="document", path=()):
            yield Verdict(REMOVED, f"The document `{fact.id}` is gone: “{fact.old['title']}”.")
