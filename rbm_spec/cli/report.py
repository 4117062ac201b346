"""`rbm-spec report`: a plan and results of its periods -> a page for readers."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import Compiled, compiled

PAGE, SECTION = "report.html", "report.docx"
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
    required=True,
    metavar="RESULT.json",
    help="What calc wrote for a period; repeat it for earlier periods.",
)
@click.option(
    "--language", callback=_code, metavar="CODE", help="The language of the page. [default: that of the plan]"
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write. [default: this folder]")
def command(plan: Path, files: tuple[Path, ...], language: str | None, out: Path | None) -> int:
    """Write results as a page for readers.

    The page is one file without scripts, and asks nothing of a network. In the language of the plan the same is also
    written as a Word document. Both are about the last period that results are given for; earlier ones show how figures
    changed.
    """
    found = compiled(plan)
    return found if isinstance(found, int) else _write(found, files, language, out)


def _write(found: Compiled, files: Sequence[Path], language: str | None, out: Path | None) -> int:
    from rbm_spec.results.report.compose import SECTIONS, Languages, report
    from rbm_spec.results.report.page import page
    from rbm_spec.results.report.reading import NotAResult, read_result
    from rbm_spec.results.report.section import section
    from rbm_spec.targets.words.phrases import phrases, phrases_of
    from rbm_spec.writers import fill

    own = phrases(found.plan.spec.authoring_language)
    words = phrases_of(language, SECTIONS) if language else own
    if own is None or words is None:
        missing = language if own is not None else found.plan.spec.authoring_language
        raise click.UsageError(f'There are no phrases for the language "{missing}", or not all of them.')
    try:
        results = [read_result(found.plan, shown(file), _content(file)) for file in files]
        view = report(found.plan, found.digest, results, Languages(words, own))
    except NotAResult as error:
        raise click.UsageError(str(error)) from error
    files_made = {PAGE: page(view, words).encode()}
    if words is own:
        files_made[SECTION] = section(found.plan, view, own)
    folder = out or Path()

    def write(into: Path) -> None:
        for name, content in files_made.items():
            (into / name).write_bytes(content)

    fill(folder if folder.name else folder.absolute(), write)
    console.say(f"Wrote {' and '.join(files_made)} into {shown(folder)}.")
    if SECTION not in files_made:
        console.tell("The Word document is made in the language of the plan only.")
    return 0


def _content(file: Path) -> bytes:
    """The bytes of a regular file, and one more than may be read, so that a larger one shows. Raises OSError."""
    from rbm_spec.results.report.reading import MOST_BYTES

    descriptor = os.open(file, _CAREFUL)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise click.UsageError(f"{shown(file)} is no file.")
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(MOST_BYTES + 1)
