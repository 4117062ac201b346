"""`python -m <plan>`: a folder of CSV files in, a table out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..kernel.lines import cell_text

from .compute import compute
from .definitions import Plan
from .files import Lines, not_read, read_folder
from .results import Results

MOST_FAULTS = 50
MOST_SHOWN = 80  # signs of a value


def run(plan: Plan, arguments: Sequence[str]) -> int:
    """The exit code: 0 fine, 1 something is wrong with the data, 2 usage, 74 a file cannot be read or written, 141 when
    the reader of the table stops reading.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m {plan.id}", description=f"Calculate the indicators of: {plan.title}"
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of <dataset>.csv")
    parser.add_argument("--period", required=True, help="2028, 2028-Q2 or 2028-2029")
    parser.add_argument(
        "--indicator", metavar="ID", choices=[each.id for each in plan.indicators], help="only this one"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write all observations as CSV")
    given = parser.parse_args(arguments)
    collected = {dataset.id: tuple(dataset.fields) for dataset in plan.datasets if dataset.compute is None}
    try:
        for line in not_read(given.data, collected):
            print(_safe(line), file=sys.stderr)
        frames, faults = read_folder(given.data, collected)
        results = compute(plan, frames, given.period, given.indicator, faults)
        if given.out is not None:
            write(results, given.out)
    except OSError as error:
        print(_safe(f"{error.filename}: {error.strerror}"), file=sys.stderr)
        return 74
    if not results.releases:
        print(_safe(f"No indicator has the period {given.period}."), file=sys.stderr)
        return 2
    try:
        print("\n".join(table(results)), flush=True)
    except BrokenPipeError:
        # Whoever read the table has seen enough; nothing may be written to the pipe at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    for line in faulty(results, given.data):
        print(line, file=sys.stderr)
    return 1 if results.faults else 0


def write(results: Results, path: Path) -> None:
    """All observations as CSV."""
    path.write_text(results.to_csv(), encoding="utf-8", newline="")


def table(results: Results) -> Iterator[str]:
    """The observations in columns; a value that is not there is replaced by its reason."""
    rows = [("indicator", "cell", "published", "n", "status", "assessment")]
    for each in results.observations:
        name = f"{each.indicator}.{each.component}" if each.component else each.indicator
        cell = cell_text(each.by) or "total"
        n = "" if each.n is None else str(each.n)
        rows.append((name, cell, each.published or f"({each.reason})", n, each.status, each.assessment or ""))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        right = {2, 3}
        cells = (
            _safe(cell).rjust(width) if i in right else _safe(cell).ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
    for indicator, breakdowns in results.withheld.items():
        for paths in breakdowns:
            yield f"{indicator} by {', '.join(paths)} is withheld: single cells could be worked out."


def faulty(results: Results, folder: Path) -> Iterator[str]:
    """What is wrong with the data, the first faults one by one: file, line, column and what stands there."""
    files: dict[str, Lines] = {}
    for fault in results.faults[:MOST_FAULTS]:
        file = folder / f"{fault.dataset}.csv"
        if fault.dataset not in files:
            files[fault.dataset] = Lines(file)
        line = files[fault.dataset].of(fault)
        value = f' "{fault.value[:MOST_SHOWN]}"' if fault.value else ""
        place = ", ".join(filter(None, (file.name, f"line {line}" if line else "", f"{fault.column}{value}".strip())))
        yield _safe(f"{place}: {fault.code} {fault.message}")
    if len(results.faults) > MOST_FAULTS:
        yield f"... and {len(results.faults) - MOST_FAULTS} more."


def _safe(text: str) -> str:
    """Without characters that could do something to a terminal."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
