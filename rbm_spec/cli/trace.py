"""`rbm-spec trace`: a number -> formula, measures, rows, cells of files, hashes, lines of the spec, and the commit."""

from __future__ import annotations

from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.naming import cell_of, cell_option, check_known
from rbm_spec.cli.places import indicator_argument, plan_argument
from rbm_spec.cli.plans import compiled
from rbm_spec.kernel.definitions import By


@click.command("trace")
@indicator_argument
@plan_argument
@click.option("--store", required=True, type=click.Path(path_type=Path), metavar="STORE", help="The store of the data.")
@click.option("--period", required=True, help="Of which period: 2028, or 2028-Q2, or 2028-2029.")
@cell_option
@click.option("--rows", is_flag=True, help="Of rows about people too; what is printed is then as confidential.")
def command(indicator: str, plan: Path, store: Path, period: str, cell: By, rows: bool) -> int:
    """Go from a number back to formula, rows, cells, files and spec.

    INDICATOR is the id of an indicator. For each measure the places of the rows that entered it are told, with file,
    sender and hash, not what stands there; of rows about people the files alone, unless --rows is given; of a hidden
    cell nothing. --cell office=north names a cell; an empty code is what was not stated.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found
    check_known(indicator, found.plan.indicators, "indicator")
    chosen = found.plan.indicators[indicator]
    by = cell_of(chosen, cell)
    from rbm_spec.cli.calculating import computed_from_store
    from rbm_spec.cli.engines import Engine
    from rbm_spec.cli.request import Request
    from rbm_spec.cli.tracing import traced_lines

    request = Request(found, store, period, (indicator,), None, "table", True, Engine(), store=True)
    standing, figures = computed_from_store(request)
    console.say("\n".join(traced_lines(found, chosen, by, standing, figures.facts, rows)))
    return FINDINGS if figures.troubles else CLEAN
