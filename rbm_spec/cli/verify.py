"""`rbm-spec verify`: a plan -> whether its targets agree with the reference evaluator, on random data."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.cli.plans import compiled
from rbm_spec.cli.progress import Bar

MOST_RUNS = 1_000_000


@click.command("verify")
@plan_argument
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The number of the first run.")
@click.option("--runs", type=click.IntRange(0, MOST_RUNS), default=50, show_default=True, help="How much data to draw.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Run this target alone; may be repeated. postgres and spark run only when they are named.",
)
@click.option("--indicator", "indicators", multiple=True, metavar="ID", help="Only this indicator; may be repeated.")
@click.option(
    "--keep", type=click.Path(path_type=Path), metavar="DIR", help="Write the data of disagreements as CSV into DIR."
)
def command(
    plan: Path, seed: int, runs: int, targets: tuple[str, ...], indicators: tuple[str, ...], keep: Path | None
) -> int:
    """Prove on random data that all targets compute the same.

    The worked examples come first. Then each run draws data from the plan alone, with values at the edges on purpose,
    and compares every value, published text, reason, status, n, suppression and assessment with the reference
    evaluator. A disagreement is shrunk to the smallest data that shows it. The same seed draws the same data. Every
    target is in the table; one that is not run says why, and how to run it. The exit code is 1 when a target disagrees,
    and when nothing could be compared of one that was to run.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found
    from rbm_spec.proof.engines import TARGETS
    from rbm_spec.proof.report import files, to_text
    from rbm_spec.proof.verify import case_count, verify

    _known(targets, {each.name for each in TARGETS}, "target")
    _known(indicators, found.plan.indicators, "indicator")
    asked = targets or [each.name for each in TARGETS if not each.only_asked]
    names = indicators or list(found.plan.indicators)
    with Bar(case_count(found.plan, runs), "Starting") as bar:
        report = verify(found.plan, TARGETS, names, seed, runs, bar.reach, asked)
    console.say(to_text(report, shown(plan)))
    if keep is not None and report.disagreements:
        from rbm_spec.writers import fill

        def write(folder: Path) -> None:
            for each in report.disagreements:
                for path, text in files(each, shown(plan)):
                    (folder / path).parent.mkdir(exist_ok=True)
                    (folder / path).write_bytes(text.encode())

        fill(keep, write)
        console.tell(f"Wrote the data of disagreements into {shown(keep)}.")
    return 1 if report.disagreements or report.unproven else 0


def _known(given: Collection[str], known: Collection[str], kind: str) -> None:
    for name in given:
        if name not in known:
            raise click.UsageError(f'There is no {kind} "{name}". There are {", ".join(sorted(known))}.')
