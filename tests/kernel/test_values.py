"""Arithmetic with reasons, three-valued logic, rounding: expectations from the language page."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from rbm_spec.kernel import dates
from rbm_spec.kernel.publishing import digits
from rbm_spec.kernel.values import Value, absolute, choose, coalesce, floored, half_away, largest, missing, rounded

ONE, ZERO, NONE = Value(Fraction(1)), Value(Fraction(0)), missing("no_data")
T, F, U = Value(True), Value(False), missing("no_data")


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, True, True), (T, F, False, True), (T, U, None, True),
        (F, F, False, False), (F, U, False, None), (U, U, None, None),
    ],
)  # fmt: skip
def test_kleene(left: Value, right: Value, both: bool | None, either: bool | None) -> None:
    assert [(left & right).content, (right & left).content] == [both, both]
    assert [(left | right).content, (right | left).content] == [either, either]


def test_the_first_reason_of_the_list_wins() -> None:
    assert (missing("invalid") + missing("not_submitted")).reason == "not_submitted"
    assert (ZERO / ZERO + NONE).reason == "no_data"
    assert (NONE / ZERO).reason == "no_data"
    assert (ONE / ZERO).reason == "zero_denominator"


def test_what_is_not_looked_at_gives_no_reason() -> None:
    assert choose(U, 3, 5).content == 5
    assert choose(ZERO.eq(0), 0, ONE / ZERO).content == 0
    assert coalesce(NONE, ZERO, 7).content == 0
    assert coalesce(NONE, missing("zero_denominator")).reason == "no_data"


def test_a_binary_number_hides_its_own_error() -> None:
    third = Value(Fraction(0.1 + 0.2), exact=False)
    assert third.eq(0.3).content is True
    assert rounded(Value(Fraction(0.7 + 0.1 + 0.05), exact=False), 1).content == Fraction("0.9")
    assert Value(Fraction(3, 10) + Fraction(1, 10**20)).eq(0.3).content is False


def test_a_literal_float_means_the_decimal_that_it_prints_as() -> None:
    assert (0.1 * ONE).content == Fraction(1, 10)


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [("0.5", 0, "1"), ("-2.5", 0, "-3"), ("2.675", 2, "2.68"), ("1234.5", -2, "1200"), ("-0.04", 1, "0")],
)
def test_half_away_from_zero(number: str, places: int, expected: str) -> None:
    assert half_away(Fraction(number), places) == Fraction(expected)


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [("-0.04", 1, "0.0"), ("99.996", 2, "100.00"), ("0.005", 2, "0.01"), ("-1", 0, "-1"), ("7", 3, "7.000")],
)
def test_digits(number: str, decimals: int, expected: str) -> None:
    assert digits(Fraction(number), decimals) == expected


def test_too_large_to_be_known_exactly_is_invalid() -> None:
    huge = Value(Fraction(10**15 + 1))
    assert [huge.gt(1).reason, rounded(huge, 0).reason, floored(huge).reason] == ["invalid"] * 3
    assert (huge + 1).content == 10**15 + 2
    assert (Value(Fraction(10)) ** 32 * Value(Fraction(10)) ** 32).content == 10**64
    assert ((Value(Fraction(10)) ** 32) ** 32).reason == "invalid"


def test_powers() -> None:
    assert (ZERO**0).content == 1
    assert (NONE**0).reason == "no_data"
    assert (ZERO**-1).reason == "zero_denominator"


def test_functions_of_missing_are_missing() -> None:
    assert largest(1, NONE).reason == "no_data"
    assert absolute(Value(Fraction(-7))).content == 7
    assert dates.days(NONE, date(2028, 1, 1)).missing


def test_dates_that_leave_the_calendar_are_invalid() -> None:
    assert dates.add_days(date(9999, 12, 31), 1).reason == "invalid"
    assert dates.add_months(date(1, 1, 31), -1).reason == "invalid"
    assert dates.add_days(date(2028, 1, 1), Fraction(1, 2)).reason == "invalid"


def test_datetimes_count_calendar_days() -> None:
    late, early = datetime(2028, 5, 1, 23, 59), datetime(2028, 5, 2, 0, 1)
    assert dates.days(late, early).content == 1
    assert dates.hours(late, early).content == Fraction(1, 30)
    assert dates.months(datetime(2028, 1, 31, 12), datetime(2028, 2, 29, 11)).content == 0
