"""The number of a document does not end with the letter of the language it is written in.

All languages of a document have one number, and a letter tells them apart: A, C, E, F, R, S. The plan's own language
stands in the spec (`C28/35-E`); every other language gets its letter when it is printed. Without a letter all of them
would bear the same number, and readers could not cite one of them.

## Bad

```yaml
# documents/contribution.yaml (in part)
number: C28/35
```

## Good

```yaml
# documents/contribution.yaml (in part)
number: C28/35-E
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM851", "document-letter", Severity.WARNING)
LETTERS = {"ar": "A", "zh": "C", "en": "E", "fr": "F", "ru": "R", "es": "S"}
_PARTS = re.compile(r"(.*?\d)(?:(-?)([ACEFRS]))?( ?\((?:Rev|Add|Corr)\. ?\d+\))?(?:(-?)([ACEFRS]))?")


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers that lack the letter, have that of another language, or have it in another place."""
    wanted = LETTERS.get(plan.spec.authoring_language)
    for document in plan.documents.values():
        number = document.number
        found = _PARTS.fullmatch(number) if number else None
        if wanted is None or number is None or found is None:
            continue
        base, _, inner, later, hyphen, last = found.groups(default="")
        # Without a revision the letter at the end is the first that is found.
        letter, is_last = last or inner, bool(last) or not later
        if letter == wanted and is_last and (hyphen or found[2]):
            continue
        right = f"{base}{later}-{wanted}"
        yield RULE.found(
            document.where.at("number"),
            f"The number “{number}” {_said(letter, wanted)}.",
            f"Write {right}. The other languages get their own letters.",
            Fix(number, right, safe=False),
        )


def _said(letter: str, wanted: str) -> str:
    if not letter:
        return "has no letter of a language"
    if letter != wanted:
        return f"ends with the letter {letter}, and the document is written in the language of the letter {wanted}"
    return f"does not end with a hyphen and the letter {letter}"
