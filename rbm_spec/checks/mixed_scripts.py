"""A word mixes letters of scripts that look alike.

A Cyrillic letter in a Latin word is seen by nobody and found by no search; two titles that look the same are then
different. It happens with keyboards that switch and with text pasted from elsewhere, and can be done on purpose.
Every word is of one script (UTS 39); Chinese, Japanese and Korean may stand beside Latin letters, and signs of units
such as µ and Ω anywhere. A word wholly in letters that look Latin is reported where all words around it are Latin.

## Bad

```yaml
# enablers/service_culture.yaml (in part)
name: "Serviсe culture"
```

## Good

```yaml
# enablers/service_culture.yaml (in part)
name: "Service culture"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._texts import texts
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.scripts import foreign, is_mixed, looks_latin, scripts_of

RULE = Rule("RBM670", "mixed-scripts", Severity.WARNING)

_WORD = re.compile(r"[^\W\d_]+")


def check(plan: Plan) -> Iterator[Finding]:
    """Words in any text of the plan whose letters are not of one script, at the first letter that is foreign."""
    for where, text in texts(plan):
        if text.isascii():
            continue
        words = [(match, scripts_of(match.group())) for match in _WORD.finditer(text)]
        latin = any(found == {"LATIN"} for _, found in words)
        for match, found in words:
            shown = is_mixed(found) or (latin and looks_latin(match.group()) and _is_alone(found, words))
            if shown and (wrong := foreign(match.group())):
                yield RULE.found(where.chars(match.span()), *wrong)


def _is_alone(found: frozenset[str], words: list[tuple[re.Match[str], frozenset[str]]]) -> bool:
    """Whether every word of this script looks Latin: one that does not shows that the language is meant."""
    return all(looks_latin(match.group()) for match, each in words if each == found)
