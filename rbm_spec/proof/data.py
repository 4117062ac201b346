"""Tables as text, row by row: what is drawn, shrunk, and handed to engines as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; every cell is the text that a file holds, empty where a value is missing."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def csv(self) -> str:
        """The table as a file."""
        out = io.StringIO(newline="")
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(self.columns)
        lines.writerows(self.rows)
        return out.getvalue()


Tables = Mapping[str, Table | None]
"""By dataset; None was not submitted."""


def as_csv(tables: Tables) -> dict[str, str | None]:
    """The files of the tables."""
    return {name: None if table is None else table.csv() for name, table in tables.items()}


def from_csv(text: str) -> Table:
    """The table that a file holds."""
    header, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    return Table(tuple(header), tuple(tuple(row) for row in rows if row))
