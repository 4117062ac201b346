"""The box Action required does not say what the body is invited to do.

Documents of the Council ask in one formula: “The Council is invited to …”, with approve, consider, examine, endorse or
take note. A reader of the agenda looks for it.

## Bad

```yaml
# documents/contribution.yaml (in part)
action_required: Please read this.
```

## Good

```yaml
# documents/contribution.yaml (in part)
action_required: The Council is invited to take note of this document.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import is_english
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM866", "action-formula", Severity.INFO)
_FORMULA = re.compile(r"\b(?:is|are) (?:hereby )?(?:invited|requested) to\b|^For information")


def check(plan: Plan) -> Iterator[Finding]:
    """Boxes in English without the formula; what is still to be supplied is left alone."""
    for document in plan.documents.values():
        text = document.action_required
        if is_english(plan) and not text.startswith("[") and not _FORMULA.search(text):
            yield RULE.found(
                document.where.at("action_required"),
                "The box does not say what the body is invited to do.",
                "Write “The Council is invited to …”, with the name of the body and the verb: approve, consider, "
                "examine, take note.",
            )
