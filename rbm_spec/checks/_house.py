"""What the checks of house rules share: the texts of documents, and words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.model.spec import Block, DocumentSpec, SectionSpec
from rbm_spec.plan.marks import MARK, marked_texts
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

Texts = Iterator[tuple[Where, str]]

WORD = re.compile(r"[\u2e80-\u9fff]|[^\W\u2e80-\u9fff](?:[^\W\u2e80-\u9fff]|['’\u2011-])*")
"""A sign of Chinese counts as one."""
USUAL = 550
WORDS_OF_A_PAGE = {"ar": 550, "en": USUAL, "es": 530, "fr": 530, "ru": 370, "zh": 1000}
"""About as many stand on a page of our layout: four fifths of what LibreOffice sets on one in long paragraphs."""


def written(plan: Plan) -> Iterator[tuple[DocumentSpec, Where, str]]:
    """The running text of each document: boxes, references, paragraphs, items and competing wordings."""
    for document in plan.documents.values():
        for where, text in marked_texts(document):
            yield document, where, text
        for where, block in blocks(document):
            for i, each in enumerate(block.alternatives):
                yield document, where.at("alternatives", i, "text"), each.text


def prose(plan: Plan) -> Texts:
    """Running text of the whole plan: that of its documents, and what says what outcomes and indicators mean."""
    for enabler in plan.enablers.values():
        yield enabler.where.at("statement"), enabler.statement
    for outcome in plan.outcomes.values():
        yield outcome.where.at("statement"), outcome.statement
    for indicator in plan.indicators.values():
        spec = indicator.spec
        for key in ("title", "definition", "rationale", "limitations", "notes"):
            if text := getattr(spec, key):
                yield spec.where.at(key), text
    yield from ((where, text) for _, where, text in written(plan))


def blocks(document: DocumentSpec) -> Iterator[tuple[Where, Block]]:
    """Every block of a document with its place."""
    for i, section in enumerate(document.sections):
        for j, block in enumerate(section.content):
            yield document.where.at("sections", i, "content", j), block


def words_of_a_page(plan: Plan) -> int:
    """That of the language the plan is written in."""
    return WORDS_OF_A_PAGE.get(plan.spec.authoring_language, USUAL)


def words_of(plan: Plan, section: SectionSpec) -> int:
    """How many words a section prints, its heading included; footnotes count."""
    return sum(len(WORD.findall(MARK.sub(r" \2 ", text))) for text in _printed(plan, section))


def _printed(plan: Plan, section: SectionSpec) -> Iterator[str]:
    yield section.heading
    for block in section.content:
        match block.kind:
            case "outcome" | "indicators_of" if block.text not in plan.outcomes:
                pass
            case "outcome":
                outcome = plan.outcomes[block.text]
                yield outcome.statement
                yield from (each.text for each in outcome.alternatives)
            case "indicators_of":
                listed = plan.outcomes[block.text].indicators
                yield from (plan.indicators[name].spec.title for name in listed if name in plan.indicators)
            case "alternatives":
                yield from (each.text for each in block.alternatives)
            case _:
                yield from block.items or (block.text,)
