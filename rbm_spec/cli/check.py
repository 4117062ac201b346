"""`rbm-spec check`: a plan's folder -> its findings, in one of several formats."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.main import CLEAN, FINDINGS
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
def command(plan: Path, form: str, output: Path | None) -> int:
    """Say everything that is wrong with a plan, and where.

    Reads every file of the plan, compares it with its schema, follows every name, types every formula, and reports all
    findings in one run. The exit code is 0 when nothing needs an answer, and 1 otherwise; information does not count.
    """
    checked = pipeline.check(plan)
    if output is not None:
        _write(output, rendered(checked, plan, form))
        console.tell(f"{_in_words(checked)} Written to {shown(output)}.")
    else:
        console.show(rendered(checked, plan, form, colour=console.coloured(sys.stdout)))
        if form == "full" and not checked.findings:
            console.say(_in_words(checked))
    return CLEAN if checked.clean else FINDINGS


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
