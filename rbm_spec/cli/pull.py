"""`rbm-spec pull`: what a pull request means -> files for a service, a comment, suggestions; ready-made jobs."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from rbm_spec import explain, pipeline, resources
from rbm_spec.changes.accepted import read_accepted
from rbm_spec.changes.report import Report, report
from rbm_spec.changes.versions import version
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, INPUT_OUTPUT
from rbm_spec.cli.places import shown
from rbm_spec.load.folder import ACCEPTED
from rbm_spec.plan.model import Plan
from rbm_spec.render import located, render
from rbm_spec.render.differences import render as render_changes
from rbm_spec.render.fingerprints import fingerprints
from rbm_spec.render.github import limited
from rbm_spec.render.located import Located
from rbm_spec.render.pull import MOST_BYTES, Refused, comment, gathered, record, scanned, suggestions
from rbm_spec.revisions import NoPlan, Revision, Unusable, read_revision
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
@click.option(
    "--lines",
    "tied",
    metavar="REF",
    help="The branch by itself, where NEW is a merge: fixes are suggested where a file is the same in both.",
)
def gather(old: str, new: str, into: Path, data: Path | None, period: str | None, tied: str | None) -> int:
    """Write what a pull request from OLD to NEW means into DIR, and annotations for its lines on standard output.

    The files are pull.json for `pull comment`, findings.sarif, quality.json (GitLab) and changes.html. The exit code is
    1 when NEW has errors or warnings, or breaks somebody without that being accepted. Where OLD holds no such plan, or
    one with errors, there is nothing to compare.
    """
    if (data is None) != (period is None):
        raise click.UsageError("--data and --period go together.")
    try:
        after = read_revision(new)
        before = _before(old, after.folder)
        branch = _before(tied, after.folder) if tied is not None else after
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    reasons, faults = read_accepted(after.accepted)
    checked = pipeline.check_files(after.files, list(after.findings))
    was = pipeline.check_files(before.files, list(before.findings)) if before else None
    files = {**after.files, **({ACCEPTED: after.accepted} if after.accepted else {})}
    findings = located([*checked.findings, *faults], files)
    known = frozenset(fingerprints(located(was.findings, was.files)) if was else ())
    plans = (was.understood if was else None, checked.understood)
    found = _compared((before, after), plans, reasons) if before else None
    if found is not None and data is not None and period is not None:
        from rbm_spec.cli.stakes import at_stake

        found = replace(found, stakes=at_stake(found, data, period))
    before_files = before.files if before else None
    made = gathered(
        (old, new), (before_files, files), findings, found, after.folder, known, branch.files if branch else {}
    )
    _hand_over(into, made, findings, found, after.folder)
    console.show(_annotations(findings, known, found, after.folder))
    is_fine = found is None or not found.fails(("breaking",))
    return CLEAN if is_fine and checked.clean and not faults else FINDINGS


def _hand_over(into: Path, made: str, findings: list[Located], found: Report | None, base: str) -> None:
    texts = {
        "pull.json": made,
        "findings.sarif": render(findings, "sarif", base=base),
        "quality.json": render(findings, "gitlab", base=base),
    }
    if found is not None:
        texts["changes.html"] = render_changes(found, "html", base=base)
    into.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        replace_file(into / name, text.encode("utf-8", "backslashreplace"))


def _annotations(findings: list[Located], known: frozenset[str], found: Report | None, base: str) -> str:
    """Errors, then changes, then whatever else the branch brings: a service shows the first ten of a kind."""
    marked = list(zip(findings, fingerprints(findings), strict=True))
    errors = [one for one, _ in marked if one.finding.is_error]
    others = [one for one, mark in marked if not one.finding.is_error and mark not in known]
    changes = render_changes(found, "github", base=base) if found is not None else ""
    return limited(render(errors, "github", base=base) + changes + render(others, "github", base=base))


def _before(old: str, folder: str) -> Revision | None:
    """The state before; None where it holds no such plan."""
    try:
        return read_revision(old, folder)
    except NoPlan:
        return None


def _compared(
    sides: tuple[Revision, Revision], plans: tuple[Plan | None, Plan | None], reasons: Mapping[str, str]
) -> Report | None:
    """The report; None when one side has errors other than in worked examples."""
    if plans[0] is None or plans[1] is None:
        return None
    versions = [version(side.name, side.files, plan) for side, plan in zip(sides, plans, strict=True) if plan]
    return report(versions[0], versions[1], reasons)


@command.command("comment")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--link", metavar="URL", help="Where the built files are.")
@click.option("--suggestions", "review", type=click.Path(path_type=Path), metavar="FILE",
              help="Write fixes as a review for GitHub into FILE, if there are any.")  # fmt: skip
@click.option("--commit", metavar="HASH", help="The commit that is reviewed.")
@click.option("--sarif", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the findings for code scanning into FILE, in the name of this program only.")  # fmt: skip
@click.option("--known", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
              help="Remarks that are there already; what they hold is not said again.")  # fmt: skip
def write_comment(
    file: Path, link: str | None, review: Path | None, commit: str | None, sarif: Path | None, known: Path | None
) -> int:
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
    if sarif is not None:
        names = {code: page.rule.name for code, page in explain.pages().items()}
        replace_file(sarif, scanned(found, names).encode())
    if review is not None and commit is not None:
        text = suggestions(found, commit, known.read_text("utf-8", "replace") if known else "")
        if text is not None:
            replace_file(review, text.encode())
    return CLEAN
