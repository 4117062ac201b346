"""`rbm-spec changelog`: two names that git knows -> the history of a plan between them, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import click

from rbm_spec import pipeline
from rbm_spec.changes.accepted import read_accepted
from rbm_spec.changes.model import Version
from rbm_spec.changes.report import report
from rbm_spec.changes.versions import version
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import USAGE
from rbm_spec.cli.places import PLAN_FILE, base_of, only_plan, shown
from rbm_spec.load.gate import read_tree
from rbm_spec.render.changelog import FORMATS, Entry, render
from rbm_spec.revisions import Revision, Unusable, read_revision
from rbm_spec.revisions.history import Step, ends, history


@dataclass(frozen=True, slots=True)
class _Stop:
    """A commit, and the plan as it was then."""

    step: Step
    side: Revision
    number: str


@click.command("changelog")
@click.argument("between", metavar="OLD..NEW")
@click.option("--by", type=click.Choice(("version", "commit")), default="version", show_default=True,
              help="One section for each version of the plan, or for each commit that touches it.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE instead.")
def command(between: str, by: str, form: str, output: Path | None) -> int:
    """Write the history of a plan between two versions, for people.

    What changed from OLD to NEW stands newest first, in the words of `diff`.
    OLD and NEW are names that git knows, and OLD alone means everything since then: v1..v2, or main. Of several plans,
    name the folder after a colon: v1..v2:specs/my_plan. What was merged counts as one commit.
    """
    try:
        old, new, folder = ends(between)
        wanted = folder if folder is not None else _here()
        last = read_revision(new, wanted)
        first, steps = history(old, new, last.folder)
        start = _stop(first, last.folder)
        stops = [_stop(step, last.folder) for step in steps]
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    before = _compiled(start)
    if before is None:
        console.tell(f"rbm-spec: The plan has errors in “{old}”; rbm-spec diff {old} says which. Name a later one.")
        return USAGE
    if stops and _compiled(stops[-1]) is None:
        console.tell(f"rbm-spec: The plan has errors in “{new}”; rbm-spec diff {old} {new} says which.")
        return USAGE
    entries = list(_entries(before, _grouped(stops) if by == "version" else stops, by))
    _show(render(f"{_title(entries, before)}, {old} to {new}", entries, form), output)
    return 0


def _title(entries: Sequence[Entry], before: Version) -> str:
    known = [each.found.new for each in entries if each.found is not None]
    return (known[-1] if known else before).plan.spec.title


def _here() -> str | None:
    try:
        return base_of(only_plan())
    except click.UsageError:
        return None


def _stop(step: Step, folder: str) -> _Stop:
    side = read_revision(step.commit, folder)
    tree, _ = read_tree(PLAN_FILE, side.files.get(PLAN_FILE, b""))
    data = tree.data if tree is not None else None
    return _Stop(step, side, str(data.get("version", "?")) if isinstance(data, dict) else "?")


def _grouped(stops: Sequence[_Stop]) -> list[_Stop]:
    """The last commit of each version that compiles, else its very last."""
    found = []
    for _, group in groupby(stops, key=lambda stop: stop.number):
        latest_first = list(group)[::-1]
        found.append(next((stop for stop in latest_first if _compiled(stop) is not None), latest_first[0]))
    return found


def _entries(before: Version, stops: Sequence[_Stop], by: str) -> Iterator[Entry]:
    for stop in stops:
        now = _compiled(stop)
        title = f"Version {stop.number}" if by == "version" else f"{stop.step.commit[:10]} {stop.step.subject}"
        if now is None:
            yield Entry(title, stop.step.day, None)
            continue
        reasons, _ = read_accepted(stop.side.accepted)
        found = report(before, now, reasons)
        if by == "version":  # which version it is now, the heading says
            found = replace(found, changes=tuple(each for each in found.changes if each.rule.name != "version-changed"))
        yield Entry(title, stop.step.day, found)
        before = now


def _compiled(stop: _Stop) -> Version | None:
    checked = pipeline.check_files(stop.side.files, list(stop.side.findings))
    plan = checked.understood
    return version(stop.step.commit, stop.side.files, plan) if plan is not None else None


def _show(text: str, output: Path | None) -> None:
    if output is None:
        console.show(text)
        return
    from rbm_spec.writers import replace_file

    replace_file(output, text.encode("utf-8", "backslashreplace"))
    console.tell(f"Written to {shown(output)}.")
