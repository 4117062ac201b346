"""`rbm-spec pull`: what a pull request means -> files for a service, a comment, suggestions; ready-made jobs."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from rbm_spec import pipeline, resources
from rbm_spec.changes.accepted import read_accepted
from rbm_spec.changes.report import Report, report
from rbm_spec.changes.versions import version
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, INPUT_OUTPUT
from rbm_spec.cli.places import shown
from rbm_spec.load.folder import ACCEPTED
from rbm_spec.render import located, render
from rbm_spec.render.differences import render as render_changes
from rbm_spec.render.github import limited
from rbm_spec.render.pull import MOST_BYTES, Refused, comment, gathered, record, suggestions
from rbm_spec.revisions import Revision, Unusable, read_revision
from rbm_spec.writers import replace_file

SERVICES = ("github", "gitlab")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@click.group("pull")
def command() -> None:
    """Say on a pull request what it means; ready-made jobs for GitHub and GitLab.

    `pull workflow` writes the jobs, which call the other two.
    The job that looks at a branch has no rights and hands over files; the one that comments never sees the branch.
    """


@command.command("workflow")
@click.argument("service", type=click.Choice(SERVICES))
@click.option("--into", type=click.Path(path_type=Path), default=".", metavar="DIR", help="The top of the repository.")
def workflow(service: str, into: Path) -> int:
    """Write ready-made jobs for GitHub or GitLab; files that are there are left alone."""
    top = resources.generators() / "pulls" / service
    for file in sorted(path for path in top.rglob("*") if path.is_file()):
        name = file.relative_to(top).as_posix()
        target = into / name.replace("dot_", ".", 1)
        if target.exists():
            raise click.UsageError(f"{shown(target)} is there already; nothing was written over it.")
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, file.read_bytes())
        console.say(f"Wrote {shown(target)}.")
    console.say("Write the plan's folder and the version of rbm-spec at their tops.")
    return CLEAN


@command.command("gather")
@click.argument("old")
@click.argument("new")
@click.option("--into", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where the files go.")
@click.option("--data", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
              help="Compute the figures of --period under both, and show those that differ.")  # fmt: skip
@click.option("--period", help="Which figures: 2028, or 2028-Q2.")
def gather(old: str, new: str, into: Path, data: Path | None, period: str | None) -> int:
    """Write what a pull request from OLD to NEW means into DIR, and annotations for its lines on standard output.

    The files are pull.json for `pull comment`, findings.sarif, quality.json (GitLab) and changes.html. The exit code is
    1 when NEW has errors or warnings, or breaks somebody without that being accepted.
    """
    if (data is None) != (period is None):
        raise click.UsageError("--data and --period go together.")
    try:
        after = read_revision(new)
        before = read_revision(old, after.folder)
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    reasons, faults = read_accepted(after.accepted)
    checked = pipeline.check_files(after.files, [*after.findings, *faults])
    files = {**after.files, **({ACCEPTED: after.accepted} if after.accepted else {})}
    findings = located(checked.findings, files)
    found = _compared(before, after, reasons)
    if found is not None and data is not None and period is not None:
        from rbm_spec.cli.stakes import at_stake

        found = replace(found, stakes=at_stake(found, data, period))
    base = after.folder
    texts = {
        "pull.json": gathered((old, new), (before.files, files), findings, found, base),
        "findings.sarif": render(findings, "sarif", base=base),
        "quality.json": render(findings, "gitlab", base=base),
    }
    if found is not None:
        texts["changes.html"] = render_changes(found, "html", base=base)
    into.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        replace_file(into / name, text.encode("utf-8", "backslashreplace"))
    changes = render_changes(found, "github", base=base) if found is not None else ""
    console.show(limited(render(findings, "github", base=base) + changes))
    return CLEAN if checked.clean and found is not None and not found.fails(("breaking",)) else FINDINGS


def _compared(before: Revision, after: Revision, reasons: Mapping[str, str]) -> Report | None:
    """The report; None when one side has errors other than in worked examples."""
    sides = []
    for side in (before, after):
        plan = pipeline.check_files(side.files, list(side.findings)).understood
        if plan is None:
            return None
        sides.append(version(side.name, side.files, plan))
    return report(sides[0], sides[1], reasons)


@command.command("comment")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--link", metavar="URL", help="Where the built files are.")
@click.option("--suggestions", "review", type=click.Path(path_type=Path), metavar="FILE",
              help="Write fixes as a review for GitHub into FILE, if there are any.")  # fmt: skip
@click.option("--commit", metavar="HASH", help="The commit that is reviewed.")
@click.option("--known", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
              help="Remarks that are there already; what they hold is not said again.")  # fmt: skip
def write_comment(file: Path, link: str | None, review: Path | None, commit: str | None, known: Path | None) -> int:
    """Write the comment for FILE, a pull.json that may come from anybody, on standard output."""
    if link is not None and not re.fullmatch(r"https://[A-Za-z0-9._~/:#%-]+", link):
        raise click.UsageError("--link must be an https address.")
    if (review is None) != (commit is None) or (commit is not None and not _COMMIT.fullmatch(commit)):
        raise click.UsageError("--suggestions goes together with --commit and a full hash.")
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    try:
        found = record(raw)
    except Refused as error:
        console.tell(f"rbm-spec: {error}")
        return INPUT_OUTPUT
    sys.stdout.write(comment(found, link))
    if review is not None and commit is not None:
        text = suggestions(found, commit, known.read_text("utf-8", "replace") if known else "")
        if text is not None:
            replace_file(review, text.encode())
    return CLEAN
