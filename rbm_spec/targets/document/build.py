"""Plan -> every document and the annex in each form: `document/<language>/<id>` and `.docx`, `.html`, `.md`, `.xml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from jinja2 import Environment

from rbm_spec.artifacts import Artifact
from rbm_spec.model.spec import DocumentSpec
from rbm_spec.plan.languages import in_language
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where
from rbm_spec.targets.document.akoma import Identity, NoPlace, akoma_ntoso
from rbm_spec.targets.document.annex import Annex, annex
from rbm_spec.targets.document.contribution import LETTER, contribution, number_in
from rbm_spec.targets.document.fault import TEMPLATE, DocumentFault
from rbm_spec.targets.document.mirrored import figures_together, hypertext_mirrored
from rbm_spec.targets.document.outline import Part, outline
from rbm_spec.targets.document.package import Properties, finished
from rbm_spec.targets.document.pandoc import converted, hypertext
from rbm_spec.targets.document.templates import GITHUB, WEB, WORD, environment, render
from rbm_spec.targets.document.web import web_page
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.translations.applied import mark, untranslated

EVERYTHING = ("results_table", "methodology")
KINDS = {
    "contribution": "positionPaper",
    "implementation_report": "progressReport",
    "resolution_annex": "policy",
}  # fmt: skip
"""What templates make among the papers of the UN profile of Akoma Ntoso; other documents are called after theirs."""
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """One document to be made: its template, what it prints, and what Word shows about it.

    With an `identity` it becomes Akoma Ntoso too.
    """

    name: str
    template: str
    view: Mapping[str, object]
    properties: Properties
    identity: Identity | None


def artifacts(plan: Plan, languages: Mapping[str, Phrases]) -> list[Artifact]:
    """Every document in each form and every language, and the annex of the whole plan, sorted by path.

    The contribution carries the annex itself where its spec says so; the annex stands by itself in any case, so that a
    reader of the proposal can look its definitions up. Raises `DocumentFault`.
    """
    pages: dict[str, Page] = {}
    for_word: dict[str, str] = {}
    for_web: dict[str, str] = {}
    found: list[Artifact] = []
    for language, words in languages.items():
        word, web, github = (environment(dialect, words) for dialect in (WORD, WEB, GITHUB))
        for page in pages_of(in_language(plan, language), words):
            path = f"document/{language}/{page.name}"
            text = rendered(word, page)
            standing = standing_of(plan, language, words, text)
            pages[path], for_word[path] = page, rendered(word, page, standing) if standing else text
            for_web[path] = rendered(web, page, standing)
            text = EMPTY_LINES.sub("\n\n", rendered(github, page, standing)).strip() + "\n"
            text = figures_together(text) if _is_mirrored(page) else text
            found.append(Artifact(f"{path}.md", text.encode()))
    mirrored = {path for path in pages if _is_mirrored(pages[path])}
    with ThreadPoolExecutor(2) as both:
        as_word, as_web = both.submit(converted, for_word, frozenset(mirrored)), both.submit(hypertext, for_web)
    documents, texts = as_word.result(), as_web.result()
    for path, page in pages.items():
        found.append(Artifact(f"{path}.docx", finished(documents[path], page.properties)))
        parts = _parts(texts[path], page)
        found.append(Artifact(f"{path}.html", web_page(parts, page.properties)))
        if page.identity:
            found.append(Artifact(f"{path}.xml", _akoma(parts, page, page.identity)))
    return sorted(found, key=lambda artifact: artifact.path)


def web_pages(plan: Plan, language: str, words: Phrases) -> dict[str, bytes]:
    """The web pages of a language alone, by the names of their documents. Raises `DocumentFault`."""
    word, web = environment(WORD, words), environment(WEB, words)
    pages = {page.name: page for page in pages_of(in_language(plan, language), words)}
    standings = {name: standing_of(plan, language, words, rendered(word, page)) for name, page in pages.items()}
    texts = hypertext({name: rendered(web, page, standings[name]) for name, page in pages.items()})
    return {name: web_page(_parts(texts[name], page), page.properties) for name, page in pages.items()}


def _akoma(parts: tuple[Part, ...], page: Page, identity: Identity) -> bytes:
    try:
        return akoma_ntoso(parts, identity)
    except NoPlace as error:
        file = f"generators/document/{page.template}"
        message = f"{file} prints <{error}>, or a template that it includes does, and Akoma Ntoso has no place for it."
        way = "Print it as a paragraph, a list, a table or a heading."
        raise DocumentFault(TEMPLATE.found(Where(file), message, way)) from error


def _is_mirrored(page: Page) -> bool:
    return page.properties.words.say("language.direction") == "rtl"


def _parts(text: bytes, page: Page) -> tuple[Part, ...]:
    text = hypertext_mirrored(text) if _is_mirrored(page) else text
    return outline(text, partial(_captioned, page.properties.words))


def _captioned(words: Phrases, number: int, caption: str) -> str:
    return words.say("document.table", str(number), caption)


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
            {"document": contribution(plan, spec, words), "annex": whole, "report": None},
            Properties(spec.title, plan.spec.title, spec.presented_by, words, number_in(words, spec.number), spec.date),
            _identity(plan, spec, words) if spec.organ else None,
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
        None,
    )


def _identity(plan: Plan, spec: DocumentSpec, words: Phrases) -> Identity:
    return Identity(
        organ=spec.organ or "",
        author=spec.body,
        kind=KINDS.get(spec.template, spec.template),
        number=LETTER.sub("", spec.number) if spec.number else spec.id,
        date=spec.date or plan.start.isoformat(),
        occasion="document" if spec.date else "planBegins",
        version=plan.spec.version,
        language=words.say("language.three_letters"),
    )
