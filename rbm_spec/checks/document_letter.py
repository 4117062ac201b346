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
_LETTER = re.compile(r"\d[^-]*-?([A-Z])$")


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers that lack the letter, or have that of another language."""
    wanted = LETTERS.get(plan.spec.authoring_language)
    for document in plan.documents.values():
        number = document.number
        if wanted is None or not number or number.startswith("["):
            continue
        found = _LETTER.search(number)
        letter = found[1] if found else None
        if letter == wanted and number.endswith(f"-{wanted}"):
            continue
        said = "has no letter of a language" if letter is None else f"ends with {number[-2:]}"
        right = f"{number.removesuffix(letter or '').rstrip('-')}-{wanted}"
        yield RULE.found(
            document.where.at("number"),
            f"The number “{number}” {said}; the document is written in the language of -{wanted}.",
            f"Write {right}. The other languages get their own letters.",
            Fix(number, right, safe=False),
        )
