"""Two documents of the plan have one number.

A number leads to one document. Under its number each is also an address in Akoma Ntoso, which machines read. The letter
of the language makes no other number; a revision, an addendum or a corrigendum does.

## Bad

```yaml
# documents/contribution.yaml (in part)
number: C28/35-E
```

```yaml
# documents/report.yaml
kind: document
id: report
status: draft
template: council_report
body: Council (made up)
meeting: Third meeting - Geneva, 15-16 January 2028 (made up)
original_language: en
presented_by: Somebody (made up)
title: Made up
purpose: To show.
action_required: The Council is invited to take note.
references: []
sections: [{heading: Made up, content: [{text: Made up.}]}]
number: C28/35-E
```

## Good

```yaml
# documents/contribution.yaml (in part)
number: C28/35-E
```

```yaml
# documents/report.yaml
kind: document
id: report
status: draft
template: council_report
body: Council (made up)
meeting: Third meeting - Geneva, 15-16 January 2028 (made up)
original_language: en
presented_by: Somebody (made up)
title: Made up
purpose: To show.
action_required: The Council is invited to take note.
references: []
sections: [{heading: Made up, content: [{text: Made up.}]}]
number: C28/36-E
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM873", "document-number-twice", Severity.WARNING)
_LETTER = re.compile(r"(?<=[\d)])-?[ACEFRS](?=$|\()|\s")


def check(plan: Plan) -> Iterator[Finding]:
    """The second and any further document of a number; what stands in square brackets is none yet."""
    first: dict[str, str] = {}
    for name, document in plan.documents.items():
        if document.number is None or document.number.startswith("["):
            continue
        other = first.setdefault(_LETTER.sub("", document.number), name)
        if other != name:
            yield RULE.found(
                document.where.at("number"),
                f"The document “{other}” has this number too.",
                "Give each document its own number. Without one yet, leave `number` out.",
            )
