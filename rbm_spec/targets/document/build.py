"""Plan -> the artifacts `document/<language>/<id>.docx` and `.md` of every document, and those of the annex."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.languages import in_language
from rbm_spec.plan.model import Plan
from rbm_spec.targets.document.annex import Annex, annex
from rbm_spec.targets.document.contribution import contribution, number_in
from rbm_spec.targets.document.package import Properties, finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import GITHUB, WORD, environment, render
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.translations.applied import mark, untranslated

EVERYTHING = ("results_table", "methodology")
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """One document to be made: its template, what it prints, and what Word shows about it."""

    name: str
    template: str
    view: Mapping[str, object]
    properties: Properties


def artifacts(plan: Plan, languages: Mapping[str, Phrases]) -> list[Artifact]:
    """Every document in both forms and every language, and the annex of the whole plan, sorted by path.

    The contribution carries the annex itself where its spec says so; the annex stands by itself in any case, so that a
    reader of the proposal can look its definitions up. Raises `DocumentFault`.
    """
    pages: dict[str, Page] = {}
    markdown: dict[str, str] = {}
    found: list[Artifact] = []
    for language, words in languages.items():
        for_word, for_github = environment(WORD, words), environment(GITHUB, words)
        for page in pages_of(in_language(plan, language), words):
            path = f"document/{language}/{page.name}"
            standing = standing_of(plan, language, words, rendered(for_word, page))
            pages[path], markdown[path] = page, rendered(for_word, page, standing)
            text = EMPTY_LINES.sub("\n\n", rendered(for_github, page, standing)).strip() + "\n"
            found.append(Artifact(f"{path}.md", text.encode()))
    mirrored = {path for path in pages if pages[path].properties.words.say("language.direction") == "rtl"}
    documents = converted(markdown, frozenset(mirrored))
    found += [Artifact(f"{path}.docx", finished(documents[path], page.properties)) for path, page in pages.items()]
    return sorted(found, key=lambda artifact: artifact.path)


def rendered(templates: Environment, page: Page, standing: tuple[str, ...] = ()) -> str:
    """The Markdown of a page; `standing` is what it says about itself as a translation."""
    return render(templates, page.template, {**page.view, "standing": standing})


def standing_of(plan: Plan, language: str, words: Phrases, text: str) -> tuple[str, ...]:
    """That a translation is not revised, and how much of what `text` prints has none."""
    authoring = plan.spec.authoring_language
    if language == authoring:
        return ()
    is_draft = words.has("language.draft") or not plan.translations[language].revised
    drafted = (words.say("document.translated_by_machine"),) if is_draft else ()
    count = untranslated(text)
    if not count:
        return drafted
    return (*drafted, words.counted("document.untranslated_count", Decimal(count), str(count), mark(authoring)))


def pages_of(plan: Plan, words: Phrases) -> list[Page]:
    """The documents of the plan in the order of their ids, then the annex."""
    whole = annex(plan, words)
    pages = [
        Page(
            spec.id,
            f"{spec.template}.md.j2",
            {"document": contribution(plan, spec, words), "annex": whole},
            Properties(spec.title, plan.spec.title, spec.presented_by, words, number_in(words, spec.number), spec.date),
        )
        for spec in plan.documents.values()
    ]
    return [*pages, _annex_page(plan, whole, words)]


def _annex_page(plan: Plan, whole: Annex, words: Phrases) -> Page:
    return Page(
        "annex" if "annex" not in plan.documents else "annex_of_the_plan",
        "annex.md.j2",
        {"annex": whole, "shown": EVERYTHING},
        Properties(words.say("document.annex_of", plan.spec.title), plan.spec.title, "", words, None, None),
    )
