"""`rbm-spec solve`: an indicator and data -> by how much each measure must change for the target to be reached."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import click

from rbm_spec.cli.naming import cell_option
from rbm_spec.cli.places import indicator_argument, plan_argument
from rbm_spec.cli.plans import compiled
from rbm_spec.kernel.definitions import By

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)


def _target(context: click.Context, parameter: click.Parameter, value: str | None) -> Fraction | None:
    if value is not None and not _NUMBER.fullmatch(value):
        raise click.BadParameter("Write a number such as 95 or 2.5.")
    return None if value is None else Fraction(value)


@click.command("solve")
@indicator_argument
@plan_argument
@click.option("--data", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder of the data.")
@click.option("--period", help="2028, or 2028-Q2, or 2028-2029. [default: the last in which the data has rows]")
@click.option("--target", callback=_target, metavar="NUMBER", help="What to reach. [default: the declared target]")
@click.option("--component", metavar="ID", help="Which quantity, of several. [default: the only one with a target]")
@click.option("--by", "measures", multiple=True, metavar="MEASURE", help="Only by this measure; may be repeated.")
@cell_option
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
def command(
    indicator: str,
    plan: Path,
    data: Path,
    period: str | None,
    target: Fraction | None,
    component: str | None,
    measures: tuple[str, ...],
    cell: By,
    form: str,
) -> int:
    """Say what must change for an indicator to reach its target.

    INDICATOR is the id of an indicator: rbm-spec solve mandatory_training --target 95 --data DIR.

    Computes the indicator from data, and says of each measure by how much it would have to change, all others
    unchanged. Counts stay whole, and are rounded so that the target is really reached; a part never exceeds its whole.
    Nothing is said about figures that are hidden to protect people. A target that is only a number is the least value
    of what should increase and the greatest of what should decrease; where neither is better, it is to be reached from
    where the figure lies now. The exit code is 1 when the data has faults.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found
    from rbm_spec.cli.solving import Request, carry_out

    return carry_out(Request(found.plan, indicator, data, period, target, component, measures, cell, form))
