"""What collecting gives: tables of text, the place of every row in the files, and what is wrong with the files."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rbm_spec.collect import limits
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.reading import as_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

    from rbm_spec.plan.model import Dataset


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: `places` holds the line of a text file, or the row of a sheet, of each row.

    `letters` holds the column letters of fields in a sheet; `unit` says what places count.
    """

    file: str
    places: Sequence[int]
    unit: str = "line"
    sheet: str = ""
    letters: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a file: the dataset that it should hold, and the fields of that.

    `times` are the fields with a time of day; `meaning` is that of the form in which rows are entered today.
    """

    id: str
    fields: tuple[str, ...]
    times: tuple[str, ...] = ()
    meaning: str = ""

    @classmethod
    def of(cls, dataset: Dataset, meaning: str = "") -> Wanted:
        """All that a reader needs to know of a dataset."""
        times = (name for name, field in dataset.fields.items() if field.spec and field.spec.type == "datetime")
        return cls(dataset.id, tuple(dataset.fields), tuple(times), meaning)


@dataclass(frozen=True)
class Table:
    """The cells of a dataset by field. `origins` follow each other as the rows do.

    A column is a list of text, where "" is missing, or an Arrow column with the type that its file gave it. The
    rows may stay in a Parquet file: then there are no columns, and `path` says where it is; `without` are rows of it,
    from 0, that are left out. Or the table is made of `parts`, one below the other. `notes`
    say what was left out or changed when the file was read.
    """

    dataset: str
    columns: Mapping[str, Any]
    origins: tuple[Origin, ...]
    path: Path | None = None
    without: tuple[int, ...] = ()
    parts: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()

    def frame(self) -> pd.DataFrame:
        """The table for generated code."""
        import pandas as pd

        if self.parts:
            return _stacked([part.frame() for part in self.parts])
        return pd.DataFrame(
            {
                name: pd.Series(column, dtype="str")
                if isinstance(column, list)
                else column.to_pandas(date_as_object=False)
                for name, column in self.columns.items()
            },
            index=pd.RangeIndex(self.rows),
        )

    def arrow(self) -> pyarrow.Table:
        """The table for a database."""
        import pyarrow

        return pyarrow.table(
            {
                name: pyarrow.array(column, pyarrow.string()) if isinstance(column, list) else column
                for name, column in self.columns.items()
            }
        )

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(origin.places) for origin in self.origins)


def joined(tables: Sequence[Table]) -> Table:
    """Tables of one dataset, one below the other."""
    origins = tuple(origin for table in tables for origin in table.origins)
    notes = tuple(note for table in tables for note in table.notes)
    if len(tables) == 1:
        return tables[0]
    if not all(isinstance(column, list) for table in tables for column in table.columns.values()) or any(
        table.path or table.parts for table in tables
    ):
        return Table(tables[0].dataset, {}, origins, parts=tuple(tables), notes=notes)
    names = dict.fromkeys(name for table in tables for name in table.columns)
    columns = {
        name: [cell for table in tables for cell in (table.columns.get(name) or [""] * table.rows)] for name in names
    }
    return Table(tables[0].dataset, columns, origins, notes=notes)


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Columns that files give different types become text, as a file would hold it."""
    import pandas as pd

    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    columns = {}
    for name in names:
        several = [frame[name] if name in frame else pd.Series([None] * len(frame), dtype="str") for frame in frames]
        if len({str(each.dtype) for each in several}) > 1:
            several = [_texts(each) for each in several]
        columns[name] = pd.concat(several, ignore_index=True)
    return pd.DataFrame(columns, index=pd.RangeIndex(sum(map(len, frames))))


def _texts(column: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    kind = "datetime" if column.dtype.kind == "M" else "boolean" if column.dtype.kind == "b" else "number"
    texts = [None if each is None or each != each else as_text(each, kind) for each in column.tolist()]
    if kind == "datetime" and all(text is None or text.endswith("T00:00:00") for text in texts):
        texts = [text and text[:10] for text in texts]
    return pd.Series(texts, dtype="str")


@dataclass(frozen=True, order=True)
class Trouble:
    """What is wrong in a file, for the person who sent it. `place` is `line 5` or `sheet Staff, cell B8`, or empty.

    `dataset` is empty where nobody can tell which one is meant. `code` is that of the broken rule.
    """

    file: str
    order: int
    place: str
    dataset: str
    column: str
    value: str
    message: str
    code: str


@dataclass
class Troubles:
    """The troubles of one file: of each column the first are listed, the others counted."""

    listed: list[Trouble] = field(default_factory=list)
    more: dict[str, Trouble] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, trouble: Trouble, times: int = 1) -> None:
        """One more, or one that stands for many."""
        before = self.counts[trouble.column]
        self.counts[trouble.column] += times
        if before + times <= limits.TROUBLES:
            self.listed.append(trouble)
        else:
            self.more.setdefault(trouble.column, trouble)

    def all(self) -> list[Trouble]:
        """The listed ones, and for each column with more of them how many, at the place where they begin."""
        rest = [
            replace(
                first, value="", message=f"From here on {self.counts[name] - limits.TROUBLES:,} more are not listed."
            )
            for name, first in self.more.items()
        ]
        return [*self.listed, *rest]


@dataclass(frozen=True)
class Collected:
    """All that a folder of data holds.

    `faulty` names the datasets whose files have troubles of form. `digest` is the hash of the files that were read, and
    `hashes` the SHA-256 of each by name.
    """

    tables: Mapping[str, Table]
    troubles: tuple[Trouble, ...]
    faulty: frozenset[str]
    digest: str
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def notes(self) -> list[str]:
        """What was left out or changed when the files were read."""
        return [note for table in self.tables.values() for note in table.notes]

    def place(self, fault: Fault) -> Trouble:
        """A fault of a row, at its place in the file that the row comes from."""
        table = self.tables.get(fault.dataset)
        if table is None:
            return Trouble("", 0, "", fault.dataset, fault.column, fault.value, *_said(fault))
        starts = [0]
        for origin in table.origins:
            starts.append(starts[-1] + len(origin.places))
        number = min(bisect.bisect_left(starts, fault.row) - 1, len(table.origins) - 1) if fault.row > 0 else 0
        origin = table.origins[number]
        at = origin.places[fault.row - starts[number] - 1] if 0 < fault.row <= starts[-1] else 0
        return Trouble(
            origin.file, at, _words(origin, at, fault.column), fault.dataset, fault.column, fault.value, *_said(fault)
        )


def _said(fault: Fault) -> tuple[str, str]:
    return fault.message, fault.code


def _words(origin: Origin, at: int, column: str) -> str:
    if origin.sheet:
        letters = (origin.letters or {}).get(column, "")
        cell = f"cell {letters}{at}" if letters and at else f"row {at}" if at else ""
        return ", ".join(filter(None, (f"sheet {origin.sheet}", cell)))
    return f"{origin.unit} {at}" if at else ""
