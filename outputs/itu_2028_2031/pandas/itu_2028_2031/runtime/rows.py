"""The rows of a dataset as expressions see them: columns by path, and the aggregates taken of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .columns import Array, Column, Texts, Truths
from .definitions import Codelist, Dataset, Field
from .functions import literal
from .numbers import Numbers


@dataclass(frozen=True)
class Table:
    """Columns of one length; of derived rows, `group` names what those of a group have in common.

    `ties` names the groups that have several newest rows by `on`: how many, and their day.
    """

    length: int
    columns: Mapping[str, Column]
    group: tuple[str, ...] = ()
    on: str = ""
    ties: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True)
class Selection:
    """What an aggregate is taken of: the rows kept, and `of` at all rows. A result of money has a limit of size."""

    aggregate: str
    rows: Rows
    kept: Truths
    of: Column | None = None
    percentile: float = 50.0
    money: bool = False

    @cached_property
    def positions(self) -> Array:
        """The numbers of the rows kept, from 0."""
        return np.flatnonzero(np.broadcast_to(self.kept.true, self.rows.length))

    def sharing(self, others: Iterable[Selection]) -> Selection:
        """This selection; if another one keeps the same rows, both know them by the same positions."""
        for other in others:
            if other.rows is self.rows and np.array_equal(other.kept.true, self.kept.true):
                self.__dict__["positions"] = other.positions
                break
        return self

    @cached_property
    def column(self) -> Column:
        """`of` in the rows kept."""
        assert self.of is not None
        at = np.zeros(len(self.positions), int) if len(self.of) == 1 != self.rows.length else self.positions
        return self.of.take(at)

    @cached_property
    def present(self) -> Array | None:
        """Which of the rows kept have a value of `of`, None for all of them."""
        known = self.column.known
        return None if known.all() else np.flatnonzero(known)

    @cached_property
    def values(self) -> Column:
        """`of` where it is present in the rows kept."""
        return self.column if self.present is None else self.column.take(self.present)

    @cached_property
    def persons(self) -> tuple[Array, int, bool]:
        """A number for the person in each of the rows that enter, below the second; whether nobody is there twice."""
        codes, count = self.rows[self.rows.dataset.person].identities()
        codes = np.where(codes < 0, count, codes)[self.positions]
        if self.of is not None and self.present is not None:
            codes = codes[self.present]
        return codes, count + 1, not len(codes) or int(np.bincount(codes).max()) == 1

    @cached_property
    def ascending(self) -> Array:
        """The numbers of `values` from the least to the greatest."""
        assert isinstance(self.values, Numbers)
        whole = self.values.whole
        # Sorting numbers of 16 bits takes a fraction of the time of others.
        if self.values.places is not None and whole.dtype != object and len(whole) and np.ptp(whole) < 65_536:
            whole = (whole - whole.min()).astype(np.uint16)
        return np.argsort(whole, kind="stable")


@dataclass(frozen=True)
class Grouping:
    """Rows numbered by the combination of their values in some columns; a missing value makes groups of its own.

    While the combinations are not many more than the rows, the number of a group is written with a digit for each
    column (0: missing), of the base that `bases` gives; then the values in `columns` can be read off it.
    """

    columns: tuple[Column, ...]
    ids: Array
    size: int
    bases: tuple[int, ...] | None

    @cached_property
    def first(self) -> Array:
        """The position of the first row of each group, -1 where a number has no row."""
        first = np.full(self.size, -1)
        first[self.ids[::-1]] = np.arange(len(self.ids))[::-1]
        return first

    @cached_property
    def cells(self) -> Mapping[tuple[str | None, ...], int]:
        """The number of each group that has rows, by the names of the values that make it."""
        groups = np.flatnonzero(np.bincount(self.ids, minlength=self.size))
        labels: list[list[str | None]] = []
        rest = groups
        for column, base in reversed(list(zip(self.columns, self.bases or self.columns, strict=True))):
            if isinstance(base, int):
                rest, digits = np.divmod(rest, base)
            else:
                digits = column.identities()[0][self.first[groups]] + 1
            names = (None, *column.names())
            labels.append([names[digit] for digit in digits.tolist()])
        return dict(zip(zip(*reversed(labels), strict=True) if labels else [()], groups.tolist(), strict=False))


class Rows:
    """The rows of one dataset. `others` are the collected datasets that references lead to."""

    def __init__(
        self,
        dataset: Dataset,
        table: Table,
        others: Mapping[str, Rows],
        codelists: Mapping[str, Codelist],
        submitted: bool = True,
    ) -> None:
        self.dataset = dataset
        self.table = table
        self.others = others
        self.codelists = codelists
        self.submitted = submitted
        self._read: dict[str, tuple[Column, Field]] = {}
        self._groupings: dict[tuple[str, ...], Grouping] = {}

    @property
    def length(self) -> int:
        """How many rows there are."""
        return self.table.length

    def __getitem__(self, path: str) -> Any:
        """The column at the end of a path: a field, then through references and attributes of codes."""
        return self.read(path)[0]

    def read(self, path: str) -> tuple[Column, Field]:
        """The column, and what it was declared as."""
        if path not in self._read:
            before, _, name = path.rpartition(".")
            if before:
                self._read[path] = self._step(before, name)
            else:
                self._read[path] = self.table.columns[name], self.dataset.fields[name]
        return self._read[path]

    def _step(self, before: str, name: str) -> tuple[Column, Field]:
        column, field = self.read(before)
        assert isinstance(column, Texts)
        if field.type == "code":
            codelist = self.codelists[field.codelist]
            return codelist.attribute(name, self.codelists).take(column.codes), codelist.attributes[name]
        target = self.others[field.dataset]
        return target[name].take(target.find(column)), target.dataset.fields[name]

    def find(self, keys: Texts) -> Array:
        """The position of the row that each reference leads to, -1 where there is none."""
        key = self.keys
        first = np.full(len(key.words) + 1, -1)
        first[key.codes[::-1]] = np.arange(self.length)[::-1]
        first[-1] = -1
        return first[np.minimum(keys.numbered_as(key.words), len(key.words))]

    @cached_property
    def keys(self) -> Texts:
        """What references to this dataset may hold, by row."""
        column = self[self.dataset.key[0]]
        if isinstance(column, Texts):
            return column
        codes, count = column.identities()
        words = {codes[row]: str(column.content(row)) for row in range(self.length) if codes[row] >= 0}
        return Texts(codes, tuple(words[number] for number in range(count)))

    def grouping(self, paths: tuple[str, ...]) -> Grouping:
        """The rows by the values at `paths`."""
        if paths not in self._groupings:
            self._groupings[paths] = _number(tuple(self[path] for path in paths), self.length)
        return self._groupings[paths]

    def count(self, kept: Truths | bool, of: Any = None) -> Selection:
        """How many rows are kept, or have a value of `of`."""
        return self._select("count", kept, of)

    def count_distinct(self, kept: Truths | bool, of: Any) -> Selection:
        """How many different values there are."""
        return self._select("count_distinct", kept, of)

    def sum(self, kept: Truths | bool, of: Any, money: bool = False) -> Selection:
        """The sum; 0 of nothing."""
        return self._select("sum", kept, of, money=money)

    def mean(self, kept: Truths | bool, of: Any, money: bool = False) -> Selection:
        """The mean."""
        return self._select("mean", kept, of, money=money)

    def median(self, kept: Truths | bool, of: Any, money: bool = False) -> Selection:
        """The middle value, or the mean of the two in the middle."""
        return self._select("median", kept, of, money=money)

    def percentile(self, kept: Truths | bool, of: Any, percentile: float, money: bool = False) -> Selection:
        """Linear between the closest ranks, both ends included."""
        return self._select("percentile", kept, of, percentile, money)

    def min(self, kept: Truths | bool, of: Any, money: bool = False) -> Selection:
        """The least value."""
        return self._select("min", kept, of, money=money)

    def max(self, kept: Truths | bool, of: Any, money: bool = False) -> Selection:
        """The greatest value."""
        return self._select("max", kept, of, money=money)

    def all(self, kept: Truths | bool, of: Any) -> Selection:
        """Whether the condition holds in every row: one false decides, else an unknown one leaves it unknown."""
        return self._select("all", kept, of)

    def any(self, kept: Truths | bool, of: Any) -> Selection:
        """Whether the condition holds in some row: one true decides, else an unknown one leaves it unknown."""
        return self._select("any", kept, of)

    def _select(
        self, aggregate: str, kept: Truths | bool, of: Any, percentile: float = 50.0, money: bool = False
    ) -> Selection:
        return Selection(aggregate, self, Truths.of(kept), None if of is None else literal(of), percentile, money)


def _number(columns: tuple[Column, ...], length: int) -> Grouping:
    """Numbers are dense: there are not many more of them than rows."""
    ids, size, dense = np.zeros(length, np.int64), 1, True
    bases = []
    for column in columns:
        codes, count = column.identities()
        if size > 1:
            ids *= count + 1
            ids += codes
        else:
            ids = codes.astype(np.int64)
        ids += 1
        bases.append(count + 1)
        size *= count + 1
        if size > max(65_536, 2 * length):
            found, ids = np.unique(ids, return_inverse=True)
            size, dense = len(found), False
    return Grouping(columns, ids, size, tuple(bases) if dense else None)
