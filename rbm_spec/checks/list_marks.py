"""The marks of a list are typed.

A list is printed with dashes, semicolons between its items and a full stop at its end, in the signs of each language.
The spec holds the words alone. A dash that is typed is printed twice, and one in a paragraph makes no list at all.

## Bad

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - items: ["- the first item,", "- the second item"]
```

## Good

```yaml
# documents/contribution.yaml (in part)
sections:
  - heading: Proposal
    content:
      - items: [the first item, the second item]
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.checks._house import blocks
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM856", "list-marks", Severity.WARNING)
_MARK = re.compile(r"(?:[-–—•*·]|\(?[^\W\d_]\)|\(?\d{1,2}\))[ \u00a0]|（(?:\d{1,2}|[一二三四五六七八九十])）")
_LINE = re.compile(r"\n[ \t]*(?:[-–—•*·])[ \u00a0]")
_AND = {"ar": "أو|و", "en": "and|or", "es": "y|e|o|u", "fr": "et|ou", "ru": "и|или", "zh": "和|或|以及"}


def check(plan: Plan) -> Iterator[Finding]:
    """Items that begin with a mark or end with another sign than ; or a full stop, paragraphs that look like items."""
    words = _AND.get(plan.spec.authoring_language, "and|or")
    end = re.compile(rf"(?:[,،，、:：]|[;؛；]?(?:(?<=[；，])|[ \u00a0])(?:{words}))$")
    for document in plan.documents.values():
        for where, block in blocks(document):
            for i, item in enumerate(block.items):
                yield from _item(where.at("items", i), item, end)
            if block.kind == "text":
                yield from _paragraph(where.at("text"), block.text)
        for i, reference in enumerate(document.references):
            if reference.rstrip().endswith(";"):
                place = len(reference.rstrip()) - 1
                yield RULE.found(
                    document.where.at("references", i).chars((place, place + 1)),
                    "References are printed with semicolons between them; this one would have two.",
                    "Leave the semicolon out.",
                )


def _item(where: Where, item: str, end: re.Pattern[str]) -> Iterator[Finding]:
    if found := _MARK.match(item):
        yield RULE.found(
            where.chars(found.span()),
            f"The item begins with “{found[0].strip()}”, and the list is printed with dashes of its own.",
            "Leave the mark out.",
        )
    if found := end.search(item.rstrip()):
        yield RULE.found(
            where.chars(found.span()),
            "The list ends its items with semicolons, and the last with a full stop; here another sign or word stands.",
            "Leave it out.",
        )


def _paragraph(where: Where, text: str) -> Iterator[Finding]:
    if found := _MARK.match(text) or _LINE.search(text):
        yield RULE.found(
            where.chars(found.span()),
            "This looks like the item of a list, and it is printed as a paragraph.",
            "Write the list as `items:`, without marks.",
        )
