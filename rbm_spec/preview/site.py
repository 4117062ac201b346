"""A plan's folder → all pages of its preview, by path, in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rbm_spec import pipeline, resources
from rbm_spec.diagnostics import Finding, Severity
from rbm_spec.load.characters import FORBIDDEN
from rbm_spec.plan.languages import in_language
from rbm_spec.plan.model import Plan
from rbm_spec.render.located import Located, located
from rbm_spec.targets.document.build import web_pages
from rbm_spec.targets.document.fault import DocumentFault
from rbm_spec.targets.equation.page import page as equations
from rbm_spec.targets.words.pages import html_templates
from rbm_spec.targets.words.phrases import Phrases, phrases

HTML, CSS, SCRIPT, JSON = "text/html", "text/css", "text/javascript", "application/json"
START, STATE = "/", "/state.json"
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered: its kind, its bytes, and whether it shows frames and may run the script of the preview."""

    kind: str
    content: bytes
    is_shell: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A document in a language, for the bar at the top."""

    path: str
    label: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What one page with three panes shows; `document` and `equations` are paths."""

    title: str
    standing: str
    links: tuple[Link, ...]
    document: str
    equations: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding: the line of source in three parts, of which the middle one is meant."""

    severity: str
    code: str
    message: str
    place: str
    source: str
    before: str
    marked: str
    after: str
    hint: str


@dataclass(frozen=True)
class Site:
    """All pages by path. `documents` are those of the last state of the plan that had no error."""

    pages: Mapping[str, Page]
    documents: Mapping[str, Page] = field(default_factory=dict)


def site(folder: Path, languages: Sequence[str], before: Site | None) -> Site:
    """The pages of a plan; what cannot be made of it today is shown as it was before. Raises OSError."""
    checked = pipeline.check(folder)
    findings = list(checked.findings)
    documents: Mapping[str, Page] | None = None
    if checked.plan is not None:
        try:
            documents = dict(_documents(checked.plan, languages))
        except DocumentFault as fault:
            findings.append(fault.finding)
    is_old = documents is None
    documents = documents if documents is not None else before.documents if before else {}
    standing = _standing(findings, is_old=is_old)
    pages = dict(documents) | {"/findings.html": _findings(located(findings, checked.files), standing)}
    for name, kind in (("preview.css", CSS), ("preview.js", SCRIPT)):
        pages[f"/{name}"] = Page(kind, (resources.generators() / "preview" / name).read_bytes())
    pages |= _shells(documents, folder.absolute().name, standing)
    said = {path: hashlib.sha256(page.content).hexdigest()[:16] for path, page in pages.items()}
    pages[STATE] = Page(JSON, json.dumps({"standing": standing, "pages": said}, sort_keys=True).encode())
    return Site(pages, documents)


def told(before: Site, sentence: str) -> Site:
    """The site as it was, with a sentence for the reader in the place of how many findings there are."""
    state = json.loads(before.pages[STATE].content) | {"standing": sentence}
    page = Page(JSON, json.dumps(state, sort_keys=True).encode())
    return Site({**before.pages, STATE: page}, before.documents)


def _documents(plan: Plan, languages: Sequence[str]) -> Iterator[tuple[str, Page]]:
    """The documents and the equations of each language, by path."""
    for language in languages or (plan.spec.authoring_language,):
        words = phrases(language)
        if words is None or language not in (plan.spec.authoring_language, *plan.translations):
            continue
        for name, content in web_pages(plan, language, words).items():
            yield f"/document/{language}/{name}.html", Page(HTML, content)
        yield f"/equations/{language}.html", Page(HTML, _equations(in_language(plan, language), words))


def _equations(plan: Plan, words: Phrases) -> bytes:
    return equations(plan, words).encode()


def _shells(documents: Mapping[str, Page], title: str, standing: str) -> dict[str, Page]:
    """A page with three panes for each document, and one at the start for the first."""
    papers = [path for path in documents if path.startswith("/document/")]
    if not papers:
        why = "It can be shown once the plan has no errors. See the findings."
        empty = _page("empty.html.j2", title="Nothing to show yet", why=why)
        shell = Shell(title, standing, (), "/empty.html", "/empty.html")
        return {"/empty.html": empty, START: _page("shell.html.j2", is_shell=True, view=shell)}
    found = {}
    for here in papers:
        links = tuple(Link(_shell_path(path), _label(path), path == here) for path in papers)
        shell = Shell(title, standing, links, here, f"/equations/{here.split('/')[2]}.html")
        found[_shell_path(here)] = _page("shell.html.j2", is_shell=True, view=shell)
    return found | {START: found[_shell_path(papers[0])]}


def _shell_path(document: str) -> str:
    return document.replace("/document/", "/view/", 1)


def _label(document: str) -> str:
    _, _, language, file = document.split("/")
    return f"{file.removesuffix('.html')} ({language})"


def _standing(findings: Sequence[Finding], *, is_old: bool) -> str:
    """How many findings there are, and whether the document is that of today."""
    counts = [sum(each.rule.severity is severity for each in findings) for severity in SEVERITIES]
    words = [
        f"{count:,} {noun if count == 1 else nouns}"
        for count, noun, nouns in zip(
            counts, ("error", "warning", "note"), ("errors", "warnings", "notes"), strict=True
        )
        if count
    ]
    said = ", ".join(words) or "No findings"
    return f"{said}. The document is that of the last state without errors." if is_old else f"{said}."


def _findings(findings: Sequence[Located], standing: str) -> Page:
    return _page("findings.html.j2", standing=standing, findings=tuple(map(_shown, findings)))


def _shown(one: Located) -> Shown:
    rule, region, source = one.finding.rule, one.region, one.source
    last = region.end_column - 1 if region.end_line == region.line else len(source)
    first, last = region.column - 1, max(last, region.column - 1)
    return Shown(
        severity=SEVERITIES[rule.severity],
        code=rule.code,
        message=one.finding.message,
        place=f"{one.file}:{region.line}:{region.column}",
        source=source,
        before=source[:first],
        marked=source[first:last],
        after=source[last:],
        hint=one.finding.hint or "",
    )


def _page(template: str, *, is_shell: bool = False, **view: object) -> Page:
    text = html_templates("preview", lambda line: FORBIDDEN.sub("\ufffd", line)).get_template(template).render(**view)
    return Page(HTML, text.encode(), is_shell)
