"""The text of a document -> words, and the marks among them: `{section:id}`, `{indicator:id}`, `{note:text}`.

A mark prints the number of a section or of a methodology sheet, or a footnote with a source, so that a reference never
says an old number and never leads nowhere. No other curly brackets have a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rbm_spec.diagnostics import Rule, Severity
from rbm_spec.model.spec import DocumentSpec
from rbm_spec.plan.context import Context
from rbm_spec.source import Where

UNREADABLE = Rule("RBM311", "mark-not-readable", Severity.ERROR)
DANGLING = Rule("RBM312", "reference-to-no-number", Severity.ERROR)

MARK = re.compile(r"\{(section|indicator|note):([^{}]*)\}")
LIKE_A_MARK = re.compile(r"\{\s*\w+\s*:")
WITH_SHEETS = "methodology_compendium"
"""The template that prints a methodology sheet of each indicator, whatever annexes there are."""

Marked = tuple[str, str]
"""Kind and content; the kind of words is the empty text."""


def pieces(text: str) -> Iterator[Marked]:
    """Words and marks of `text`, in order."""
    end = 0
    for found in MARK.finditer(text):
        yield "", text[end : found.start()]
        yield found[1], found[2].strip()
        end = found.end()
    yield "", text[end:]


def marked_texts(spec: DocumentSpec) -> Iterator[tuple[Where, str]]:
    """The texts of a document in which marks are read, in the order of print."""
    yield spec.where.at("purpose"), spec.purpose
    yield spec.where.at("action_required"), spec.action_required
    for i, reference in enumerate(spec.references):
        yield spec.where.at("references", i), reference
    for i, section in enumerate(spec.sections):
        for j, block in enumerate(section.content):
            where = spec.where.at("sections", i, "content", j)
            if block.kind == "text":
                yield where.at("text"), block.text
            for k, item in enumerate(block.items):
                yield where.at("items", k), item


def check_marks(context: Context) -> None:
    """Report every mark that nobody can read, and every one whose number does not exist."""
    for document in context.spec.documents.values():
        for where, text in marked_texts(document):
            if "{" in text:
                _check(context, document, where, text)


def _check(context: Context, document: DocumentSpec, where: Where, text: str) -> None:
    for like in LIKE_A_MARK.finditer(text):
        if not (found := MARK.match(text, like.start())) or not found[2].strip():
            context.report(
                UNREADABLE,
                where.chars(like.span()),
                "This looks like a reference or a footnote, but it is neither.",
                "Write {section:its_id}, {indicator:its_id} or {note:the source}, without further curly brackets.",
            )
    for found in MARK.finditer(text):
        place = where.chars(found.span())
        match found[1], found[2].strip():
            case "section", name:
                _known_section(context, document, place, name)
            case "indicator", name if name:
                _known_sheet(context, document, place, name)


def _known_section(context: Context, document: DocumentSpec, place: Where, name: str) -> None:
    ids = [section.id for section in document.sections if section.id]
    if name and name not in ids and not context.damaged(document.where.at("sections")):
        known = f"This document has: {', '.join(ids)}." if ids else ""
        message = f"No section of this document has the id “{name}”, so the reference leads nowhere."
        context.report(DANGLING, place, message, f"Write `id: {name}` at the section that is meant. {known}".strip())


def _known_sheet(context: Context, document: DocumentSpec, place: Where, name: str) -> None:
    if name not in context.spec.indicators:
        if name not in context.spec.broken:
            context.report(
                DANGLING, place, f"There is no indicator “{name}”, so the reference leads nowhere.", "Correct the id."
            )
    elif (
        document.template != WITH_SHEETS
        and "methodology" not in document.annexes
        and not context.damaged(document.where, "template", "annexes")
    ):
        context.report(
            DANGLING,
            place,
            f"This document prints no methodology sheets, so the indicator “{name}” has no number in it.",
            "Write `annexes: [methodology]`, or name the indicator by its title.",
        )
