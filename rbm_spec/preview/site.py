"""A plan's folder → all pages of its preview, by path, in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from babel import Locale

from rbm_spec import pipeline
from rbm_spec.diagnostics import Finding, Stopped
from rbm_spec.pipeline import Checked
from rbm_spec.plan.model import Plan
from rbm_spec.preview.found import FINDINGS, SEVERITIES, finding_pages
from rbm_spec.preview.pages import CSS, SCRIPT, TEXT, Page, file, page
from rbm_spec.preview.papers import Named, Papers, document_path, equations_path, languages_of, papers
from rbm_spec.render.located import located

START, VERSION, EMPTY = "/", "/version", "/empty.html"
PLURALS = {"error": "errors", "warning": "warnings", "note": "notes"}
STARTING = "starting "
BEING_MADE = "The preview is being made."
BEING_RENEWED = "Document and equations are being made anew."


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at the top: how many findings there are, what the worst is, and what else is to be said now."""

    counts: str
    worst: str = ""
    news: str = ""
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Another document, or the same in another language."""

    path: str
    label: str
    language: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What one page with three panes shows; `document`, `findings` and `equations` are paths."""

    name: str
    language: str
    documents: tuple[Link, ...]
    languages: tuple[Link, ...]
    document: str
    findings: str
    equations: str
    indicators: tuple[Named, ...]


@dataclass(frozen=True)
class Site:
    """All pages by path. `papers` are of the last state of the plan without an error, `findings` of the last one."""

    pages: Mapping[str, Page]
    name: str = ""
    papers: Papers = field(default_factory=Papers)
    findings: Mapping[str, Page] = field(default_factory=dict)
    standing: Standing = Standing("")


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known as soon as the plan is checked.

    Where nothing is an error, `finish` makes the rest, beside what is shown when it begins.
    """

    site: Site
    finish: Callable[[Site], Site] | None = None


def waiting(folder: Path) -> Site:
    """Before anything is known."""
    name, news = folder.absolute().name, Standing("", news=BEING_MADE)
    return _starting(_together(name, Papers(), {FINDINGS: _empty(BEING_MADE)}, news))


def _starting(site: Site) -> Site:
    """Without documents yet: a page that shows some, of a preview that was here before, waits for those to come."""
    version = STARTING + site.pages[VERSION].content.decode()
    return replace(site, pages={**site.pages, VERSION: Page(TEXT, version.encode())})


def begun(folder: Path, languages: Sequence[str], before: Site) -> Begun:
    """The findings of today beside the documents of before. Raises OSError."""
    checked = pipeline.check(folder)
    plan = checked.plan
    if plan is None:
        return Begun(_state(before, checked, checked.findings, before.papers, is_old=True))
    finish = partial(_whole, checked, plan, languages or (plan.spec.authoring_language,))
    if not before.papers.pages:
        return Begun(_starting(_state(before, checked, checked.findings, before.papers, BEING_MADE)), finish)
    news, is_old = BEING_RENEWED, before.standing.is_old
    return Begun(_state(before, checked, checked.findings, before.papers, news, is_old=is_old), finish)


def _whole(checked: Checked, plan: Plan, wanted: Sequence[str], before: Site) -> Site:
    """With documents of today too, unless a template has a fault."""
    try:
        made = papers(plan, wanted)
    except Stopped as fault:
        return _state(before, checked, (*checked.findings, fault.finding), before.papers, is_old=True)
    return _state(before, checked, checked.findings, made, _lacking(plan, wanted))


def overtaken(now: Site, whole: Site) -> Site:
    """What was made meanwhile, beside the findings of a save that came after it was begun."""
    return _together(now.name, whole.papers, now.findings, now.standing)


def told(before: Site, sentence: str) -> Site:
    """The site as it was, with a sentence for the reader."""
    return _together(before.name, before.papers, before.findings, replace(before.standing, news=sentence))


def _state(
    before: Site,
    checked: Checked,
    findings: Sequence[Finding],
    made: Papers,
    news: str = "",
    *,
    is_old: bool = False,
) -> Site:
    counts, worst = _counts(findings)
    pages = finding_pages(located(findings, checked.files), checked.files, made, counts)
    return _together(before.name, made, pages, Standing(counts, worst, news, is_old))


def _together(name: str, made: Papers, findings: Mapping[str, Page], standing: Standing) -> Site:
    pages = {
        **made.pages,
        **findings,
        "/preview.css": file("preview.css", CSS),
        "/preview.js": file("preview.js", SCRIPT),
    }
    pages[EMPTY] = _empty(standing.news or "It can be shown once the plan has no errors. See the findings.")
    pages |= _shells(name, made, standing)
    version = hashlib.sha256()
    for path in sorted(pages):
        version.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(pages[path].content).digest())
    return Site({**pages, VERSION: Page(TEXT, version.hexdigest().encode())}, name, made, findings, standing)


def _empty(why: str) -> Page:
    return page("empty.html.j2", title="Nothing to show yet", why=why)


def _shells(name: str, made: Papers, standing: Standing) -> dict[str, Page]:
    """A page with three panes for each document, and one at the start for the first."""
    if not made.documents:
        shell = Shell(name, "", (), (), EMPTY, FINDINGS, EMPTY, ())
        return {START: page("shell.html.j2", is_shell=True, view=shell, standing=standing)}
    found = {}
    for language, indicators in made.indicators.items():
        for document in made.documents:
            shell = Shell(
                name,
                language,
                tuple(Link(_shell_path(language, each), each, "en", each == document) for each in made.documents),
                tuple(
                    Link(_shell_path(each, document), _own_name(each), each, each == language)
                    for each in made.indicators
                ),
                document_path(language, document),
                FINDINGS,
                equations_path(language),
                indicators,
            )
            found[_shell_path(language, document)] = page("shell.html.j2", is_shell=True, view=shell, standing=standing)
    first = next(iter(found.values()))
    return {START: first, **found}


def _shell_path(language: str, document: str) -> str:
    return f"/view/{language}/{document}.html"


def _own_name(language: str) -> str:
    """What a language is called by those who speak it."""
    return Locale.parse(language).get_display_name() or language


def _counts(findings: Sequence[Finding]) -> tuple[str, str]:
    """How many findings there are, in words, and the worst severity."""
    severities = [SEVERITIES[each.rule.severity] for each in findings]
    numbers = {each: severities.count(each) for each in PLURALS if each in severities}
    words = [f"{count:,} {one if count == 1 else PLURALS[one]}" for one, count in numbers.items()]
    return (", ".join(words) or "No findings") + ".", next(iter(numbers), "")


def _lacking(plan: Plan, wanted: Sequence[str]) -> str:
    lacking = [language for language in wanted if language not in languages_of(plan)]
    if not lacking:
        return ""
    return f"The plan is not printed in {', '.join(lacking)}; plan.yaml lists its languages."
