"""`rbm-spec pdf`: a plan -> its documents as PDF."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import Compiled, compiled

WORD = ".docx"


@click.command("pdf")
@plan_argument
@click.option("--language", metavar="CODE", help="One language only. [default: all of the plan]")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write. [default: this folder]")
def command(plan: Path, language: str | None, out: Path | None) -> int:
    """Write the documents of a plan as tagged PDF.

    LibreOffice draws them from the Word documents, so it has to be installed. Its fonts are those of this machine:
    elsewhere a page may break at another line. A build makes no PDF for that reason. Pages are counted, and compared
    with the budgets of the plan.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found

    from rbm_spec.targets.document import generate
    from rbm_spec.targets.document.pdf import portable
    from rbm_spec.writers import fill

    documents = {each.path: each.content for each in generate(found.plan) if each.path.endswith(WORD)}
    wanted = {path: content for path, content in documents.items() if language in (None, path.split("/")[1])}
    if not wanted:
        raise click.UsageError(f"There are no documents in “{language}”. Name another --language.")
    made = portable(wanted)
    told = [_measured(found, path, content) for path, content in made.items()]
    folder = out or Path()

    def write(into: Path) -> None:
        for path, content in made.items():
            file = (into / path.partition("/")[2]).with_suffix(".pdf")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    fill(folder if folder.name else folder.absolute(), write)
    console.say("\n".join([f"Wrote {len(made)} documents into {shown(folder)}.", *filter(None, told)]))
    return 0


def _measured(found: Compiled, path: str, content: bytes) -> str:
    """How many pages a document takes; what is over its budget in the language of the plan goes to standard error."""
    from rbm_spec.render import located, render
    from rbm_spec.targets.document.paged import extent, too_long

    language, _, name = path.partition("/")[2].removesuffix(WORD).partition("/")
    spec = found.plan.documents.get(name)
    size = extent(content, len(spec.sections) if spec else 0)
    if size is None:
        return f"{language}/{name}.pdf: its pages could not be counted."
    if spec and language == found.plan.spec.authoring_language:
        over = tuple(too_long(spec, size))
        sys.stderr.write(render(located(over, found.files), "concise", base=str(found.folder)) if over else "")
    pages = "1 page" if size.whole == 1 else f"{size.whole} pages"
    if not size.sections:
        return f"{language}/{name}.pdf: {pages}."
    by_section = ", ".join(map(str, size.sections))
    return f"{language}/{name}.pdf: {pages}, {size.pages} without annexes; by section {by_section}."
