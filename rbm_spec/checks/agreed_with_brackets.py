"""A text is called agreed and is not.

What stands in square brackets has not been agreed, and a text with competing wordings has not either. With the status
`agreed` the text is printed without the brackets around it, as if nothing were open. A document that is agreed
has neither in its own texts.

## Bad

```yaml
# outcomes/timely_service.yaml (in part)
status: agreed
statement: Requests are answered [in time].
```

## Good

```yaml
# outcomes/timely_service.yaml (in part)
status: agreed
statement: Requests are answered in time.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from rbm_spec.checks._house import blocks, written
from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.model.spec import Alternative, DocumentSpec
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

RULE = Rule("RBM859", "agreed-with-brackets", Severity.WARNING)


def check(plan: Plan) -> Iterator[Finding]:
    """Agreed enablers, outcomes, indicators and documents with brackets in what was agreed, or with alternatives."""
    for enabler in plan.enablers.values():
        if enabler.status == "agreed":
            yield from _open(enabler.where.at("statement"), enabler.statement)
    for outcome in plan.outcomes.values():
        if outcome.status == "agreed":
            yield from _open(outcome.where.at("statement"), outcome.statement)
            yield from _competing(outcome.where, outcome.alternatives)
    for indicator in plan.indicators.values():
        spec = indicator.spec
        if spec.status == "agreed":
            yield from _open(spec.where.at("title"), spec.title)
            yield from _open(spec.where.at("definition"), spec.definition)
            yield from _competing(spec.where, spec.alternatives)
    for document, where, text in written(plan):
        if document.status == "agreed" and "alternatives" not in where.path:
            yield from _open(where, text)
    for document in plan.documents.values():
        if document.status == "agreed":
            yield from _document(document)


def _document(document: DocumentSpec) -> Iterator[Finding]:
    """What `written` leaves out: title, headings, and that there are other wordings."""
    yield from _open(document.where.at("title"), document.title)
    for i, section in enumerate(document.sections):
        yield from _open(document.where.at("sections", i, "heading"), section.heading)
    for where, block in blocks(document):
        yield from _competing(where, block.alternatives)


def _open(where: Where, text: str) -> Iterator[Finding]:
    if "[" in text and "]" in text:
        start = text.index("[")
        yield RULE.found(
            where.chars((start, text.rindex("]") + 1 if text.rindex("]") > start else start + 1)),
            "The status is agreed, and this stands in square brackets, which hold what has not been agreed.",
            "Take the brackets away if that was agreed, or write `status: proposed`.",
        )


def _competing(where: Where, alternatives: tuple[Alternative, ...]) -> Iterator[Finding]:
    if alternatives:
        yield RULE.found(
            where.key("alternatives"),
            "The status is agreed, and there are still other wordings.",
            "Take the alternatives away if the text was agreed, or write `status: proposed`.",
        )
