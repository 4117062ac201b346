"""`rbm-spec pdf`: a plan -> its documents as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.main import FINDINGS
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import compiled

WORD = ".docx"


@click.command("pdf")
@plan_argument
@click.option("--language", metavar="CODE", help="One language only. [default: all of the plan]")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write. [default: this folder]")
def command(plan: Path, language: str | None, out: Path | None) -> int:
    """Write the documents of a plan as tagged PDF.

    LibreOffice draws them from the Word documents, so it has to be installed. Its fonts are those of this machine:
    elsewhere a page may break at another line. A build makes no PDF for that reason.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found

    from rbm_spec.targets.document import DocumentFault, generate
    from rbm_spec.targets.document.pdf import portable
    from rbm_spec.writers import fill

    documents = {each.path: each.content for each in generate(found.plan) if each.path.endswith(WORD)}
    wanted = {path: content for path, content in documents.items() if language in (None, path.split("/")[1])}
    if not wanted:
        raise click.UsageError(f"There are no documents in “{language}”. Name another --language.")
    try:
        made = portable(wanted)
    except DocumentFault as fault:
        console.tell(f"{fault.finding.message} {fault.finding.hint or ''}".strip())
        return FINDINGS
    folder = out or Path()

    def write(into: Path) -> None:
        for path, content in made.items():
            file = (into / path.partition("/")[2]).with_suffix(".pdf")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    fill(folder if folder.name else folder.absolute(), write)
    console.say(f"Wrote {len(made)} documents into {shown(folder)}.")
    return 0
