"""`rbm-spec sample`: a plan -> made-up data that fits it, marked as made up in every file."""

from __future__ import annotations

from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import compiled
from rbm_spec.cli.progress import Progress
from rbm_spec.plan.model import Plan

SEED = 1
MOST_ROWS = 10_000_000


@click.command("sample")
@plan_argument
@click.option("--into", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder to write into.")
@click.option(
    "--rows",
    type=click.IntRange(0, MOST_ROWS),
    help="About how many rows each dataset gets; left out, as many as its breakdowns ask for.",
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another number gives other data.")
def command(plan: Path, into: Path, rows: int | None, seed: int) -> int:
    """Write made-up data that fits a plan.

    One CSV file for each dataset, with a note that all of it is synthetic. Nothing is drawn from real data; the same
    seed gives the same files.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found
    if into.resolve().is_relative_to(plan.resolve()):
        raise click.UsageError("Data has no place in the folder of a plan. Name a folder beside it.")
    write(found.plan, into, rows, seed)
    console.say(
        f"Wrote made-up data into {shown(into)}."
        f" Next: rbm-spec calc {shown(plan)} --data {shown(into)} --period {found.plan.start.year}"
    )
    return 0


def write(plan: Plan, into: Path, rows: int | None = None, seed: int = SEED) -> None:
    """Write a sample, but never among files that are not one. Raises UsageError and OSError."""
    from rbm_spec.sample.files import NOTE, write_sample
    from rbm_spec.writers import fill

    if into.is_dir() and any(into.iterdir()) and not (into / NOTE).is_file():
        raise click.UsageError(f"{shown(into)} holds files that are no sample. Name a new folder.")
    target = into if into.name else into.absolute()
    with Progress() as progress:
        progress.step("Making up data")
        fill(target, lambda folder: write_sample(plan, folder, rows, seed, lambda name: progress.step(f"Made {name}")))
