"""`rbm-spec check`: a plan's folder -> its findings, in one of several formats."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import base_of, plan_argument, shown
from rbm_spec.pipeline import Checked
from rbm_spec.render import FORMATS, located, render


@click.command("check")
@plan_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    help="full for people; concise for one line each; the others for programs and CI services.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the findings to FILE instead.")
@click.option("--fix", is_flag=True, help="First mend what can only have been meant in one way, such as == for =.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix: take good guesses too, such as the nearest name.")
def command(plan: Path, form: str, output: Path | None, fix: bool, unsafe_fixes: bool) -> int:
    """Say everything that is wrong with a plan, and where.

    Reads every file of the plan, compares it with its schema, follows every name, types every formula, and reports all
    findings in one run. The exit code is 0 when nothing needs an answer, and 1 otherwise; information does not count.
    """
    if unsafe_fixes and not fix:
        raise click.UsageError("--unsafe-fixes goes together with --fix.")
    checked = _fixed(plan, unsafe=unsafe_fixes) if fix else pipeline.check(plan)
    if output is not None:
        _write(output, rendered(checked, plan, form))
        console.tell(f"{_in_words(checked)} Written to {shown(output)}.")
    else:
        console.show(rendered(checked, plan, form, colour=console.coloured(sys.stdout)))
        if form == "full" and not checked.findings:
            console.say(_in_words(checked))
    return CLEAN if checked.clean else FINDINGS


def _fixed(plan: Path, *, unsafe: bool) -> Checked:
    """Mend the files, one place at a time and nothing beside it, and check what has become of them."""
    from rbm_spec.edit.fixes import mended
    from rbm_spec.load import read_folder
    from rbm_spec.writers import replace_file

    files, found = read_folder(plan)
    result = mended(files, lambda each: pipeline.check_files(each, found).findings, unsafe=unsafe)
    for file, raw in result.files.items():
        if raw != files[file]:
            replace_file(plan / file, raw)
            console.tell(f"Mended {shown(plan / file)}.")
    console.tell(f"{result.made:,} fix{'' if result.made == 1 else 'es'} made.")
    return pipeline.check(plan)


def rendered(checked: Checked, plan: Path, form: str, *, colour: bool = False) -> str:
    """The findings as text."""
    return render(located(checked.findings, checked.files), form, colour=colour, base=_base(plan, form))


def _base(plan: Path, form: str) -> str:
    """Where the reader of this format looks for the files: people from here, services from the repository."""
    if form in ("full", "concise"):
        here = shown(plan)
        return "" if here == "." else here
    return base_of(plan)


def _in_words(checked: Checked) -> str:
    files = len(checked.files)
    number = len(checked.findings)
    counted = "no findings" if not number else "1 finding" if number == 1 else f"{number:,} findings"
    return f"Checked {files:,} file{'' if files == 1 else 's'}: {counted}."


def _write(output: Path, text: str) -> None:
    from rbm_spec.writers import replace_file

    replace_file(output, text.encode("utf-8", "backslashreplace"))
