"""`rbm-spec build`: a plan's folder -> its outputs on disk, or what a build would change there.

This file only finds out whether there is anything to do, and imports next to nothing for that; the work is in
`building`.
"""

from __future__ import annotations

from pathlib import Path

import click

from rbm_spec import resources
from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.writers.memory import build_key, recall


@click.command("build")
@plan_argument
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say whether the outputs are up to date.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write into DIR, not outputs/PLAN.")
def command(plan: Path, only_check: bool, out: Path | None) -> int:
    """Write code, workbooks and documents from a plan.

    Outputs go to outputs/PLAN, beside specs/. They are replaced together or not at all, and only when nothing in the
    plan is an error. The same plan gives the same bytes everywhere.
    """
    place = out or plan
    key = build_key([plan, resources.package(), resources.schemas(), resources.generators()])
    built = recall(place, key) if key else None
    if built is not None and built.clean:
        console.say(f"{shown(Path(built.target))} is up to date.")
        return 0
    from rbm_spec.cli.building import Order, carry_out

    return carry_out(Order(plan, out, only_check, key, built))
