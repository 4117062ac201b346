"""Columns against exact arithmetic and the kernel's functions, value by value, up to the limits of size."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec.kernel import dates, values
from rbm_spec.kernel.values import Value, as_value
from rbm_spec.targets.pandas.runtime import functions
from rbm_spec.targets.pandas.runtime.aggregates import aggregate
from rbm_spec.targets.pandas.runtime.columns import Column, Dates, Truths
from rbm_spec.targets.pandas.runtime.definitions import Dataset, Field
from rbm_spec.targets.pandas.runtime.numbers import Numbers, cut
from rbm_spec.targets.pandas.runtime.rows import Rows, Table

DIGITS = 10**15 - 1
DECIMALS = st.builds(
    lambda whole, places: Decimal(whole).scaleb(-places), st.integers(-DIGITS, DIGITS), st.integers(0, 6)
)
SHORT = st.builds(lambda whole, places: Decimal(whole).scaleb(-places), st.integers(-9999, 9999), st.integers(0, 3))
NUMBERS = st.none() | SHORT | DECIMALS
DAYS = st.none() | st.dates()
MOMENTS = st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59))
HOLIDAYS = frozenset((date(2028, 1, 3), date(2028, 12, 25), date(2028, 12, 24)))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """As `calculate` does it."""
    with np.errstate(all="ignore"):
        yield


def exact(column: Column) -> list[Any]:
    return column.contents(np.arange(len(column)))


def each(values: list[Any]) -> list[Value]:
    return [Value(None, "no_data") if value is None else as_value(_plain(value)) for value in values]


def _plain(value: Any) -> Any:
    return Fraction(value) if isinstance(value, Decimal) else value


def dated(values: list[Any]) -> Dates:
    kind = "datetime64[us]" if any(isinstance(value, datetime) for value in values) else "datetime64[D]"
    return Dates(np.array([value or "NaT" for value in values], kind))


PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=6)


@given(PAIRS)
@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul])
def test_arithmetic_is_exact(operation: Callable[[Any, Any], Any], pairs: list[tuple[Any, Any]]) -> None:
    left, right = (Numbers.exact([pair[i] for pair in pairs]) for i in (0, 1))
    wanted = [operation(a, b).content for a, b in (each(list(pair)) for pair in pairs)]
    assert exact(operation(left, right)) == wanted


@given(PAIRS)
@pytest.mark.parametrize("name", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparisons_are_exact(name: str, pairs: list[tuple[Any, Any]]) -> None:
    left, right = (Numbers.exact([pair[i] for pair in pairs]) for i in (0, 1))
    wanted = [getattr(a, name)(b).content for a, b in (each(list(pair)) for pair in pairs)]
    assert exact(getattr(left, name)(right)) == wanted


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(-3, 6), st.sampled_from((1, 2, 5, 8, 100, 0.25)))
def test_rounding_is_exact(numbers: list[Any], places: int, divisor: float) -> None:
    column = Numbers.exact(numbers) / divisor
    wanted = [value / divisor for value in each(numbers)]
    assert exact(column) == [value.content for value in wanted]
    for ours, kernels in ((functions.floored, values.floored), (functions.ceiled, values.ceiled)):
        assert exact(ours(column)) == [kernels(value).content for value in wanted]
    assert exact(functions.rounded(column, places)) == [values.rounded(value, places).content for value in wanted]


@given(st.lists(SHORT, min_size=1, max_size=6), st.integers(0, 4))
def test_thirds_are_rounded_like_decimals(numbers: list[Decimal], places: int) -> None:
    column = Numbers.exact(list(numbers)) / 3 * 3
    assert column.places is None
    wanted = [values.rounded(value, places).content for value in each(list(numbers))]
    assert exact(functions.rounded(column, places)) == wanted
    assert exact(column.eq(Numbers.exact(list(numbers)))) == [True] * len(numbers)


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(0, 8))
def test_powers_are_exact(numbers: list[Any], exponent: int) -> None:
    assert exact(Numbers.exact(numbers) ** exponent) == [(value**exponent).content for value in each(numbers)]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_cut_keeps_twelve_digits(number: float) -> None:
    assert cut(np.array([number])).tolist() == [pytest.approx(float(f"{number:.11e}"), rel=1e-15, abs=0)]


@given(
    st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5)
    | st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=5)
)
@pytest.mark.parametrize("name", ["days", "months"])
def test_spans(name: str, pairs: list[tuple[Any, Any]]) -> None:
    left, right = (dated([pair[i] for pair in pairs]) for i in (0, 1))
    wanted = [getattr(dates, name)(a, b).content for a, b in (each(list(pair)) for pair in pairs)]
    assert exact(getattr(functions, name)(left, right)) == wanted


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5))
def test_working_days(pairs: list[tuple[Any, Any]]) -> None:
    near = [
        (a and a.replace(year=2028, day=min(a.day, 28)), b and b.replace(year=2028, day=min(b.day, 28)))
        for a, b in pairs
    ]
    for these in (pairs, near):
        left, right = (dated([pair[i] for pair in these]) for i in (0, 1))
        wanted = [dates.working_days(a, b, HOLIDAYS).content for a, b in (each(list(pair)) for pair in these)]
        assert exact(functions.working_days(left, right, HOLIDAYS)) == wanted


@given(
    st.lists(DAYS | MOMENTS, min_size=1, max_size=5), st.integers(-150_000, 150_000) | st.sampled_from((0.5, 5_000_000))
)
@pytest.mark.parametrize("name", ["add_days", "add_months"])
def test_moves(name: str, moments: list[Any], count: float) -> None:
    for kind in (date, datetime):
        these = [moment if type(moment) is kind else None for moment in moments]
        wanted = [getattr(dates, name)(value, count).content for value in each(these)]
        assert exact(getattr(functions, name)(dated(these), count)) == wanted


@given(st.lists(MOMENTS, min_size=1, max_size=5))
@pytest.mark.parametrize("name", ["year", "month", "quarter"])
def test_parts(name: str, moments: list[Any]) -> None:
    assert exact(getattr(functions, name)(dated(moments))) == [getattr(dates, name)(v).content for v in each(moments)]


@given(st.lists(st.sampled_from((True, False, None)), min_size=1), st.sampled_from((True, False)))
def test_logic(conditions: list[bool | None], literal: bool) -> None:
    column = Truths(np.array([c is True for c in conditions]), np.array([c is not None for c in conditions]))
    for operation in (operator.and_, operator.or_):
        assert exact(operation(column, column)) == [operation(v, v).content for v in each(conditions)]
        assert exact(operation(literal, column)) == [operation(literal, v).content for v in each(conditions)]
    assert exact(~column) == [(~v).content for v in each(conditions)]


def taken(name: str, numbers: list[Any], groups: list[int], percentile: float = 50.0) -> list[Value]:
    """The aggregate of `numbers` in each of four groups."""
    column = Numbers.exact(numbers)
    rows = Rows(Dataset("t", "T", {"v": Field("number", "V")}), Table(len(numbers), {"v": column}), {}, {})
    more = (percentile,) if name == "percentile" else ()
    ids = np.array(groups, int)
    results = aggregate(getattr(rows, name)(True, column, *more), ids, np.bincount(ids, minlength=4))
    return [results.value(group) for group in range(4)]


def by_definition(name: str, numbers: list[Fraction], percentile: float = 50.0) -> Fraction | None:
    """The aggregate as the language defines it."""
    if name in ("count", "count_distinct", "sum"):
        return {
            "count": Fraction(len(numbers)),
            "count_distinct": Fraction(len(set(numbers))),
            "sum": sum(numbers, Fraction(0)),
        }[name]
    if not numbers:
        return None
    if name == "mean":
        return sum(numbers, Fraction(0)) / len(numbers)
    share = {"min": Fraction(0), "max": Fraction(1), "median": Fraction(1, 2)}.get(
        name, Fraction(repr(percentile)) / 100
    )
    ordered, rank = sorted(numbers), share * (len(numbers) - 1)
    low = rank.numerator // rank.denominator
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


ROWS = st.lists(st.tuples(NUMBERS, st.integers(0, 3)), max_size=30)


@given(ROWS, st.sampled_from((0, 10.0, 33.3, 50.0, 99.9, 100)))
@pytest.mark.parametrize("name", ["count", "count_distinct", "sum", "mean", "min", "max", "median", "percentile"])
def test_aggregates_are_exact(name: str, rows: list[tuple[Any, int]], percentile: float) -> None:
    found = taken(name, [number for number, _ in rows], [group for _, group in rows], percentile)
    for group in range(4):
        numbers = [Fraction(number) for number, each in rows if each == group and number is not None]
        assert found[group].content == by_definition(name, numbers, percentile)
        assert found[group].exact


def test_sums_of_many_rows_are_exact_to_the_last_centime() -> None:
    amounts = [Decimal(9_999_999_999_999 - i).scaleb(-2) for i in range(3000)]
    assert float(sum(amounts)) * 100 > 2**53
    assert taken("sum", list(amounts), [0] * 3000)[0].content == Fraction(sum(amounts))


@pytest.mark.parametrize("name", ["sum", "mean", "median"])
def test_binary_numbers_do_not_depend_on_the_order_of_rows(name: str) -> None:
    chance = np.random.default_rng(1)
    column = Numbers.exact([Decimal(int(n)) for n in chance.integers(1, 10**9, 5000)]) / 7
    seen = set()
    for _ in range(5):
        shuffled = column.take(chance.permutation(5000))
        rows = Rows(Dataset("t", "T", {"v": Field("number", "V")}), Table(5000, {"v": shuffled}), {}, {})
        results = aggregate(getattr(rows, name)(True, shuffled), np.zeros(5000, int), np.array([5000]))
        seen.add(results.value(0).content)
        assert not results.value(0).exact
    assert len(seen) == 1
