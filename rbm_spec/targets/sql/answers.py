"""One dataset in one period: its queries are run, and the measures read from their rows.

What adds up comes from one query for all breakdowns, what does not from one query a breakdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.dimensions import Key, code_of
from rbm_spec.kernel.reporting import Counted
from rbm_spec.kernel.values import COMPARABLE, Value, cut, missing
from rbm_spec.plan.model import Aggregate, Dimension
from rbm_spec.targets.sql.aggregates import percentile_number
from rbm_spec.targets.sql.dialects import DUCKDB
from rbm_spec.targets.sql.numbers import Exact
from rbm_spec.targets.sql.scan import Asked, Output, Scan, Set, distinct
from rbm_spec.targets.sql.tables import PeriodTables, with_codes

Parts = Mapping[str, Any]
FIFTEEN = Context(prec=15)


@dataclass
class Answers:
    """What came back for the measures of one dataset: parts by cell, for each set of paths."""

    scan: Scan
    cells: dict[frozenset[str], dict[Key, dict[str, dict[str, Any]]]]

    def counted(self, label: str, aggregate: Aggregate, personal: bool, by: By) -> Counted:
        """The measure in a cell; `by` holds only dimensions that the measure does not ignore."""
        codes = dict(by)
        paths = [path for path in self.scan.paths if path in codes]
        key = tuple(codes[path] for path in paths)
        parts = self.cells[frozenset(paths)].get(key, {}).get(label, {})
        rows = int(parts.get("rows") or 0)
        n = rows if aggregate.of is None else int(parts.get("n") or 0)
        people = parts.get("people", n) if personal else None
        number = self.scan.numbers.get(label)
        exact = isinstance(number, Exact)
        if aggregate.name in ("median", "percentile") and number is not None:
            exact = isinstance(percentile_number(aggregate, number, DUCKDB), Exact)
        value = value_of(aggregate, parts, rows, n, exact)
        return Counted(value, n, None if people is None else int(people))

    def seen(self, label: str, paths: Sequence[str]) -> Iterable[Key]:
        """The codes at `paths` of the rows that the measure keeps."""
        order = [path for path in self.scan.paths if path in paths]
        at = [order.index(path) for path in paths]
        for key, labels in self.cells[frozenset(paths)].items():
            if labels.get(label, {}).get("rows"):
                yield tuple(key[position] for position in at)


def value_of(aggregate: Aggregate, parts: Parts, rows: int, n: int, exact: bool) -> Value:
    """The value of an aggregate from its parts."""
    match aggregate.name:
        case "count":
            return Value(Fraction(n))
        case "count_distinct":
            return Value(Fraction(int(parts.get("distinct") or 0)))
        case "all" | "any":
            return _kleene(aggregate.name, rows, n, int(parts.get("false") or 0))
    if n == 0:
        return Value(Fraction(0)) if aggregate.name == "sum" else missing("no_data")
    summed = aggregate.name in ("sum", "mean")
    number = fraction(parts["sum" if summed else aggregate.name], exact)
    if number is None:
        return missing("invalid")
    if aggregate.name == "mean":
        number = number / n
    if aggregate.type.unit.money and abs(number) > COMPARABLE:
        return missing("invalid")
    return Value(number, exact=exact)


def _kleene(which: str, rows: int, n: int, false: int) -> Value:
    decided = false > 0 if which == "all" else n > false
    if decided:
        return Value(which == "any")
    return missing("no_data") if rows > n else Value(which == "all")


def fraction(number: Any, exact: bool) -> Fraction | None:
    """A number of DuckDB's; one that is not exact without the last digits, which depend on the order of rows."""
    if isinstance(number, Decimal | int):
        return Fraction(number)
    if number is None or number != number or number in (float("inf"), float("-inf")):
        return None
    found = Fraction(number)
    return found if exact else cut(found, FIFTEEN)


def answer(tables: PeriodTables, dataset: str, asked: Sequence[Asked], dims: Sequence[Dimension]) -> Answers:
    """Runs the scan of one dataset: one query for what adds up, one for each breakdown for what does not."""
    query = tables.fresh()
    scan = Scan(query, dataset, asked, dims, _of_all(asked, dims))
    cells: dict[frozenset[str], dict[Key, dict[str, dict[str, Any]]]] = {frozenset(each): {} for each in scan.sets}
    rolled = scan.rolled_up(scan.finest(scan.rows().subquery("rows")).subquery("finest"))
    width = len(scan.paths)
    for row in tables.store.rows(with_codes(rolled, query)):
        split = [number for number in range(width) if not row[width + number]]
        paths = list(scan.paths)
        _put(
            cells[frozenset(paths[number] for number in split)],
            [row[number] for number in split],
            scan.summed,
            row[2 * width :],
        )
    holistic = [each for each in asked if any(output.label == each.label for output in scan.taken)]
    if holistic:
        query = tables.fresh()
        narrow = Scan(query, dataset, holistic, dims, _of_all(holistic, dims))
        for each in narrow.sets:
            taken = narrow.taken_from(narrow.rows().subquery("rows"), each)
            for row in tables.store.rows(with_codes(taken, query)):
                _put(cells[frozenset(each)], row[: len(each)], narrow.taken, row[len(each) :])
    return Answers(scan, cells)


def _of_all(asked: Sequence[Asked], dims: Sequence[Dimension]) -> list[Set]:
    """The sets of several measures, each once, its paths in the order of the dimensions."""
    sets = dict.fromkeys(frozenset(each) for every in asked for each in every.sets)
    return [tuple(dimension.path for dimension in dims if dimension.path in each) for each in sets]


def _put(
    cells: dict[Key, dict[str, dict[str, Any]]], codes: Iterable[Any], outputs: Sequence[Output], values: Sequence[Any]
) -> None:
    labels = cells.setdefault(tuple(code_of(code) for code in codes), {})
    held = dict(zip((each.name for each in distinct(outputs)), values, strict=True))
    for output in outputs:
        labels.setdefault(output.label, {})[output.part.suffix] = held[output.name]
