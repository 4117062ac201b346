"""Labels of reporting periods, and the period before."""

from __future__ import annotations

from datetime import date

import pytest

from rbm_spec.kernel.periods import Period, containing, parse, previous

PLAN = date(2028, 1, 1)


@pytest.mark.parametrize(
    ("label", "frequency", "start", "end"),
    [
        ("2028", "annual", "2028-01-01", "2028-12-31"),
        ("2028-Q1", "quarterly", "2028-01-01", "2028-03-31"),
        ("2028-Q4", "quarterly", "2028-10-01", "2028-12-31"),
        ("2030-2031", "biennial", "2030-01-01", "2031-12-31"),
        ("2030", "plan", "2028-01-01", "2030-12-31"),
    ],
)
def test_labels(label: str, frequency: str, start: str, end: str) -> None:
    assert parse(label, frequency, PLAN) == Period(label, date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("label", "frequency"),
    [
        ("2028", "quarterly"), ("2028-Q5", "quarterly"), ("2029-2030", "biennial"), ("2028-2030", "biennial"),
        ("2027", "plan"), ("28", "annual"), ("2028-Q1", "annual"), ("٢٠٢٨", "annual"), ("2028\n", "annual"),
    ],
)  # fmt: skip
def test_no_period(label: str, frequency: str) -> None:
    assert parse(label, frequency, PLAN) is None


@pytest.mark.parametrize(
    ("label", "frequency", "before"),
    [
        ("2028", "annual", "2027"), ("2028-Q1", "quarterly", "2027-Q4"), ("2030-2031", "biennial", "2028-2029"),
        ("2029", "plan", "2028"),
    ],
)  # fmt: skip
def test_the_period_before(label: str, frequency: str, before: str) -> None:
    period = parse(label, frequency, PLAN)
    assert period is not None
    assert previous(period, frequency, PLAN) == parse(before, frequency, PLAN)


def test_nothing_lies_before_the_first_cumulative_period() -> None:
    period = parse("2028", "plan", PLAN)
    assert period is not None
    assert previous(period, "plan", PLAN) is None


def test_a_year_names_the_period_that_holds_it() -> None:
    assert containing("2029", "biennial", PLAN) == parse("2028-2029", "biennial", PLAN)
    assert containing("2029", "quarterly", PLAN) == parse("2029-Q4", "quarterly", PLAN)
