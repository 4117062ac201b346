"""Rows -> one value: the aggregates of the language, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Protocol

from rbm_spec.expr.nodes import Expr
from rbm_spec.kernel.values import COMPARABLE, Content, Value, all_of, any_of, missing
from rbm_spec.plan.model import Aggregate
from rbm_spec.reference.tables import Row


class Reader(Protocol):
    """Whatever can evaluate an expression over a row."""

    def value(self, dataset: str, row: Row, expr: Expr) -> Value:
        """The value of `expr` in `row` of `dataset`."""
        ...


@dataclass(frozen=True)
class Aggregated:
    """The value, and the rows that entered it."""

    value: Value
    rows: tuple[Row, ...]


def selected(reader: Reader, dataset: str, rows: Iterable[Row], condition: Expr | None) -> tuple[Row, ...]:
    """The rows for which the condition is true."""
    return tuple(row for row in rows if condition is None or reader.value(dataset, row, condition).true)


def aggregate(reader: Reader, dataset: str, rows: Sequence[Row], each: Aggregate) -> Aggregated:
    """`rows` are those of the group or cell for which the aggregate's condition is true."""
    if each.of is None:
        return Aggregated(Value(Fraction(len(rows))), tuple(rows))
    values = [reader.value(dataset, row, each.of) for row in rows]
    present = tuple(row for row, value in zip(rows, values, strict=True) if not value.missing)
    if each.name == "all":
        return Aggregated(all_of(*values), present)
    if each.name == "any":
        return Aggregated(any_of(*values), present)
    contents = [value.content for value in values if not value.missing]
    result = _counted(each.name, contents) or _statistic(each, [c for c in contents if isinstance(c, Fraction)])
    if each.type.unit.money and isinstance(result.content, Fraction) and abs(result.content) > COMPARABLE:
        result = missing("invalid")
    return Aggregated(result, present)


def _counted(name: str, contents: Sequence[Content]) -> Value | None:
    match name:
        case "count":
            return Value(Fraction(len(contents)))
        case "count_distinct":
            return Value(Fraction(len(set(contents))))
        case _:
            return None


def _statistic(each: Aggregate, numbers: Sequence[Fraction]) -> Value:
    if each.name == "sum":
        return Value(sum(numbers, Fraction(0)))
    if not numbers:
        return missing("no_data")
    match each.name:
        case "mean":
            return Value(sum(numbers, Fraction(0)) / len(numbers))
        case "min":
            return Value(min(numbers))
        case "max":
            return Value(max(numbers))
        case "median":
            return Value(_at_rank(numbers, Fraction(1, 2)))
        case _:
            return Value(_at_rank(numbers, Fraction(repr(each.percentile)) / 100))


def _at_rank(numbers: Sequence[Fraction], share: Fraction) -> Fraction:
    """Linear between the closest ranks, both ends included."""
    ordered = sorted(numbers)
    rank = share * (len(ordered) - 1)
    low = floor(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)
