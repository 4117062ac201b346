"""The box Action required does not say what the body is invited to do.

Documents of the Council ask in one formula: “The Council is invited to …”, with approve, consider, examine, endorse or
take note. A reader of the agenda looks for it. Other languages have formulas of their own: “Le Conseil est invité à …”,
“Se invita al Consejo a …”, “Совету предлагается …”, “يُدعى المجلس إلى …”, “请理事会……”.

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

from rbm_spec.checks._speech import speech_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM866", "action-formula", Severity.INFO)


def check(plan: Plan) -> Iterator[Finding]:
    """Boxes without the formula of their language; what is still to be supplied is left alone."""
    speech = speech_of(plan)
    for document in plan.documents.values():
        text = document.action_required
        if speech and not text.startswith("[") and not re.search(speech.invited, text):
            yield RULE.found(
                document.where.at("action_required"),
                "The box does not say what the body is invited to do.",
                f"Write “{speech.invitation}”, with the name of the body and the verb: approve, consider, examine, "
                "take note.",
            )
