"""Plan -> the artifacts `document/<id>.docx` and `.md` of every document, and `document/annex.docx` and `.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Plan
from rbm_spec.targets.document.annex import Annex, annex
from rbm_spec.targets.document.contribution import contribution
from rbm_spec.targets.document.package import Properties, finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import GITHUB, WORD, environment, render
from rbm_spec.targets.words.phrases import Phrases

EVERYTHING = ("results_table", "methodology")
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """One document to be made: its template, what it prints, and what Word shows about it."""

    name: str
    template: str
    view: Mapping[str, object]
    properties: Properties


def artifacts(plan: Plan, words: Phrases) -> list[Artifact]:
    """Every document in both forms, and the annex of the whole plan, sorted by path.

    The contribution carries the annex itself where its spec says so; the annex stands by itself in any case, so that a
    reader of the proposal can look its definitions up. Raises `DocumentFault`.
    """
    pages = pages_of(plan, words)
    for_word, for_github = environment(WORD), environment(GITHUB)
    markdown = {page.name: render(for_word, page.template, page.view) for page in pages}
    documents = converted(markdown, words.say("language.tag"))
    found = [Artifact(f"document/{page.name}.docx", finished(documents[page.name], page.properties)) for page in pages]
    for page in pages:
        text = EMPTY_LINES.sub("\n\n", render(for_github, page.template, page.view)).strip() + "\n"
        found.append(Artifact(f"document/{page.name}.md", text.encode()))
    return sorted(found, key=lambda artifact: artifact.path)


def pages_of(plan: Plan, words: Phrases) -> list[Page]:
    """The documents of the plan in the order of their ids, then the annex."""
    whole = annex(plan, words)
    tag = words.say("language.tag")
    pages = [
        Page(
            spec.id,
            f"{spec.template}.md.j2",
            {"document": contribution(plan, spec, words), "annex": whole},
            Properties(spec.title, plan.spec.title, spec.presented_by, tag, spec.number, spec.date),
        )
        for spec in plan.documents.values()
    ]
    return [*pages, _annex_page(plan, whole, tag)]


def _annex_page(plan: Plan, whole: Annex, tag: str) -> Page:
    return Page(
        "annex" if "annex" not in plan.documents else "annex_of_the_plan",
        "annex.md.j2",
        {"annex": whole, "shown": EVERYTHING},
        Properties(f"Annex: {plan.spec.title}", plan.spec.title, "", tag, None, None),
    )
