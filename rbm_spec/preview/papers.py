"""Plan → the pages of its documents and equations, in each language that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rbm_spec.plan.languages import in_language
from rbm_spec.plan.model import Plan
from rbm_spec.preview.pages import HTML, Page
from rbm_spec.targets.document.build import web_pages
from rbm_spec.targets.equation.page import page as equations
from rbm_spec.targets.words.brackets import with_status
from rbm_spec.targets.words.phrases import Phrases, phrases


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator and its title."""

    id: str
    title: str


@dataclass(frozen=True)
class Papers:
    """`pages` by path; `documents` are their ids, in order. The keys of `indicators` are the languages shown."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    indicators: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)


def papers(plan: Plan, languages: Sequence[str]) -> Papers:
    """Those of the plan in `languages`, as far as it has them. Raises `DocumentFault`."""
    pages: dict[str, Page] = {}
    indicators: dict[str, tuple[Named, ...]] = {}
    documents: tuple[str, ...] = ()
    for language in languages:
        words = phrases(language)
        if words is None or language not in languages_of(plan):
            continue
        made, here = web_pages(plan, language, words), in_language(plan, language)
        documents = tuple(made)
        pages |= {document_path(language, name): Page(HTML, content) for name, content in made.items()}
        pages[equations_path(language)] = Page(HTML, equations(here, words).encode())
        indicators[language] = tuple(Named(name, _title(here, name, words)) for name in here.listed)
    return Papers(pages, documents, indicators)


def languages_of(plan: Plan) -> tuple[str, ...]:
    """What the plan is written in, then what it is translated into."""
    return plan.spec.authoring_language, *plan.translations


def document_path(language: str, name: str) -> str:
    """Where a document stands."""
    return f"/document/{language}/{name}.html"


def equations_path(language: str) -> str:
    """Where all equations stand."""
    return f"/equations/{language}.html"


def _title(plan: Plan, name: str, words: Phrases) -> str:
    """As the page of equations has it, where it is looked for."""
    spec = plan.indicators[name].spec
    return with_status(spec.title, spec.status, words)
