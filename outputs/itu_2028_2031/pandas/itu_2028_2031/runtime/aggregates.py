"""Aggregates of a selection, for many groups of rows at once.

Sums of decimals are exact; so are the other statistics of decimals, as fractions. Sums of binary numbers are rounded
once, at the end, so that they do not depend on the order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from typing import Any

import numpy as np

from ..kernel.values import COMPARABLE, Value, missing

from .columns import Array, Column, Truths
from .numbers import EXACT_FLOAT, Numbers
from .rows import Selection

HALF = 2.0**26


@dataclass(frozen=True)
class Results:
    """One result for each group, and `n`, the rows that entered it.

    A number is `whole / (over * 10 ** places)`, or the binary number `whole` where `places` is None. Groups that are
    not `present` have no value; the value of a condition is 1 or 0.
    """

    n: Array
    present: Array
    whole: Array
    over: Array | int = 1
    places: int | None = 0
    condition: bool = False
    money: bool = False

    def value(self, group: int) -> Value:
        """The result of one group."""
        if not self.present[group]:
            return missing("no_data")
        whole = self.whole[group]
        if self.places is None:
            result = Value(Fraction(whole), exact=False)
        else:
            over = (self.over if isinstance(self.over, int) else int(self.over[group])) * 10**self.places
            result = Value(Fraction(int(whole)) if over == 1 else Fraction(int(whole), over))
        if self.money and isinstance(result.content, Fraction) and abs(result.content) > COMPARABLE:
            return missing("invalid")
        return result

    def column(self) -> Column:
        """All results, as a column of a derived dataset."""
        if self.condition:
            return Truths(self.whole > 0, self.present)
        numbers = Numbers(np.where(self.present, self.whole, np.nan), self.places)
        numbers = numbers / (self.over if isinstance(self.over, int) else Numbers(self.over.astype(float)))
        return numbers if not self.money else Numbers(np.where(numbers.small, numbers.whole, np.nan), numbers.places)


def aggregate(selection: Selection, ids: Array, kept: Array) -> Results:
    """`ids` number the group of each row kept, `kept` counts the rows of each group."""
    size, n = len(kept), kept
    every = np.ones(size, bool)
    if selection.of is None:
        return Results(n, every, n)
    if selection.aggregate in ("all", "any"):
        assert isinstance(selection.column, Truths)
        return _condition(selection.aggregate, selection.column, ids, size)
    if selection.present is not None:
        ids = ids[selection.present]
        n = np.bincount(ids, minlength=size)
    if selection.aggregate == "count":
        return Results(n, every, n)
    if selection.aggregate == "count_distinct":
        return Results(n, every, distinct(*selection.values.identities(), ids, size))
    return _statistic(selection, ids, n)


def _statistic(selection: Selection, ids: Array, n: Array) -> Results:
    values, money = selection.values, selection.money
    assert isinstance(values, Numbers)
    match selection.aggregate:
        case "sum":
            return Results(n, np.ones(len(n), bool), _sums(values, ids, n), places=values.places, money=money)
        case "mean" if values.places is None:
            return Results(n, n > 0, _sums(values, ids, n) / np.maximum(n, 1), places=None, money=money)
        case "mean":
            return Results(n, n > 0, _sums(values, ids, n), np.maximum(n, 1), values.places, money=money)
        case "min" | "max" | "median" as name:
            share = {"min": Fraction(0), "max": Fraction(1), "median": Fraction(1, 2)}[name]
        case _:
            share = Fraction(repr(selection.percentile)) / 100
    whole, over = _at_rank(selection, ids, n, share)
    return Results(n, n > 0, whole, over, values.places, money=money)


def distinct(codes: Array, count: int, ids: Array, size: int) -> Array:
    """How many different codes (from 0, below `count`) each group has."""
    pairs = ids * count + codes
    if size * count <= max(65_536, 4 * len(ids)):
        return np.asarray((np.bincount(pairs, minlength=size * count) > 0).reshape(size, count).sum(axis=1))
    pairs.sort()
    fresh = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
    return np.bincount(pairs[fresh] // count, minlength=size)


def _condition(name: str, values: Truths, ids: Array, size: int) -> Results:
    """By Kleene: one false decides `all`, one true decides `any`; else one unknown leaves it unknown."""
    true, false, unknown = (
        np.bincount(ids[rows], minlength=size) for rows in (values.true, values.false, ~values.known)
    )
    holds = (false == 0) & (unknown == 0) if name == "all" else true > 0
    decided = ((false if name == "all" else true) > 0) | (unknown == 0)
    return Results(true + false, decided, holds.astype(int), condition=True)


def _sums(values: Numbers, ids: Array, n: Array) -> Array:
    """The sum of each group: whole numbers for decimals, otherwise binary numbers rounded once."""
    whole, size = values.whole, len(n)
    if values.places is None:
        parts = np.split(whole[np.argsort(ids, kind="stable")], np.cumsum(n)[:-1])
        return np.array([fsum(part.tolist()) for part in parts])
    if whole.dtype == object:
        sums: list[Any] = [0] * size
        for group, each in zip(ids.tolist(), whole.tolist(), strict=True):
            sums[group] += each
        return np.array(sums, object)
    if np.abs(whole).sum() <= EXACT_FLOAT:
        return np.bincount(ids, weights=whole, minlength=size)
    high = np.floor(whole / HALF)
    halves = [np.bincount(ids, weights=part, minlength=size).tolist() for part in (high, whole - high * HALF)]
    return np.array([int(a) * int(HALF) + int(b) for a, b in zip(*halves, strict=True)], object)


def _at_rank(selection: Selection, ids: Array, n: Array, share: Fraction) -> tuple[Array, int]:
    """The value at a share of the way from the least to the greatest, linear between two; and a common divisor."""
    assert isinstance(selection.values, Numbers)
    if not len(ids):
        return np.zeros(len(n)), 1
    # As in `ascending`, 16 bits where they do.
    short = ids.astype(np.uint16) if len(n) <= 65_536 else ids
    by_value = selection.ascending
    ordered = selection.values.whole[by_value[np.argsort(short[by_value], kind="stable")]]
    start = np.cumsum(n) - n
    steps = np.maximum(n - 1, 0) * share.numerator
    low = np.minimum(start + steps // share.denominator, len(ordered) - 1)
    rest = steps % share.denominator
    if not rest.any():
        return ordered[low], 1
    high = np.minimum(low + 1, len(ordered) - 1)
    if selection.values.places is None:
        return ordered[low] + (ordered[high] - ordered[low]) * (rest / share.denominator), 1
    a, b = (np.array([int(each) for each in ordered[at].tolist()], object) for at in (low, high))
    return a * share.denominator + (b - a) * rest, share.denominator
