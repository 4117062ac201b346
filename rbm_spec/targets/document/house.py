"""A printed page -> whether head and boxes stand there in the order of documents of the Council, in styles that exist.

That is seen in the printed page alone: templates and looks may be changed by anybody who edits documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where
from rbm_spec.suggest import nearest
from rbm_spec.targets.document.build import Page, pages_of, rendered
from rbm_spec.targets.document.contribution import Contribution
from rbm_spec.targets.document.markdown import for_pandoc
from rbm_spec.targets.document.pandoc import styles_of_the_look
from rbm_spec.targets.document.templates import WORD, environment
from rbm_spec.targets.words.phrases import Phrases

BOXES = ("purpose", "action_required", "references")
HEAD = Rule("RBM870", "head-order", Severity.WARNING)
STYLE = Rule("RBM872", "style-missing", Severity.WARNING)
OF_PANDOC = (
    "Normal", "Body Text", "First Paragraph", "Compact", "heading 1", "heading 2", "heading 3", "heading 4",
    "Table Caption", "footnote text", "footnote reference", "TOC Heading", "toc 1", "toc 2",
)  # fmt: skip
"""Styles that documents have without a template naming them."""
_NAMED = re.compile('custom-style="([^"]*)"')
_HEADING = re.compile(r"^# ", re.MULTILINE)


def misplaced(plan: Plan, words: Phrases) -> Iterator[Finding]:
    """What each document of the plan lacks at its head, or has in another place. Raises `DocumentFault`."""
    templates = environment(WORD, words)
    named: dict[str, str] = {}
    for page in pages_of(plan, words):
        text = rendered(templates, page)
        named.update(dict.fromkeys(_NAMED.findall(text), page.template))
        if isinstance(view := page.view.get("document"), Contribution):
            yield from _judged(page, text, _expected(view, words))
    yield from _unstyled(named)


def _unstyled(named: Mapping[str, str]) -> Iterator[Finding]:
    """The styles that templates or every document use and the look does not have."""
    known = styles_of_the_look()
    for style, template in {**dict.fromkeys(OF_PANDOC, ""), **named}.items():
        if style.casefold() in known:
            continue
        near = nearest(style, known)
        yield STYLE.found(
            Where(f"generators/document/{template}" if template else "generators/document/reference.docx"),
            f"The look of documents has no style “{style}”, which "
            + (f"{template} or a template in it uses." if template else "every document needs."),
            f"Did you mean “{near}”?"
            if template and near
            else "Add the style to reference.docx, under this very name.",
        )


def _expected(view: Contribution, words: Phrases) -> Mapping[str, tuple[str, str]]:
    """What stands at the head, in order: what people call it, its style, and its text."""
    boxes = {words.say(f"document.{key}"): ("Box heading", words.say(f"document.{key}")) for key in BOXES}
    return {
        "the body": ("Body", view.body),
        "the meeting": ("Meeting", view.meeting),
        "who presents it": ("Presented by", view.presented_by),
        "the title": ("Title", view.title),
        **{f"the box “{name}”": found for name, found in boxes.items()},
    }


def _judged(page: Page, text: str, expected: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    body = _HEADING.search(text)
    where = Where(f"generators/document/{page.template}")
    before, last = "", -1
    for name, (style, said) in expected.items():
        place = _place(text, style, said)
        if place < 0:
            message, hint = f"The document {page.name} is printed without {name}.", "Print it: see head.md.j2."
        elif place < last:
            message, hint = f"In the document {page.name} {name} stands before {before}.", f"Print it after {before}."
        elif body and place > body.start():
            message, hint = f"In the document {page.name} {name} stands behind the first section.", "Print it before."
        else:
            before, last = name, place
            continue
        yield HEAD.found(where, message, hint)


def _place(text: str, style: str, said: str) -> int:
    """Where a paragraph of this style with this text begins; -1 where there is none."""
    for found in re.finditer(rf'^::: {{custom-style="{style}"}}\n(.*)$', text, re.MULTILINE):
        if found[1] == for_pandoc(said):
            return found.start()
    return -1
