"""A printed page -> whether its head and boxes stand there, in the order of documents of the Council.

That is seen in the printed page alone: templates may be changed by anybody who edits documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where
from rbm_spec.targets.document.build import Page, pages_of, rendered
from rbm_spec.targets.document.contribution import Contribution
from rbm_spec.targets.document.markdown import for_pandoc
from rbm_spec.targets.document.templates import WORD, environment
from rbm_spec.targets.words.phrases import Phrases

BOXES = ("purpose", "action_required", "references")
HEAD = Rule("RBM870", "head-order", Severity.WARNING)
_HEADING = re.compile(r"^# ", re.MULTILINE)


def misplaced(plan: Plan, words: Phrases) -> Iterator[Finding]:
    """What each document of the plan lacks at its head, or has in another place. Raises `DocumentFault`."""
    if plan.documents:
        templates = environment(WORD, words)
        for page in pages_of(plan, words):
            if isinstance(view := page.view.get("document"), Contribution):
                yield from _judged(page, rendered(templates, page), _expected(view, words))


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
