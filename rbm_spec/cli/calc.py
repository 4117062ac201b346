"""`rbm-spec calc`: a plan and a folder of data -> figures, computed by the code that a build would write."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument
from rbm_spec.cli.plans import compiled

FORMATS = ("table", "csv", "json")


@click.command("calc")
@plan_argument
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="The folder of the data.")
@click.option("--sample", is_flag=True, help="Compute from made-up data, to see what comes out.")
@click.option("--period", required=True, help="What to report: 2028, or 2028-Q2, or 2028-2029.")
@click.option("--indicator", "indicators", multiple=True, metavar="ID", help="Only this indicator; may be repeated.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write results.csv, results.json and faults.json.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to print.")
@click.option("--all", "everything", is_flag=True, help="Print breakdowns too, not only totals.")
def command(
    plan: Path,
    data: Path | None,
    sample: bool,
    period: str,
    indicators: tuple[str, ...],
    out: Path | None,
    form: str,
    everything: bool,
) -> int:
    """Compute the indicators of one period from data.

    DIR holds DATASET.csv or DATASET.parquet, and returned entry workbooks. A dataset that is not there was not
    submitted, which is not the same as zero. Every fault in the data is printed with its file, row and value; an
    indicator that reads faulty data has no value. The exit code is 1 when there are faults.
    """
    if (data is None) != sample:
        raise click.UsageError("Name the folder of your data with --data, or ask for made-up data with --sample.")
    found = compiled(plan)
    if isinstance(found, int):
        return found
    from rbm_spec.cli.calculating import Request, carry_out

    if data is not None:
        return carry_out(Request(found, data, period, indicators, out, form, everything))
    from rbm_spec.cli.sample import write

    with TemporaryDirectory(prefix="rbm-spec-") as folder:
        made_up = Path(folder) / "sample"
        console.tell("Computed from made-up data: the figures mean nothing.")
        write(found.plan, made_up)
        return carry_out(Request(found, made_up, period, indicators, out, form, everything, made_up=True))
