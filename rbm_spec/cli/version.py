"""`rbm-spec version`: an earlier state of a plan -> whether version numbers have moved as they must, or the move."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from rbm_spec.changes.report import report
from rbm_spec.changes.versioning import Demand, demands, in_words
from rbm_spec.cli import console
from rbm_spec.cli.diff import compiled_side
from rbm_spec.cli.main import CLEAN, FINDINGS, USAGE
from rbm_spec.cli.places import base_of, plan_argument, shown
from rbm_spec.edit.place import edit_at
from rbm_spec.edit.splice import spliced
from rbm_spec.load.gate import read_tree
from rbm_spec.revisions import Unusable, read_revision

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
    return _answered(plan, ref, _told)


@command.command("bump")
@plan_argument
@against
def bump(plan: Path, ref: str) -> int:
    """Raise the versions that have not moved far enough since OLD, and leave every other byte alone.

    A method that is forgotten cannot be written back without the day until which it held: that is said.
    """
    return _answered(plan, ref, lambda found: _raised(plan, found))


def _answered(plan: Path, ref: str, answer: Callable[[list[Demand]], int]) -> int:
    try:
        sides = read_revision(ref, base_of(plan)), read_revision(str(plan))
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    old, new = (compiled_side(side) for side in sides)
    if old is None or new is None:
        return USAGE
    return answer([each for each in demands(report(old, new, {})) if not each.is_met])


def _told(open_: list[Demand]) -> int:
    for demand in open_:
        console.say("\n".join(in_words(demand)))
    if not open_:
        console.say("All versions have moved as they must.")
    return FINDINGS if open_ else CLEAN


def _raised(plan: Path, open_: list[Demand]) -> int:
    from rbm_spec.writers import replace_file

    for demand in open_:
        file = "plan.yaml" if demand.kind == "plan" else f"indicators/{demand.id}.yaml"
        raw = (plan / file).read_bytes()
        tree, _ = read_tree(file, raw)
        assert tree is not None, "it was compiled a moment ago"
        if not demand.has_moved:
            replace_file(plan / file, spliced(raw, [edit_at(tree, ["version"], demand.needed)]))
            console.say(f"{shown(plan / file)}: {demand.new} -> {demand.needed}")
        if demand.forgets:
            console.say(list(in_words(demand))[-1])
    return FINDINGS if any(each.forgets for each in open_) else CLEAN
