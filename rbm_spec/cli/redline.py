"""`rbm-spec redline`: two states of a plan -> a document with tracked changes, and comments on what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from rbm_spec.changes.accepted import read_accepted
from rbm_spec.changes.report import report
from rbm_spec.cli import console
from rbm_spec.cli.diff import compiled_side
from rbm_spec.cli.exit_codes import CLEAN, USAGE
from rbm_spec.cli.places import shown
from rbm_spec.revisions import Unusable, read_revision
from rbm_spec.writers import replace_file


@click.command("redline")
@click.argument("old")
@click.argument("new")
@click.option("--document", "name", metavar="ID", help="Which document; the only one, or annex, when left out.")
@click.option("--language", metavar="CODE", help="In which language; the authoring language when left out.")
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE.docx")
@click.option(
    "--marks", "marks", flag_value="passing", default=True, help="ADD, MOD, SUP or NOC before each provision."
)
@click.option("--lasting-marks", "marks", flag_value="lasting", help="For print: not struck, and accepting keeps them.")
@click.option("--no-marks", "marks", flag_value="none", help="Without these lines.")
def command(
    old: str, new: str, name: str | None, language: str | None, output: Path,
    marks: Literal["passing", "lasting", "none"],
) -> int:  # fmt: skip
    """Write a document with tracked changes from one state of a plan to another.

    OLD and NEW are named as for `diff`. Accepting all changes gives the new document, rejecting all the old one; a
    comment on each says what it means. Before each enabler, outcome and indicator stands ADD, MOD, SUP or NOC,
    as in proposals to ITU. These lines are struck out, since they belong to neither document: accepting all takes them
    away, and so does rejecting all. Author and date are those of the document's spec; what is not known is left out.
    """
    if output.suffix.lower() != ".docx":
        raise click.UsageError(f"{output} is no name of a Word document. Write --output {output.stem}.docx.")
    try:
        after = read_revision(new)
        before = read_revision(old, None if Path(old).exists() else after.folder if not Path(new).exists() else None)
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    versions = [compiled_side(side) for side in (before, after)]
    if versions[0] is None or versions[1] is None:
        return USAGE
    plan = versions[1].plan
    name = name or (next(iter(plan.documents)) if len(plan.documents) == 1 else "annex")
    language = language or plan.spec.authoring_language
    path = f"document/{language}/{name}.docx"

    from rbm_spec.targets.document.build import artifacts
    from rbm_spec.targets.document.meanings import Meanings
    from rbm_spec.targets.document.redline import redlined
    from rbm_spec.targets.words.phrases import phrases

    words = phrases(language)
    if words is None:
        raise click.UsageError(f"There are no documents in “{language}”. Name another --language.")
    made = [{each.path: each.content for each in artifacts(one.plan, {language: words})} for one in versions if one]
    if not all(path in each for each in made):
        there = sorted(Path(each).stem for each in made[0].keys() & made[1].keys() if each.endswith(".docx"))
        raise click.UsageError(f"Both have no document {name}. Name another --document: {', '.join(there)}.")
    changes = report(versions[0], versions[1], read_accepted(after.accepted)[0]).changes
    spec = plan.documents.get(name)
    is_known = spec is not None and not spec.presented_by.startswith("[")
    author = spec.presented_by if spec and is_known else plan.spec.title
    date = spec.date if spec else None
    meaning = Meanings((versions[0], versions[1]), changes)
    content = redlined(made[0][path], made[1][path], author, date, meaning.of, marks)
    replace_file(output, content)
    console.say(f"Written to {shown(output)}.")
    return CLEAN
