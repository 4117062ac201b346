"""`rbm-spec diff`: two states of a plan -> what changed, what it means, and whom it breaks."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from rbm_spec import pipeline
from rbm_spec.changes.accepted import read_accepted
from rbm_spec.changes.model import Version
from rbm_spec.changes.report import FAIL_ON, Report, report
from rbm_spec.changes.versions import version
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, USAGE
from rbm_spec.cli.places import base_of, only_plan, shown
from rbm_spec.diagnostics import Finding
from rbm_spec.load.folder import ACCEPTED
from rbm_spec.render import located
from rbm_spec.render import render as render_findings
from rbm_spec.render.differences import FORMATS, render
from rbm_spec.revisions import Revision, Unusable, read_revision


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text, markdown and html for people; json for programs; github for the lines of a pull request.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE instead.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    multiple=True,
    default=("breaking",),
    show_default=True,
    help="When the exit code is 1; the last three look at one audience each. Give it again for several.",
)
@click.option(
    "--accepted",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=f"Changes that were accepted, with reasons; {ACCEPTED} beside the new plan when left out.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Compute the figures of --period under both, from the data in DIR, and show those that differ.",
)
@click.option("--period", help="Which figures: 2028, or 2028-Q2, or 2028-2029.")
def command(
    old: str,
    new: str | None,
    form: str,
    output: Path | None,
    fail_on: tuple[str, ...],
    accepted: Path | None,
    data: Path | None,
    period: str | None,
) -> int:
    """Say what changed between two states of a plan, and whom it breaks.

    OLD and NEW are names that git knows (main, HEAD~1, main:specs/my_plan), folders, or archives (.zip, .tar.gz).
    Without NEW, OLD is compared with the plan as it lies here. Nothing is checked out. Each change is said in words.
    The exit code is 1 when something is breaking that nobody has accepted, 2 when one of the two cannot be compared.
    """
    if (data is None) != (period is None):
        raise click.UsageError("--data and --period go together.")
    try:
        sides = _revisions(old, new)
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    raw, file, where = sides[1].accepted, ACCEPTED, sides[1].folder
    if accepted is not None:
        raw, file, where = accepted.read_bytes(), accepted.name, shown(accepted.parent)
    reasons, faults = read_accepted(raw, file)
    versions = [compiled_side(side, needs_examples=False) for side in sides]
    if any(each.is_error for each in faults):
        _tell(faults, {file: raw or b""}, where)
        return USAGE
    if versions[0] is None or versions[1] is None:
        return USAGE
    found = report(versions[0], versions[1], reasons)
    if data is not None and period is not None:
        from rbm_spec.cli.stakes import at_stake

        found = replace(found, stakes=at_stake(found, data, period))
    _show(found, form, output, _base(sides[1]))
    return FINDINGS if found.fails(fail_on) else CLEAN


def _revisions(old: str, new: str | None) -> tuple[Revision, Revision]:
    """Both sides; where only the one says which plan is meant, it is the same folder in the other."""
    plan = None
    if new is None:
        plan = only_plan()
        new = str(plan)
    elif Path(new).is_dir():
        plan = Path(new)
    elif Path(old).is_dir():
        plan = Path(old)
    wanted = base_of(plan) if plan is not None and (plan / "plan.yaml").is_file() else None
    return read_revision(old, wanted), read_revision(new, wanted)


def compiled_side(
    side: Revision, undone: str = "Nothing was compared", *, needs_examples: bool = True
) -> Version | None:
    """The side compiled; None when it has errors. Errors are told, and `undone` then says what was not done.

    Without `needs_examples`, worked examples that expect another figure are told too, and stand in nobody's way.
    """
    checked = pipeline.check_files(side.files, list(side.findings))
    if checked.plan is not None:
        return version(side.name, side.files, checked.plan)
    errors = [each for each in checked.findings if each.is_error]
    at = side.folder if Path(side.name).is_dir() else f"{side.name.partition(':')[0]}:{side.folder}"
    _tell(errors, side.files, at)
    if checked.understood is not None and not needs_examples:
        return version(side.name, side.files, checked.understood)
    number = "there is an error" if len(errors) == 1 else f"there are {len(errors):,} errors"
    console.tell(f"rbm-spec: {undone}: {number} in “{side.name}”.")
    return None


def _tell(findings: list[Finding], files: dict[str, bytes] | object, base: str) -> None:
    sys.stderr.write(render_findings(located(findings, files), "full", base=base))  # type: ignore[arg-type]


def _base(side: Revision) -> str:
    """The path from the repository to the plan."""
    return base_of(Path(side.folder)) if Path(side.name).is_dir() else side.folder


def _show(found: Report, form: str, output: Path | None, base: str) -> None:
    text = render(found, form, base=base)
    if output is None:
        console.show(text)
        return
    from rbm_spec.writers import replace_file

    replace_file(output, text.encode("utf-8", "backslashreplace"))
    console.tell(f"Written to {shown(output)}.")
