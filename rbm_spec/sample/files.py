"""Synthetic tables -> `<dataset>.csv`, and a note that says what they are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from rbm_spec.plan.model import Plan
from rbm_spec.sample.tables import each_table
from rbm_spec.sample.values import MARK, cell_text

NOTE = "SYNTHETIC.txt"


def write_sample(
    plan: Plan, folder: Path, rows: int | None, seed: int, begin: Callable[[str], None] = lambda dataset: None
) -> list[Path]:
    """Write one CSV file for each collected dataset, and a note, into `folder`; the files written.

    `rows` are those of each, None for as many as its breakdowns ask for. `begin` is told the name of each table once
    it is made. Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    marked: list[str] = []
    unmarked: list[str] = []
    for dataset, columns in each_table(plan, rows, seed):
        begin(dataset.id)
        path = folder / f"{dataset.id}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(columns)
            lines.writerows(zip(*(map(cell_text, column) for column in columns.values()), strict=True))
        written.append(path)
        shown = any(isinstance(cell, str) and cell.startswith(MARK) for column in columns.values() for cell in column)
        (marked if shown else unmarked).append(path.name)
    note = folder / NOTE
    note.write_text(_note(plan, rows, seed, marked, unmarked), "utf-8", newline="\n")
    return [*written, note]


def _note(plan: Plan, rows: int | None, seed: int, marked: Iterable[str], unmarked: Iterable[str]) -> str:
    size = "with " if rows is None else f"with {rows} rows and "
    lines = [
        "SYNTHETIC DATA",
        "",
        f"Made up from the specs of the plan {plan.spec.id} {plan.spec.version}, {size}the seed {seed}.",
        "No row is about a real person, contract, post or decision. Figures computed from it mean nothing.",
        "",
        f"In these files numbers and names of rows begin with {MARK}:",
        *(f"- {name}" for name in marked),
    ]
    unmarked = list(unmarked)
    if unmarked:
        lines += ["", "These have no column that could carry a mark, or no rows, and are as synthetic:"]
        lines += [f"- {name}" for name in unmarked]
    return "\n".join(lines) + "\n"
