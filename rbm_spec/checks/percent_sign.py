"""A percentage stands in running text with the sign %, or as one word.

In text the United Nations writes “75 per cent”; the sign is for tables and equations. Labels, units and targets are
printed in tables and are left alone. French has “pour cent”, Spanish “por ciento”, Russian “процентов”, Arabic “في
المائة”. Chinese has the sign in text as well, so there the rule says nothing.

## Bad

```yaml
# documents/contribution.yaml (in part)
purpose: To answer 75% of requests in time.
```

## Good

```yaml
# documents/contribution.yaml (in part)
purpose: To answer 75 per cent of requests in time.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import prose
from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM855", "percent-sign", Severity.WARNING)
_SIGN = re.compile(r"(?<=\d)[ \u00a0\u202f]?%")
_WORDS = {"ar": "في المائة", "en": "per cent", "es": "por ciento", "fr": "pour cent", "ru": "процентов"}
_INFLECTED = ("ru",)
"""Languages in which the word depends on the number: whoever writes chooses the form."""
_ONE_WORD = re.compile(r"\bpercent\b")


def check(plan: Plan) -> Iterator[Finding]:
    """Signs behind numbers in languages whose word we know; in English also the word that is spelt as one."""
    language = plan.spec.authoring_language
    word = _WORDS.get(language)
    for where, text in prose(plan) if word else ():
        if "%" in text:
            for found in _SIGN.finditer(text):
                yield RULE.found(
                    where.chars(found.span()),
                    "In running text a percentage is written in words.",
                    f"Write “{word}”. The sign % is for tables and equations.",
                    Fix(found[0], f" {word}", safe=language not in _INFLECTED),
                )
        if language == "en" and "percent" in text:
            for found in _ONE_WORD.finditer(text):
                yield RULE.found(
                    where.chars(found.span()),
                    "The United Nations spells this as two words.",
                    "Write “per cent”.",
                    Fix(found[0], "per cent", safe=True),
                )
