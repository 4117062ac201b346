"""A report -> the table target x indicator and each disagreement for people, and the files that show it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.lines import cell_text
from rbm_spec.proof.compare import Difference
from rbm_spec.proof.verify import Disagreement, Report, Tally
from rbm_spec.render.printing import one_line, width
from rbm_spec.sample.files import NOTE

WIDEST = 100
MOST_DIFFERENCES = 5
WHOLE = {
    "withheld": "breakdowns withheld", "faults": "faults in the data", "cells": "cells", "raised": "it failed",
    "absent": "it has no answer",
}  # fmt: skip
"""What is said of an indicator as a whole."""


def to_text(report: Report, plan: str) -> str:
    """All of it; `plan` is the folder as one would type it."""
    targets = list(dict.fromkeys(target for target, _ in report.tallies))
    names = list(dict.fromkeys(name for _, name in report.tallies))
    rows = [("", *targets)]
    rows += [(name, *(_said(report.tallies[target, name]) for target in targets)) for name in names]
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines += ["", *_reasons(report)] if any(_reasons(report)) else []
    for each in report.disagreements:
        lines += ["", *_told(each, plan)]
    if report.unproven:
        lines += ["", f"Nothing is proven of {', '.join(report.unproven)}: nothing was compared."]
    return "\n".join(lines) + "\n"


def _said(tally: Tally) -> str:
    if tally.not_run:
        return "not run"
    if tally.not_expressed:
        return "not expressed"
    if not tally.runs:
        return "nothing compared"
    return f"{'agrees' if tally.agreed == tally.runs else 'DISAGREES'} {tally.agreed:,}/{tally.runs:,}"


def _reasons(report: Report) -> Iterator[str]:
    """Why something was not run, once for each target, or is not expressed."""
    yield from dict.fromkeys(
        f"{target} was not run: {tally.not_run}" for (target, _), tally in report.tallies.items() if tally.not_run
    )
    for (target, name), tally in report.tallies.items():
        if tally.not_expressed:
            yield f"{target} does not express {name}: {one_line(tally.not_expressed)}"
        elif not tally.not_run and not tally.runs:
            yield f"{target} compared nothing of {name}: no data that was drawn suits it. Try more --runs."


def _told(each: Disagreement, plan: str) -> Iterator[str]:
    whence = "a worked example" if each.seed is None else f"the seed {each.seed}"
    yield f"{each.target} disagrees with the reference on {each.indicator} in {each.period} (from {whence})."
    yield "The smallest data found that shows it:"
    for name, table in each.tables.items():
        if table is None:
            yield f"  {name}: not submitted"
            continue
        yield f"  {name}:" + ("" if table.rows else " no rows")
        if table.rows:
            yield from (f"    {one_line(line, WIDEST)}" for line in (",".join(table.columns), *map(_line, table.rows)))
    for difference in each.found[:MOST_DIFFERENCES]:
        yield from _both(each.target, difference)
    if (left := len(each.found) - MOST_DIFFERENCES) > 0:
        yield f"  … and {left:,} more."
    yield f"  Again: {again(each, plan)}"


def _line(row: Sequence[str]) -> str:
    return ",".join(repr(cell) if cell != cell.strip() or not cell.isprintable() else cell for cell in row)


def _both(target: str, each: Difference) -> Iterator[str]:
    place = " of ".join(filter(None, (each.component, cell_text(each.by) or "the total")))
    where = "" if each.what in WHOLE else f" of {place}"
    yield f"  {WHOLE.get(each.what, each.what)}{where}:"
    yield f"    reference: {one_line(_plain(each.wanted), WIDEST)}"
    yield f"    {target}: {one_line(_plain(each.got), WIDEST)}"


def _plain(found: object) -> str:
    match found:
        case None:
            return "none"
        case Fraction() if found.denominator == 1:
            return str(found.numerator)
        case Fraction():
            return f"{found} ({float(found):.15g})"
        case bool() | str() | int() | float() | Decimal() | date():
            return str(found)
        case list() | tuple():
            return "; ".join(map(_plain, found)) or "none"
        case Fault():
            place = " ".join(filter(None, (found.dataset, f"row {found.row}" if found.row else "", found.column)))
            return f"{place}: {found.message}"
        case _:
            return repr(found)


def again(each: Disagreement, plan: str) -> str:
    """The command that finds it again."""
    seed = "--runs 0" if each.seed is None else f"--seed {each.seed} --runs 1"
    return f"rbm-spec verify {plan} {seed} --target {each.target} --indicator {each.indicator}"


def files(each: Disagreement, plan: str) -> Iterator[tuple[Path, str]]:
    """The tables as CSV, and a note that says what they are, below a folder of their own."""
    folder = Path(f"{each.target}-{each.indicator}")
    for name, table in each.tables.items():
        if table is not None:
            yield folder / f"{name}.csv", table.csv()
    lines = [
        "SYNTHETIC DATA",
        "",
        "Drawn at random, then made as small as possible. Figures computed from it mean nothing.",
    ]
    yield folder / NOTE, "\n".join([*lines, "", *_told(each, plan)]) + "\n"
