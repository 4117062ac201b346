"""`rbm-spec report`: a plan and results of its periods, read or computed from a store -> a page for readers."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import Compiled, compiled

if TYPE_CHECKING:
    from rbm_spec.plan.model import Plan
    from rbm_spec.results.report.compose import Languages
    from rbm_spec.results.report.result import Result

PAGE, SECTION, RESULTS = "report.html", "report.docx", "results.json"
_LANGUAGE = re.compile("[a-z]{2,3}", re.ASCII)
_CAREFUL = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _code(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _LANGUAGE.fullmatch(value):
        raise click.BadParameter("Write the code of a language, as ar.")
    return value


@click.command("report")
@plan_argument
@click.option(
    "--results",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="RESULT.json",
    help="What calc wrote for a period; repeat it for earlier periods.",
)
@click.option("--store", type=click.Path(path_type=Path), metavar="STORE", help="Compute the last period from a store.")
@click.option("--period", help="With --store: what to report, 2028, or 2028-Q2, or 2028-2029.")
@click.option(
    "--language", callback=_code, metavar="CODE", help="The language of the page. [default: that of the plan]"
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write. [default: this folder]")
@click.option(
    "--open-sdg", "site", type=click.Path(path_type=Path), metavar="DIR", help="Also write all periods for Open SDG."
)
def command(
    plan: Path,
    files: tuple[Path, ...],
    store: Path | None,
    period: str | None,
    language: str | None,
    out: Path | None,
    site: Path | None,
) -> int:
    """Write results as a page for readers.

    The page is one file without scripts, and asks nothing of a network. In the languages that the plan is printed in
    the same is also written as a Word document, and as the annex of each implementation report that the plan has. All
    are about the last period that there are results of; earlier ones show how figures changed.

    With --store the last period is computed from the store, and results.json is written beside the page; cells that
    would follow together with the earlier results are hidden. The exit code is then 1 when the data has faults.
    """
    if (store is None) != (period is None) or (store is None and not files):
        raise click.UsageError("Name results with --results, or a store with --store and what to report with --period.")
    found = compiled(plan)
    if isinstance(found, int):
        return found
    made, faulty = _from_store(found, store, period, files) if store and period else ({}, False)
    _write(found, {**{shown(each): _content(each) for each in files}, **made}, made, language, out, site)
    return FINDINGS if faulty else CLEAN


def _from_store(found: Compiled, store: Path, period: str, earlier: tuple[Path, ...]) -> tuple[dict[str, bytes], bool]:
    """The results of a period by the name of their file, and whether the data has faults."""
    from rbm_spec.cli.calculating import computed_from_store, results_json, tell_troubles
    from rbm_spec.cli.engines import Engine
    from rbm_spec.cli.request import Request

    request = Request(found, store, period, (), None, "json", True, Engine(), previous=earlier, store=True)
    _, figures = computed_from_store(request)
    tell_troubles(figures.troubles)
    return {RESULTS: results_json(figures).encode()}, bool(figures.troubles)


def _write(
    found: Compiled,
    given: Mapping[str, bytes],
    made: Mapping[str, bytes],
    language: str | None,
    out: Path | None,
    site: Path | None,
) -> None:
    from rbm_spec.results.report.compose import report
    from rbm_spec.results.report.page import page
    from rbm_spec.results.report.reading import NotAResult, read_result
    from rbm_spec.results.report.section import reports, section
    from rbm_spec.targets.document.build import standing_of
    from rbm_spec.writers import fill_with

    plan, languages = _languages(found.plan, language)
    try:
        results = [read_result(plan, name, content) for name, content in given.items()]
        view = report(plan, found.digest, results, languages)
    except NotAResult as error:
        raise click.UsageError(str(error)) from error
    files = {PAGE: page(view, languages.page).encode(), **made}
    if languages.page is languages.own:
        standing = partial(standing_of, found.plan, language or found.plan.spec.authoring_language, languages.own)
        written = reports(plan, view, languages.own, standing)
        files |= {
            SECTION: section(plan, view, languages.own),
            **{f"{name}.docx": each for name, each in written.items()},
        }
    fill_with(out or Path(), files)
    _tell_unreadable(files, language or found.plan.spec.authoring_language)
    *first, last = [PAGE, *(name for name in files if name not in (PAGE, RESULTS)), *made]
    console.say(f"Wrote {', '.join(first)}{' and ' if first else ''}{last} into {shown(out or Path())}.")
    if SECTION not in files:
        console.tell("The Word document is made in the languages of the plan only.")
    if site is not None:
        fill_with(site, _site(found.plan, results))
        console.say(f"Wrote open-sdg into {shown(site)}.")


def _tell_unreadable(files: Mapping[str, bytes], language: str) -> None:
    """What keeps people from reading the Word documents, in a line each."""
    from rbm_spec.targets.document.accessible import inaccessible

    documents = {f"document/{language}/{name}": each for name, each in files.items() if name.endswith(".docx")}
    for finding in inaccessible(documents):
        console.tell(f"{finding.rule.code} {finding.where.file}: {finding.message}")


def _site(plan: Plan, results: list[Result]) -> dict[str, bytes]:
    """All periods for Open SDG, in the language in which the plan is written."""
    from rbm_spec.results.exports import opensdg
    from rbm_spec.results.report.result import points

    several = (point for each in results for point in points(each))
    files = opensdg.files(plan, several, any(each.synthetic for each in results))
    return {path: text.encode() for path, text in files.items()}


def _languages(plan: Plan, language: str | None) -> tuple[Plan, Languages]:
    """The plan in the language of the page where it is printed in that, and the phrases of both."""
    from rbm_spec.plan.languages import in_language
    from rbm_spec.results.report.compose import SECTIONS, Languages
    from rbm_spec.targets.words.phrases import phrases, phrases_of

    written = plan.spec.authoring_language
    own = phrases(language or written) if language in (None, written, *plan.translations) else None
    if own is not None:
        return in_language(plan, language or written), Languages(own, own)
    own, page = phrases(written), phrases_of(language or written, SECTIONS)
    if own is None or page is None:
        missing = language if own is not None else written
        raise click.UsageError(f'There are no phrases for the language "{missing}", or not all of them.')
    return plan, Languages(page, own)


def _content(file: Path) -> bytes:
    """The bytes of a regular file, and one more than may be read, so that a larger one shows. Raises OSError."""
    from rbm_spec.results.report.reading import MOST_BYTES

    descriptor = os.open(file, _CAREFUL)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise click.UsageError(f"{shown(file)} is no file.")
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(MOST_BYTES + 1)
