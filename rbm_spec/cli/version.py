"""`rbm-spec version`: an earlier state of a plan -> whether version numbers have moved as they must, or the move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import click

from rbm_spec import pipeline
from rbm_spec.changes.report import Report, report
from rbm_spec.changes.versioning import METHOD, Demand, demands, in_words
from rbm_spec.cli import console
from rbm_spec.cli.diff import compiled_side
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, USAGE
from rbm_spec.cli.places import base_of, plan_argument, shown
from rbm_spec.diagnostics import Finding, Severity
from rbm_spec.edit.entry import folded, item_added, lines_of
from rbm_spec.edit.fixes import rank
from rbm_spec.edit.place import CannotSet, edit_at
from rbm_spec.edit.splice import Edit, spliced
from rbm_spec.load import read_folder
from rbm_spec.load.gate import read_tree
from rbm_spec.load.tree import Tree
from rbm_spec.revisions import Unusable, read_revision
from rbm_spec.writers import replace_file

ALL_MOVED = "All versions have moved as they must."
against = click.option("--against", "ref", required=True, metavar="OLD", help="The earlier state: main, v1, a folder.")


@click.group("version")
def command() -> None:
    """Check or raise the version numbers of a plan and its indicators.

    The first number moves when calculation breaks, for the plan also when data providers are; the second when something
    is added or a promise changes; the third when words do. Before 1.0.0 all of this is one step smaller.
    """


@command.command("check")
@plan_argument
@against
def check(plan: Path, ref: str) -> int:
    """Say which versions have not moved as the changes since OLD demand, and which methods are forgotten."""
    return _answered(plan, ref, lambda found, _: _told(found))


@command.command("bump")
@plan_argument
@against
@click.option(
    "--until", metavar="DAY", help="The last day on which methods held that are in force no longer: 2028-12-31."
)
@click.option("--note", metavar="TEXT", help="What changed and why, for readers; what diff says when left out.")
def bump(plan: Path, ref: str, until: str | None, note: str | None) -> int:
    """Raise the versions that have not moved far enough since OLD, and leave every other byte alone.

    A method that was in force and is in use no longer is written back among previous_methods, as it stood in OLD. Until
    when it held only people know: that is --until.
    """
    if until is not None and not _is_day(until):
        raise click.UsageError(f"{until} is no day; write 2028-12-31.")
    return _answered(plan, ref, lambda found, old: _raised(plan, found, old, until, note))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _answered(plan: Path, ref: str, answer: Callable[[list[Demand], Report], int]) -> int:
    try:
        sides = read_revision(ref, base_of(plan)), read_revision(str(plan))
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    old, new = (compiled_side(side, needs_examples=False) for side in sides)
    if old is None or new is None:
        return USAGE
    found = report(old, new, {})
    return answer([each for each in demands(found) if not each.is_met], found)


def _told(open_: list[Demand]) -> int:
    for demand in open_:
        console.say("\n".join(in_words(demand)))
    if not open_:
        console.say(ALL_MOVED)
    return FINDINGS if open_ else CLEAN


def _raised(plan: Path, open_: list[Demand], since: Report, until: str | None, note: str | None) -> int:
    left = False
    if not open_:
        console.say(ALL_MOVED)
    for demand in open_:
        file = "plan.yaml" if demand.kind == "plan" else f"indicators/{demand.id}.yaml"
        if not demand.has_moved:
            _write(plan, file, partial(edit_at, path=["version"], value=demand.needed))
            console.say(f"{shown(plan / file)}: {demand.new} -> {demand.needed}")
        if demand.forgets and until is None:
            console.say(list(in_words(demand))[-1])
            left = True
        elif demand.forgets and until is not None:
            left |= not _kept(plan, file, demand, since, until, note)
    return FINDINGS if left else CLEAN


def _kept(plan: Path, file: str, demand: Demand, since: Report, until: str, note: str | None) -> bool:
    """Whether the old way could be written among the previous ones; where the plan would check worse, it is not."""
    files, found = read_folder(plan)
    try:
        method = lines_of(since.old.trees["indicator", demand.was], METHOD)
        item = [f"until: {until}", *folded("note", note or " ".join(demand.reasons).replace("`", "")), *method]
        new = _edited(file, files[file], lambda tree: item_added(tree, "previous_methods", item))
    except CannotSet as error:
        console.say(f"{shown(plan / file)}: {error} Add the old way to previous_methods by hand.")
        return False
    checked = (pipeline.check_files(each, found).findings for each in (files, files | {file: new}))
    before, after = ([each for each in side if each.rule.severity is not Severity.INFO] for side in checked)
    if rank(after) > rank(before):
        worse = next(each for each in after if each not in before)
        console.say(
            f"{shown(plan / file)}: the old way cannot be kept as it was: {worse.message} {_way_out(worse, until)}"
        )
        return False
    replace_file(plan / file, new)
    console.say(f"{shown(plan / file)}: the way until {until} is kept in previous_methods")
    return True


def _way_out(worse: Finding, until: str) -> str:
    if worse.rule.name == "example-wrong":
        return f"Examples of periods up to {until} are worked in the old way; those of the new way need a later period."
    return worse.hint or ""


def _write(plan: Path, file: str, edit: Callable[[Tree], Edit]) -> None:
    replace_file(plan / file, _edited(file, (plan / file).read_bytes(), edit))


def _edited(file: str, raw: bytes, edit: Callable[[Tree], Edit]) -> bytes:
    tree, _ = read_tree(file, raw)
    assert tree is not None, "it was compiled a moment ago"
    return spliced(raw, [edit(tree)])
