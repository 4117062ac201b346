"""Names that were typed -> what a plan calls so, or a sentence about what was probably meant."""

from __future__ import annotations

from collections.abc import Collection

import click

from rbm_spec.kernel.definitions import By
from rbm_spec.plan.model import Indicator
from rbm_spec.suggest import nearest


def check_known(name: str, known: Collection[str], kind: str) -> None:
    """Raise click.UsageError where nothing of this kind has the name."""
    if name not in known:
        near = nearest(name, known)
        raise click.UsageError(f'There is no {kind} "{name}".' + (f" Did you mean {near}?" if near else ""))


def _pairs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> By:
    pairs = [value.partition("=") for value in values]
    if any(not sign for _, sign, _ in pairs):
        raise click.BadParameter("Write a dimension and its code, as duty_station=geneva; nothing for not stated.")
    return tuple((path.strip(), code.strip() or None) for path, _, code in pairs)


cell_option = click.option(
    "--cell", callback=_pairs, multiple=True, metavar="DIMENSION=CODE", help="A cell of a breakdown, not the total."
)


def cell_of(indicator: Indicator, cell: By) -> By:
    """The cell with its dimensions in the order of the breakdown that has them. Raises click.UsageError."""
    if not cell:
        return ()
    given = dict(cell)
    for dimensions in indicator.breakdowns:
        paths = [each.path for each in dimensions]
        if set(paths) == set(given) and len(given) == len(cell):
            return tuple((path, given[path]) for path in paths)
    known = "; ".join(" and ".join(each.path for each in dimensions) for dimensions in indicator.breakdowns)
    raise click.UsageError(f"{indicator.id} has no such breakdown. It is broken down by {known or 'nothing'}.")
