"""What is wrong with data: which dataset, row, column and value, in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """`row` counts from 1 for the first row of data, 0 for the table as a whole; `value` is text as it came."""

    dataset: str
    row: int
    column: str
    value: str
    message: str
