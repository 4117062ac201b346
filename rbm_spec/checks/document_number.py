"""The number of a document is not written as those of the Council are.

Documents are found by their numbers. The Council has `C28/35-E`: its letter, the year, the number, and the letter of
the language. A working group has its name, the meeting, and the number: `CWG-SFP-3/5-E`. A class may stand before the
number (`CWG-SFP-2/INF/1-E`), and a revision, addendum or corrigendum after it: `C28/35(Rev.1)-E`, `C28/35(Add.1)-E`,
`C28/35(Corr.1)-E`. Numbers that are cited in the text may do without the letter, and with `+ Add.1`.

## Bad

```yaml
# documents/contribution.yaml (in part)
number: C2028-35-E
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

from rbm_spec.checks._house import written
from rbm_spec.checks._speech import speech_of
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM850", "document-number", Severity.WARNING)

_LATER = r"(?:(?: ?\+ ?| )?\(?(?:Rev|Add|Corr)\. ?\d{1,2}\)?)"
_FORM = re.compile(
    rf"(?:C\d\d|[A-Z][A-Z-]+[- ]\d{{1,3}})(?:/(?:INF|DT|DL|ADM|PL))?/\d{{1,4}}{_LATER}?(?:-?[ACEFRS])?{_LATER}?"
)


def check(plan: Plan) -> Iterator[Finding]:
    """Numbers of the documents themselves, and of those that they cite."""
    for document in plan.documents.values():
        number = document.number
        if number and not number.startswith("[") and not _FORM.fullmatch(number):
            yield RULE.found(
                document.where.at("number"),
                f"“{number}” is not the number of a document of the Council or of a working group.",
                "Write it as C28/35-E or CWG-SFP-3/5-E, with (Rev.1), (Add.1) or (Corr.1) before the last hyphen. "
                "Without a number yet, leave `number` out.",
            )
    if speech := speech_of(plan):
        for _, where, text in written(plan):
            for found in re.finditer(speech.document, text):
                cited = found[1].rstrip(".")
                if not _FORM.fullmatch(cited):
                    yield RULE.found(
                        where.chars((found.start(1), found.start(1) + len(cited))),
                        f"“{cited}” is not written as numbers of documents are.",
                        "Write it as C23/52 or CWG-SFP-3/5.",
                    )
