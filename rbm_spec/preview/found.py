"""Findings → a page of them all, and each file that has some with what is said below its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rbm_spec.diagnostics import Severity
from rbm_spec.load.characters import as_text
from rbm_spec.preview.pages import Page, page
from rbm_spec.preview.papers import Papers, equations_path
from rbm_spec.render.located import Located

FINDINGS = "/findings.html"
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding: the line of source in three parts, of which the middle one is meant, and where links lead.

    `place` is empty where no file was read, `equation` and `document` where the file is no indicator or document.
    """

    severity: str
    code: str
    message: str
    where: str
    place: str
    number: str
    before: str
    marked: str
    after: str
    hint: str
    equation: str
    document: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of source and what is said of it."""

    number: str
    text: str
    findings: tuple[Shown, ...]


def finding_pages(
    findings: Sequence[Located], files: Mapping[str, bytes], papers: Papers, counts: str
) -> dict[str, Page]:
    """The pages by path; `counts` is what the first of them is headed with, and there what is worst comes first."""
    shown = [(one.file, one.region.line, _shown(one, files, papers)) for one in findings]
    ranks = list(SEVERITIES.values())
    worst_first = tuple(sorted((each for _, _, each in shown), key=lambda each: ranks.index(each.severity)))
    found = {FINDINGS: page("findings.html.j2", counts=counts, findings=worst_first)}
    below: dict[str, dict[int, list[Shown]]] = {}
    for file, line, each in shown:
        below.setdefault(file, {}).setdefault(line, []).append(each)
    for file in (each for each in below if each in files):
        lines = tuple(_lines(as_text(files[file]), below[file]))
        found[_source_path(file)] = page("source.html.j2", file=_printed(file), back=FINDINGS, lines=lines)
    return found


def _lines(text: str, below: Mapping[int, Sequence[Shown]]) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        yield Line(str(number), line, tuple(below.get(number, ())))


def _shown(one: Located, files: Mapping[str, bytes], papers: Papers) -> Shown:
    rule, region, source = one.finding.rule, one.region, one.source
    last = region.end_column - 1 if region.end_line == region.line else len(source)
    first, last = region.column - 1, max(last, region.column - 1)
    folder, _, name = one.file.removesuffix(".yaml").partition("/")
    language = next(iter(papers.indicators), "")
    known = {each.id for each in papers.indicators.get(language, ())}
    return Shown(
        severity=SEVERITIES[rule.severity],
        code=rule.code,
        message=one.finding.message,
        where=f"{_printed(one.file)}:{region.line}:{region.column}",
        place=f"{_source_path(one.file)}#L{region.line}" if one.file in files else "",
        number=str(region.line) if source else "",
        before=source[:first],
        marked=source[first:last],
        after=source[last:],
        hint=one.finding.hint or "",
        equation=f"{equations_path(language)}#{name}" if folder == "indicators" and name in known else "",
        document=f"/view/{language}/{name}.html" if folder == "documents" and name in papers.documents else "",
    )


def _source_path(file: str) -> str:
    return f"/source/{quote(_printed(file))}.html"


def _printed(file: str) -> str:
    """A name of any bytes as one that can be sent."""
    return file.encode("utf-8", "backslashreplace").decode()
