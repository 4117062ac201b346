"""A resolution is not cited in full.

A resolution is revised by each conference, and a number alone does not say which text is meant. It is cited with Rev.
(where it is a revision), the city of the conference, and the year: “Resolution 71 (Rev. Bucharest, 2022)”. A resolution
of the Council has its session: “Council Resolution 1428 (C24)”. Once cited in full in a document, the number will do.
The word is not abbreviated, and has its capital: resolutions of the General Assembly are the ones with a small letter.
The form is that of the language of the plan: “Résolution 71 (Rév. Bucarest, 2022)”, “Resolución 71 (Rev. Bucarest,
2022)”, “Резолюция 71 (Пересм. Бухарест, 2022 г.)”, “القرار 71 (المراجَع في بوخارست، 2022)”,
“第71号决议（2022年，布加勒斯特，修订版）”.

## Bad

```yaml
# documents/contribution.yaml (in part)
references:
  - Resolution 71 (Rev Bucharest 2022)
```

## Good

```yaml
# documents/contribution.yaml (in part)
references:
  - Resolution 71 (Rev. Bucharest, 2022)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._resolutions import citations, form
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM852", "resolution-citation", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Citations in another form, and those without a session of what no text of the same file cites in full."""
    found = list(citations(plan))
    full = {(each.where.file, each.number) for each in found if each.key}
    for each in found:
        if each.key or (each.session is None and (each.where.file, each.number) in full):
            continue
        said = "does not say which conference adopted it" if each.session is None else f"is cited as “{each.text}”"
        yield RULE.found(
            each.where,
            f"Resolution {each.number} {said}.",
            f"Cite the text that is meant, in this form: {form(each.number, plan)}.",
        )
