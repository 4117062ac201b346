"""A text uses another word for a term of the glossary.

One thing has one name: delegates read another word as another thing, and translators translate it otherwise. The
glossary of the plan says under `instead_of` which words are not to be used for a term. Quotations may use them.

## Bad

```yaml
# plan.yaml (in part)
glossary:
  answer: {term: answer, definition: What is sent back (made up)., instead_of: [reply]}
```

```yaml
# outcomes/timely_service.yaml (in part)
statement: Replies come in time, and every reply is complete (made up).
```

## Good

```yaml
# plan.yaml (in part)
glossary:
  answer: {term: answer, definition: What is sent back (made up)., instead_of: [reply]}
```

```yaml
# outcomes/timely_service.yaml (in part)
statement: Answers come in time, and every answer is complete (made up).
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import prose
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM868", "glossary-word", Severity.WARNING)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")


def check(plan: Plan) -> Iterator[Finding]:
    """Words that the glossary replaces, in any running text of the plan, outside quotation marks."""
    terms = {word.casefold(): term for term in plan.spec.glossary.values() for word in term.instead_of}
    if not terms:
        return
    words = "|".join(re.escape(word) for word in sorted(terms, key=len, reverse=True))
    form = re.compile(rf"(?<![\w-])({words})s?(?![\w-])", re.IGNORECASE)
    for where, text in prose(plan):
        shown = _QUOTED.sub(lambda found: " " * len(found[0]), text)
        for found in form.finditer(shown):
            term = terms[found[1].casefold()].term
            yield RULE.found(
                where.chars(found.span()),
                f"The glossary says “{term}” for what is called “{found[0]}” here.",
                f"Write “{term}”, or name the other word no longer under `instead_of` in plan.yaml.",
            )
