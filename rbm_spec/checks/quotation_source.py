"""A quotation or a figure has no source.

Delegates ask where a quoted sentence (five words, or ten signs of Chinese) or a percentage comes from. A footnote says
it (`{note:the source}`), or a resolution, a document or a report that is named in the same paragraph.

## Bad

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - text: Somebody said that “every request deserves an answer in time”.
```

## Good

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - text: "Somebody said that “every request deserves an answer in time”.{note:Made up for this example.}"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import written
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan

RULE = Rule("RBM865", "quotation-source", Severity.INFO)
_QUOTED = re.compile(r"“(?:[^“”\s]+\s+){4,}[^“”]*”|«\s?(?:[^«»\s]+\s+){4,}[^«»]*»|“[^“”]*[\u4e00-\u9fff][^“”]{9,}”")
_FIGURE = re.compile(
    r"(?<![\d.,])\d[\d.,]*(?:[ \u00a0](?:per cent|pour cent|por ciento|процент|في المائة)|[ \u00a0\u202f]?%)"
)
_SOURCE = re.compile(
    r"\{note:|\b(?:[Rr][eé]solution|Resolución|[Dd]ocumento?|D[eé]cision|JIU|[Nn]ota|note|[Rr]eport|[Rr]apport|[Ii]nforme)\b"
    r"|\b(?:[Рр]езолюци|[Рр]ешени|[Дд]окумент|[Дд]оклад|[Зз]аписк)|(?:قرار|مقرر|وثيقة|مذكرة|تقرير)\b"
    r"|决议|决定|文件|报告|说明|\b[A-Z]+\d*/\d+|[(（]\d{4}/\d+[)）]"
)


def check(plan: Plan) -> Iterator[Finding]:
    """Paragraphs and items with a quotation of five words or more, or a percentage, that name no source."""
    for _, where, text in written(plan):
        if "content" not in where.path or _SOURCE.search(text):
            continue
        for what, form in (("quotation", _QUOTED), ("figure", _FIGURE)):
            if found := form.search(text):
                yield RULE.found(
                    where.chars(found.span()),
                    f"The {what} has no source.",
                    "Write it behind as {note:the source}, or name the document in the same paragraph.",
                )
