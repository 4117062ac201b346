"""Columns whose values may be missing: conditions with three-valued logic, texts and codes, dates and datetimes.

Numbers have a module of their own. A literal is a column of one row; numpy stretches it to the rows of the other side.
Operators answer with new columns; `eq` and its kin give conditions that are unknown where a side is missing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Operation = Callable[[Any, Any], Any]

FIRST_DAY, LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


def taken(values: Array, at: Array, missing: Any) -> Array:
    """The values at the positions `at`, and `missing` where a position is -1."""
    return values[at] if len(at) and at.min() >= 0 else np.append(values, missing)[at]


class Column:
    """What all kinds share. `known` says row by row whether there is a value."""

    __slots__ = ()

    @property
    def known(self) -> Array:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.known)

    def take(self, at: Array) -> Self:
        """The rows at the positions `at`; a position of -1 gives a missing value."""
        raise NotImplementedError

    @classmethod
    def pick(cls, condition: Array, then: Self, otherwise: Self) -> Self:
        """`then` where the condition is true, else `otherwise`."""
        raise NotImplementedError

    def compare(self, operation: Operation, other: Any) -> Truths:
        """The comparison, unknown where a side is missing."""
        raise NotImplementedError

    def identities(self) -> tuple[Array, int]:
        """A whole number for each row, the same for equal values, and how many there are; -1 is missing."""
        raise NotImplementedError

    def names(self) -> Sequence[str]:
        """How the values are named in cells, by their identities."""
        raise NotImplementedError

    def contents(self, at: Array) -> list[Any]:
        """The values at some positions as plain objects, None when missing."""
        raise NotImplementedError

    def content(self, row: int) -> Any:
        """One value as a plain object, None when missing."""
        return self.contents(np.array([row]))[0]

    def eq(self, other: Any) -> Truths:
        """Equal."""
        return self.compare(operator.eq, other)

    def ne(self, other: Any) -> Truths:
        """Not equal."""
        return self.compare(operator.ne, other)

    def lt(self, other: Any) -> Truths:
        """Less, or earlier."""
        return self.compare(operator.lt, other)

    def le(self, other: Any) -> Truths:
        """At most, or not later."""
        return self.compare(operator.le, other)

    def gt(self, other: Any) -> Truths:
        """Greater, or later."""
        return self.compare(operator.gt, other)

    def ge(self, other: Any) -> Truths:
        """At least, or not earlier."""
        return self.compare(operator.ge, other)

    def isin(self, *members: Any) -> Truths:
        """Equal to one of the members."""
        found = self.eq(members[0])
        for member in members[1:]:
            found = found | self.eq(member)
        return found

    def is_missing(self) -> Truths:
        """Never missing itself."""
        return Truths(~self.known)

    def is_present(self) -> Truths:
        """Never missing itself."""
        return Truths(self.known)


class Truths(Column):
    """Conditions: true, false or unknown. `true` is False wherever the condition is unknown."""

    __slots__ = ("_known", "true")

    def __init__(self, true: Array, known: Array | None = None) -> None:
        self._known = None if known is None or known.all() else known
        self.true = true if self._known is None else true & self._known

    @classmethod
    def of(cls, operand: Truths | bool) -> Truths:
        """A literal as a column."""
        return operand if isinstance(operand, Truths) else cls(np.array([operand]))

    @property
    def known(self) -> Array:
        return np.ones(len(self.true), bool) if self._known is None else self._known

    @property
    def false(self) -> Array:
        """Where the condition is known not to hold."""
        return ~self.true if self._known is None else self._known & ~self.true

    def __and__(self, other: Truths | bool) -> Truths:
        right = Truths.of(other)
        if self._known is None and right._known is None:
            return Truths(self.true & right.true)
        return Truths(self.true & right.true, (self.known & right.known) | self.false | right.false)

    def __or__(self, other: Truths | bool) -> Truths:
        right = Truths.of(other)
        if self._known is None and right._known is None:
            return Truths(self.true | right.true)
        return Truths(self.true | right.true, (self.known & right.known) | self.true | right.true)

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> Truths:
        return Truths(self.false, self._known)

    def compare(self, operation: Operation, other: Any) -> Truths:
        right = Truths.of(other)
        return Truths(operation(self.true, right.true), self.known & right.known)

    def take(self, at: Array) -> Truths:
        return Truths(taken(self.true, at, False), taken(self.known, at, False))

    @classmethod
    def pick(cls, condition: Array, then: Truths, otherwise: Truths) -> Truths:
        return cls(np.where(condition, then.true, otherwise.true), np.where(condition, then.known, otherwise.known))

    def identities(self) -> tuple[Array, int]:
        """True comes before false."""
        return np.where(self.known, np.where(self.true, 0, 1), -1), 2

    def names(self) -> Sequence[str]:
        return "true", "false"

    def contents(self, at: Array) -> list[Any]:
        pairs = zip(self.true[at].tolist(), self.known[at].tolist(), strict=True)
        return [true if known else None for true, known in pairs]


class Texts(Column):
    """Text, codes and references: `codes` number the `words`, which are all different; -1 is missing."""

    __slots__ = ("codes", "words")

    def __init__(self, codes: Array, words: Sequence[str]) -> None:
        self.codes = codes
        self.words = words

    @classmethod
    def of(cls, operand: Texts | str) -> Texts:
        """A literal as a column."""
        return operand if isinstance(operand, Texts) else cls(np.array([0]), (operand,))

    @property
    def known(self) -> Array:
        return self.codes >= 0

    def numbered_as(self, words: Sequence[str]) -> Array:
        """The codes after the numbers of `words`; a word that is not among them gets a number of its own."""
        if self.words is words:
            return self.codes
        number = {word: i for i, word in enumerate(words)}
        fresh = (number.setdefault(word, len(number)) for word in self.words)
        return np.append(np.fromiter(fresh, np.int64, len(self.words)), -1)[self.codes]

    def compare(self, operation: Operation, other: Any) -> Truths:
        right = Texts.of(other)
        if len(right.words) == 1 and len(right.codes) == 1:
            wanted = next((i for i, word in enumerate(self.words) if word == right.words[0]), len(self.words))
            return Truths(operation(self.codes, wanted), self.known & right.known)
        return Truths(operation(self.codes, right.numbered_as(self.words)), self.known & right.known)

    def take(self, at: Array) -> Texts:
        return Texts(taken(self.codes, at, -1), self.words)

    @classmethod
    def pick(cls, condition: Array, then: Texts, otherwise: Texts) -> Texts:
        words = tuple(dict.fromkeys((*then.words, *otherwise.words)))
        return cls(np.where(condition, then.numbered_as(words), otherwise.numbered_as(words)), words)

    def identities(self) -> tuple[Array, int]:
        return self.codes, len(self.words)

    def names(self) -> Sequence[str]:
        return self.words

    def contents(self, at: Array) -> list[Any]:
        return [self.words[code] if code >= 0 else None for code in self.codes[at].tolist()]


class Dates(Column):
    """Dates (`datetime64[D]`) or datetimes (`datetime64[us]`) of the years 1 to 9999; NaT is missing."""

    __slots__ = ("values",)

    def __init__(self, values: Array) -> None:
        self.values = values

    @classmethod
    def of(cls, operand: Dates | date) -> Dates:
        """A literal as a column."""
        if isinstance(operand, Dates):
            return operand
        return cls(np.array([operand], "datetime64[us]" if isinstance(operand, datetime) else "datetime64[D]"))

    @classmethod
    def within_years(cls, values: Array) -> Dates:
        """Without what lies before the year 1 or after 9999."""
        day = values.astype("datetime64[D]", copy=False)
        return cls(np.where((day >= FIRST_DAY) & (day <= LAST_DAY), values, np.datetime64("NaT")))

    @property
    def known(self) -> Array:
        return ~np.isnat(self.values)

    @property
    def days(self) -> Array:
        """The calendar days."""
        return self.values.astype("datetime64[D]", copy=False)

    def compare(self, operation: Operation, other: Any) -> Truths:
        right = Dates.of(other)
        return Truths(operation(self.values, right.values), self.known & right.known)

    def take(self, at: Array) -> Dates:
        return Dates(taken(self.values, at, np.datetime64("NaT")))

    @classmethod
    def pick(cls, condition: Array, then: Dates, otherwise: Dates) -> Dates:
        return cls(np.where(condition, then.values, otherwise.values))

    def identities(self) -> tuple[Array, int]:
        found, codes = np.unique(self.values, return_inverse=True)
        return np.where(self.known, codes, -1), len(found)

    def contents(self, at: Array) -> list[Any]:
        return list(self.values[at].tolist())
