"""Formulas, conditions and measures in words: each sentence can be read in one way only, and says what is meant."""

from __future__ import annotations

import tomllib

import pytest

from rbm_spec import resources
from rbm_spec.expr.catalogue import CATALOGUE
from rbm_spec.plan.model import Plan
from rbm_spec.targets.words.formulas import formula_words
from rbm_spec.targets.words.measures import derivation_words, measure_words
from rbm_spec.targets.words.phrases import Phrases, phrases
from tests.targets.plans import itu
from tests.targets.words.little import A, little_plan, with_condition, with_formula

FORMULAS = {
    "100 * a / b": "“A” as a percentage of “B”",
    "100 * (a / b)": "“A” as a percentage of “B”",
    "100 * a / b + 1": "(“A” as a percentage of “B”) plus 1",
    "10 * a / b": "(10 times “A”) divided by “B”",
    "a + b + c": "“A” plus “B” plus “C”",
    "a + (b + c)": "“A” plus (“B” plus “C”)",
    "a - b - c": "(“A” minus “B”) minus “C”",
    "a - (b - c)": "“A” minus (“B” minus “C”)",
    "a + 2 * b": "“A” plus (2 times “B”)",
    "(a + b) * 2": "(“A” plus “B”) times 2",
    "-a ^ 2": "minus (“A” to the power of 2)",
    "(-a) ^ 2": "(minus “A”) to the power of 2",
    "if(a > b, a, b)": "“A” if “A” is more than “B”, otherwise “B”",
    "if(a is missing, 0, a)": "0 if “A” has no value, otherwise “A”",
    "max(a, b, c)": "the largest of “A”, “B” and “C”",
    "coalesce(a, b)": "the first that has a value among “A” and “B”",
    "round(a, 1)": "“A” rounded to 1 decimal",
    "round(a, 2)": "“A” rounded to 2 decimals",
    "a / days(period.start, period.end)": (
        "“A” divided by (the calendar days from the first day of the reporting period to "
        "the last day of the reporting period)"
    ),
}

CONDITIONS = {
    'station = "here"': "“Station” is “Here”",
    'station != "here"': "“Station” is not “Here”",
    'station in ("here", "there", "far")': "“Station” is “Here”, “There” or “Far”",
    'station not in ("here", "there")': "“Station” is neither “Here” nor “There”",
    'station not in ("here")': "“Station” is not “Here”",
    'station.region = "north"': "“Region” of “Station” is “The North”",
    "permanent": "“Permanent” is true",
    "not permanent": "“Permanent” is false",
    "permanent = false": "“Permanent” is false",
    "permanent and score > 1": "“Permanent” is true and “Score” is more than 1",
    "permanent or score > 1 and rounds = 2": "“Permanent” is true or (“Score” is more than 1 and “Rounds” is 2)",
    "(permanent or score > 1) and rounds = 2": "(“Permanent” is true or “Score” is more than 1) and “Rounds” is 2",
    "not (permanent and score > 1)": "it is not the case that (“Permanent” is true and “Score” is more than 1)",
    "opened_on < filled_on": "“Opened on” is before “Filled on”",
    'opened_on >= date("2028-03-01")': "“Opened on” is not earlier than 1 March 2028",
    "opened_on in period": "“Opened on” lies in the reporting period",
    "opened_on not in plan": "“Opened on” lies outside the years of the plan",
    "opened_on is missing": "“Opened on” has no value",
    "add_months(opened_on, 1) <= period.end": (
        "the date 1 month after “Opened on” is not later than the last day of the reporting period"
    ),
    "score + 1 > rounds * 2": "“Score” plus 1 is more than “Rounds” times 2",
    "month(opened_on) = 12": "the month of “Opened on” is 12",
}


def english() -> Phrases:
    found = phrases("en")
    assert found is not None
    return found


def said(plan: Plan) -> str | None:
    method = plan.indicators["tested"].method
    return formula_words(plan, method, method.components[0].formula, english())


@pytest.mark.parametrize(("formula", "expected"), FORMULAS.items())
def test_formula(formula: str, expected: str) -> None:
    assert said(with_formula(formula)) == expected


@pytest.mark.parametrize(("where", "expected"), CONDITIONS.items())
def test_condition(where: str, expected: str) -> None:
    counted = "number of rows of “Posts” with “Filled on” in the reporting period where "
    assert said(with_condition(where)) == counted + expected


def test_measures_say_statistic_rows_and_dates() -> None:
    def measure(**keys: object) -> str:
        base = {"label": "M", "from": "posts", "unit": "score", **keys}
        plan = little_plan(measures={"a": base, "b": A}, disaggregate=[["station"]])
        return measure_words(plan, plan.indicators["tested"].method.measures["a"], english())

    rows = "over the rows of “Posts” with “Filled on” in the reporting period"
    assert measure(aggregate="sum", of="score") == f"sum of “Score”, {rows}"
    assert measure(aggregate="sum", of="score - rounds") == f"sum of (“Score” minus “Rounds”), {rows}"
    assert measure(aggregate="percentile", percentile=90, of="score") == f"percentile 90 of “Score”, {rows}"
    assert (
        measure(aggregate="max", of="score", during="always")
        == "largest value of “Score”, over the rows of “Posts” of every period"
    )
    assert measure(aggregate="mean", of="score", ignore=["station"]) == (
        f"mean of “Score”, {rows}; a breakdown by “Station” does not split it"
    )


def test_derived_dataset_says_how_it_is_computed() -> None:
    rows, *fields = derivation_words(itu(), itu().datasets["training_by_staff"], english())
    assert rows.startswith("One row for each “Staff number and year” and “Reference date”, computed from the rows of")
    assert fields[1] == "“Courses due”: number of rows"


def test_long_sentence_gives_way_to_the_equation() -> None:
    assert said(with_formula(" + ".join(["a"] * 100))) is None


def test_two_measures_of_one_label_are_told_apart() -> None:
    measure = {"label": "Same", "from": "posts", "aggregate": "sum", "of": "score", "unit": "score"}
    plan = little_plan(measures={"a": measure, "b": measure}, formula="a - b")
    assert said(plan) == "“Same (a)” minus “Same (b)”"


def test_every_operator_has_words() -> None:
    table = tomllib.loads((resources.generators() / "words" / "en.toml").read_text("utf-8"))["expressions"]
    said_otherwise = {"date"}  # a fixed date is printed as a date
    assert set(CATALOGUE) - set(table) == said_otherwise


def test_words_of_a_plan_are_not_phrases() -> None:
    measure = {"label": "{0} {1.__class__} %s", "from": "posts", "aggregate": "sum", "of": "score", "unit": "score"}
    assert said(little_plan(measures={"a": measure}, formula="a + 1")) == "“{0} {1.__class__} %s” plus 1"
