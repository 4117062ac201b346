"""`rbm-spec calc`: a plan and a folder of data -> figures, computed by the code that a build would write, or by SQL."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument
from rbm_spec.cli.plans import compiled

FORMATS = ("table", "csv", "json")
EXPORTS = ("json", "open-sdg", "sdmx-csv", "tidy-csv")
ENGINES = ("pandas", "duckdb")
_SIZE = re.compile(r"[1-9][0-9]{0,5}(MB|GB)", re.ASCII)


def _size(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _SIZE.fullmatch(value):
        raise click.BadParameter("Write a size such as 500MB or 4GB.")
    return value


@click.command("calc")
@plan_argument
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="The folder of the data.")
@click.option("--store", type=click.Path(path_type=Path), metavar="STORE", help="The store that ingest filled.")
@click.option("--sample", is_flag=True, help="Compute from made-up data, to see what comes out.")
@click.option("--period", required=True, help="What to report: 2028, or 2028-Q2, or 2028-2029.")
@click.option("--indicator", "indicators", multiple=True, metavar="ID", help="Only this indicator; may be repeated.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write results.csv, results.json and faults.json.",
)
@click.option(
    "--export",
    "exports",
    type=(click.Choice(EXPORTS), click.Path(path_type=Path)),
    multiple=True,
    metavar="KIND DIR",
    help=f"Also write the figures into DIR as {', '.join(EXPORTS[:-1])} or {EXPORTS[-1]}; may be repeated.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to print.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="pandas",
    show_default=True,
    help="What computes: generated code, or a database in this process, for data of any size.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    callback=_size,
    help="How much the database may use, as 4GB; the rest goes to a temporary folder. [default: 80% of memory]",
)
@click.option(
    "--previous",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="RESULTS.JSON",
    help="Hide what would follow together with these earlier results; may be repeated.",
)
@click.option("--all", "everything", is_flag=True, help="Print breakdowns too, not only totals.")
def command(
    plan: Path,
    data: Path | None,
    store: Path | None,
    sample: bool,
    period: str,
    indicators: tuple[str, ...],
    out: Path | None,
    exports: tuple[tuple[str, Path], ...],
    form: str,
    engine: str,
    memory: str | None,
    previous: tuple[Path, ...],
    everything: bool,
) -> int:
    """Compute the indicators of one period from data.

    DIR holds DATASET.csv or DATASET.parquet, and returned entry workbooks. A dataset that is not there was not
    submitted, which is not the same as zero. Every fault in the data is printed with its file, row and value; an
    indicator that reads faulty data has no value. The exit code is 1 when there are faults.

    A store knows what was submitted for which period: what was not has no value, what is still to come makes a value
    provisional, and a list says who has submitted.

    Exports hold what is printed and nothing that is hidden, for SDMX registries, sites of Open SDG
    and statistics programs.

    Both engines give the same figures, files and faults. DuckDB leaves the rows of Parquet files where they are, so
    that there may be more of them than memory holds.
    """
    if memory is not None and engine != "duckdb":
        raise click.UsageError("--memory says what the database may use; it goes with --engine duckdb.")
    if [data is not None, store is not None, sample].count(True) != 1:
        raise click.UsageError(
            "Name the folder of your data with --data, or a store with --store, or ask for made-up data with --sample."
        )
    found = compiled(plan)
    if isinstance(found, int):
        return found
    from rbm_spec.cli.calculating import carry_out
    from rbm_spec.cli.engines import Engine
    from rbm_spec.cli.request import Request

    place = data or store or Path()
    request = Request(
        found, place, period, indicators, out, form, everything, Engine(engine, memory), previous=previous,
        exports=exports, store=store is not None,
    )  # fmt: skip
    if not sample:
        return carry_out(request)
    from rbm_spec.cli.sample import write

    with TemporaryDirectory(prefix="rbm-spec-") as folder:
        made_up = Path(folder) / "sample"
        console.tell("Computed from made-up data: the figures mean nothing.")
        write(found.plan, made_up)
        return carry_out(replace(request, data=made_up, made_up=True))
