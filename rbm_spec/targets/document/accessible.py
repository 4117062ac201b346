"""Finished documents -> what keeps people from reading them who use a screen reader, or see little.

Words come from specs, looks from `reference.docx` and order from templates; whoever changes one of these learns here
what breaks. Files are read as they are given out, by nothing that made them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.source import Where
from rbm_spec.targets.document import readable
from rbm_spec.targets.document.opening import asks, faint
from rbm_spec.targets.document.readable import Readable
from rbm_spec.targets.document.readable_page import of_page
from rbm_spec.targets.words.phrases import phrases

STRUCTURE = Rule("RBM880", "document-structure", Severity.WARNING)
TEXTS = Rule("RBM881", "document-without-words", Severity.WARNING)
LANGUAGE = Rule("RBM882", "document-language", Severity.WARNING)
CONTRAST = Rule("RBM883", "document-contrast", Severity.WARNING)
LINK = Rule("RBM885", "link-to-nowhere", Severity.WARNING)
PROMPT = Rule("RBM884", "document-asks", Severity.WARNING)
LONG = 15
"""Headings of the first two levels from which on a document has a list of them."""
LISTED_LEVELS = 2
PATH = re.compile(r"document/([a-z]+)/[^/]+\.(docx|html)")
TYPED = re.compile(r"([-\u2010-\u2015•·▪◦*] |\([a-z0-9]{1,3}\) |[a-z0-9]{1,3}\) )")
ADDRESS = re.compile(r"(https?://|www\.)\S*$")
MOST = 60

Fault = tuple[Rule, str, str]
"""The rule, what is wrong, and the way out."""


def inaccessible(outputs: Mapping[str, bytes]) -> list[Finding]:
    """What is wrong with the documents among `outputs`, by path. What several have in common is said once."""
    found: dict[Fault, list[str]] = {}
    for path in sorted(outputs):
        if matched := PATH.fullmatch(path):
            language, form = matched.groups()
            for fault in dict.fromkeys(_faults(outputs[path], language, form)):
                found.setdefault(fault, []).append(path)
    return [
        rule.found(Where(paths[0]), message + _also(len(paths) - 1), hint)
        for (rule, message, hint), paths in found.items()
    ]


def _also(others: int) -> str:
    return "" if not others else f" The same is wrong with {others} more document{'s' if others > 1 else ''}."


def _faults(content: bytes, language: str, form: str) -> Iterator[Fault]:
    if form == "html":
        page = of_page(content)
        yield from (*_structure(page), *_texts(page), *_language(page, language))
        return
    parts = readable.parts_of(content)
    document = readable.of_word(parts)
    yield from (*_structure(document), *_texts(document), *_language(document, language))
    for message in faint(parts):
        yield CONTRAST, message, "Choose a darker or a lighter colour for it in reference.docx."
    for message in asks(parts):
        yield PROMPT, message, "Take it out of reference.docx."


def _structure(document: Readable) -> Iterator[Fault]:
    yield from _headings(document)
    for block in document.blocks:
        said = _short(block.text)
        if block.kind == "table" and not block.is_right:
            message = f"The table “{said}” has no row of headers, or a header without words."
            yield (
                STRUCTURE,
                message,
                "Give each column a name in the template; the style Layout is for tables of layout.",
            )
        elif block.kind == "paragraph" and not block.is_right:
            yield STRUCTURE, "There is a paragraph without words.", "Set distances in the style, not with empty lines."
        elif block.kind == "paragraph" and not block.is_listed and TYPED.match(block.text):
            message = f"The paragraph “{said}” begins with a typed mark of a list."
            yield STRUCTURE, message, "Make a list of it: with “items” in the spec, or with l.dashes in the template."


def _headings(document: Readable) -> Iterator[Fault]:
    headings = [block for block in document.blocks if block.kind == "heading"]
    if headings and headings[0].level > 1:
        yield _jump(headings[0].text, headings[0].level, "has none above it")
    for above, heading in pairwise(headings):
        if heading.level > above.level + 1:
            yield _jump(heading.text, heading.level, f"follows one of level {above.level}")
    for heading in headings:
        if not heading.is_right:
            yield STRUCTURE, "There is a heading without words.", "Take it out of the template."
    listed = sum(heading.level <= LISTED_LEVELS for heading in headings)
    if listed >= LONG and all(block.kind != "contents" for block in document.blocks):
        message = f"There is no list of contents, and {listed} headings."
        yield STRUCTURE, message, "Print {{ l.contents() }} in the template, behind the boxes."


def _jump(text: str, level: int, where: str) -> Fault:
    message = f"The heading “{_short(text)}” is of level {level} and {where}."
    return STRUCTURE, message, "Use the style of the next level, or change the outline level of the style."


def _texts(document: Readable) -> Iterator[Fault]:
    for block in document.blocks:
        if block.kind == "picture" and not block.text:
            yield TEXTS, "There is a picture without words that stand for it.", "Write them between ![ and ]."
        elif block.kind == "link" and (not block.text or ADDRESS.match(block.text)):
            message = f"A link says “{_short(block.text)}”, not where it leads."
            yield TEXTS, message, "Let it say in words what is there."
        if block.kind == "link" and not block.is_right:
            message = f"The link “{_short(block.text)}” leads nowhere in its document."
            yield LINK, message, "Let it lead to a heading or a bookmark that the template prints, or take it away."


def _language(document: Readable, language: str) -> Iterator[Fault]:
    words = phrases(language)
    tag, direction = (words.say(f"language.{key}") if words else language for key in ("tag", "direction"))
    if not document.title:
        yield LANGUAGE, "The document has no title among its properties.", "Give the document a title in its spec."
    if document.language != tag:
        message = f"The document says “{document.language}” of its language, and it is written in “{tag}”."
        yield LANGUAGE, message, f"Let the styles of reference.docx name a language, or mend {language}.toml."
    if document.direction != direction:
        way = "right to left" if direction == "rtl" else "left to right"
        yield LANGUAGE, f"The page does not run from {way}.", "Leave directions to the build."
    for what in document.astray[:1]:
        message = f"The page runs from right to left, and {_short(what)} does not."
        yield LANGUAGE, message, "Take the direction out of its style in reference.docx."


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[: MOST - 2].rstrip()} …"
