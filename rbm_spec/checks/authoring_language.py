"""The language in which the plan is written is not among its languages.

`languages` says in which languages documents are printed. The one in which the texts are written needs no translation
and is always one of them.

## Bad

```yaml
# plan.yaml (in part)
languages: [fr]
```

## Good

```yaml
# plan.yaml (in part)
languages: [en, fr]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM691", "authoring-language", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """The authoring language, when the list lacks it."""
    own = plan.spec.authoring_language
    if own and own not in plan.spec.languages:
        yield RULE.found(
            plan.spec.where.at("languages"),
            f"The plan is written in {own}, which is not in this list.",
            f"Write languages: [{', '.join((own, *plan.spec.languages))}].",
        )
