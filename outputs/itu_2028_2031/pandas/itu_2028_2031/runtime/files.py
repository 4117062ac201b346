"""CSV text -> data frames of categories, with a fault where the text is not a table.

RFC 4180, UTF-8, a header of field ids. Every cell stays the text that it is; each different text is kept once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from ..kernel.faults import COLUMN_TWICE, NOT_CSV, UNKNOWN_COLUMN, Fault
from ..kernel.reading import empty_file, line_not_utf8, no_more_csv, not_utf8, parted_otherwise, ragged, unwanted

from .columns import Array
from .reading import listed

HEADER = (UNKNOWN_COLUMN, COLUMN_TWICE, NOT_CSV)
"""Faults of a whole table that lie in its first line."""


def read_folder(
    folder: Path, datasets: Mapping[str, Iterable[str]]
) -> tuple[dict[str, pd.DataFrame | None], list[Fault]]:
    """A data frame for each `<dataset>.csv` in the folder, None for those that are not there; `datasets` holds fields.

    Raises OSError if a file cannot be read.
    """
    frames: dict[str, pd.DataFrame | None] = {}
    faults: list[Fault] = []
    for dataset, fields in datasets.items():
        path = folder / f"{dataset}.csv"
        frames[dataset] = None
        if path.is_file():
            frame, wrong = read_bytes(dataset, path.read_bytes())
            if not wrong and frame.columns.empty:
                wrong = [Fault(dataset, 0, "", "", empty_file(fields))]
            frames[dataset] = frame
            faults += wrong
    return frames, faults


def not_read(folder: Path, datasets: Iterable[str]) -> list[str]:
    """A sentence for each file in the folder that is none of these datasets; OSError when there is no such folder."""
    wanted = {f"{dataset}.csv" for dataset in datasets}
    others = sorted(path.name for path in folder.iterdir() if path.name not in wanted and path.name[0] not in ".~")
    return [f"{name} is not read: the plan has no dataset of this name as CSV." for name in others]


class Lines:
    """Where the faults of a file lie in it, which is not there for a dataset that is derived."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes() if path.is_file() else None
        self.foreign = 0 if content is None else line_not_utf8(content)
        self.starts = [] if content is None else _starts(content.decode("utf-8-sig", "replace"))

    def of(self, fault: Fault) -> int:
        """The line on which the row starts, or on which the trouble is; 0 for none."""
        if fault.wrong == not_utf8():
            return self.foreign
        if fault.row == 0:
            return 1 if self.starts and fault.code in HEADER else 0
        return self.starts[fault.row] if fault.row < len(self.starts) else 0


def _starts(text: str) -> list[int]:
    """The line on which each record starts, the header first, as far as the text can be read, and that of what cannot.

    There is one at least, so that an empty file has a first line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    starts: list[int] = []
    before = 0
    try:
        for cells in reader:
            if cells:
                starts.append(before + 1)
            before = reader.line_num
    except csv.Error:
        starts.append(before + 1)
    return starts or [1]


def read_bytes(dataset: str, content: bytes) -> tuple[pd.DataFrame, list[Fault]]:
    """The same for the bytes of a file."""
    try:
        return read_text(dataset, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return pd.DataFrame(), [Fault(dataset, 0, "", "", not_utf8())]


def read_text(dataset: str, text: str) -> tuple[pd.DataFrame, list[Fault]]:
    """The table, and what keeps the text from being one. Empty lines are no rows."""
    faults: list[Fault] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    columns: list[_Column] = []
    number = 0
    try:
        for line in reader:
            if not header:
                if wrong := parted_otherwise(line):
                    return pd.DataFrame(), [Fault(dataset, 0, "", "", wrong)]
                header = line
                columns = [_Column() for _ in header]
            elif line:
                number += 1
                if len(line) != len(header):
                    faults.append(Fault(dataset, number, "", "", ragged(len(line), len(header))))
                    line = (line + [""] * len(header))[: len(header)]
                for column, cell in zip(columns, line, strict=True):
                    column.add(cell)
    except csv.Error as error:
        faults.append(Fault(dataset, number + 1, "", "", no_more_csv(error)))
        shortest = min((len(column.codes) for column in columns), default=0)
        for column in columns:
            del column.codes[shortest:]
    for name, column in zip(header, columns, strict=True):
        faults += listed(column.unwanted(), partial(_unwanted, dataset, name, column))
    frame = pd.concat([column.series() for column in columns], axis=1) if columns else pd.DataFrame()
    frame.columns = pd.Index(header)
    return frame, faults


def _unwanted(dataset: str, name: str, column: _Column, row: int) -> Fault:
    text = list(column.numbers)[column.codes[row]]
    wrong = unwanted(text)
    assert wrong is not None
    return Fault(dataset, row + 1, name, text, wrong)


class _Column:
    """The different texts of a column, and their number in each row."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.codes: list[int] = []

    def add(self, cell: str) -> None:
        self.codes.append(self.numbers.setdefault(cell, len(self.numbers)))

    def unwanted(self) -> Array:
        """The rows, from 0, whose text holds what no text has."""
        wrong = np.array([unwanted(text) is not None for text in self.numbers], bool)
        return np.flatnonzero(wrong[np.array(self.codes, np.int64)])

    def series(self) -> pd.Series[str]:
        codes = np.array(self.codes, np.int64)
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(list(self.numbers), dtype=object)))
