"""Formulas, conditions and measures in words: each sentence can be read in one way only, and says what is meant."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.expr.catalogue import CATALOGUE
from rbm_spec.expr.nodes import Name
from rbm_spec.plan.model import Plan
from rbm_spec.targets.words.formulas import Meaning, Words, formula_words, legend
from rbm_spec.targets.words.measures import derivation_words, measure_words
from rbm_spec.targets.words.phrases import Phrases, phrases
from rbm_spec.targets.words.sentences import sentence
from tests.targets.plans import composite, itu
from tests.targets.words.little import A, little_plan, with_condition, with_formula

FORMULAS = {
    "100 * a / b": "“A” as a percentage of “B”",
    "100 * (a / b)": "“A” as a percentage of “B”",
    "100 * a / b + 1": "(“A” as a percentage of “B”) plus 1",
    "a / b * 100": "“A” as a percentage of “B”",
    "100 * (a - b) / (a + b)": "(“A” minus “B”) as a percentage of (“A” plus “B”)",
    "100 * a / b / c": "(“A” as a percentage of “B”) divided by “C”",
    "a / b / c": "(“A” divided by “B”) divided by “C”",
    "a / (b / c)": "“A” divided by (“B” divided by “C”)",
    "a / (b + c)": "“A” divided by (“B” plus “C”)",
    "a / b + c / b": "(“A” divided by “B”) plus (“C” divided by “B”)",
    "(a + b) / 2": "(“A” plus “B”) divided by 2",
    "a + b / 2": "“A” plus (“B” divided by 2)",
    "a * b / c": "(“A” times “B”) divided by “C”",
    "a - 0.5 * b": "“A” minus (0.5 times “B”)",
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
    "if(a > 0 and b > 0, a / b, 0)": "“A” divided by “B” if (“A” is more than 0 and “B” is more than 0), otherwise 0",
    "if(a > b, a, if(b > c, b, c))": (
        "“A” if “A” is more than “B”, otherwise (“B” if “B” is more than “C”, otherwise “C”)"
    ),
    "if(not a < b, a, b)": "“A” if “A” is at least “B”, otherwise “B”",
    "if(not (a is missing), a, b)": "“A” if “A” has a value, otherwise “B”",
    "1 + if(a > b, a, b)": "1 plus (“A” if “A” is more than “B”, otherwise “B”)",
    "min(a, b) + 1": "(the smallest of “A” and “B”) plus 1",
    "min(a + b, c)": "the smallest of (“A” plus “B”) and “C”",
    "abs(a - b)": "(“A” minus “B”) without its sign",
    "abs(a) - b": "(“A” without its sign) minus “B”",
    "floor(a / b)": "(“A” divided by “B”) rounded down to a whole number",
    "ceil(a) / b": "(“A” rounded up to a whole number) divided by “B”",
    "round(100 * a / b, 0)": "(“A” as a percentage of “B”) rounded to 0 decimals",
    "coalesce(a, b, 0) / c": "(the first that has a value among “A”, “B” and 0) divided by “C”",
    "max(a, b, c)": "the largest of “A”, “B” and “C”",
    "coalesce(a, b)": "the first that has a value among “A” and “B”",
    "round(a, 1)": "“A” rounded to 1 decimal",
    "round(a, 2)": "“A” rounded to 2 decimals",
    "a / days(period.start, period.end)": (
        "“A” divided by (the number of calendar days from the first day of the reporting period to "
        "the last day of the reporting period)"
    ),
}

CONDITIONS = {
    'station = "here"': "“Station” is “Here”",
    'station != "here"': "“Station” is not “Here”",
    'station in ("here", "there", "far")': "“Station” is one of “Here”, “There”, “Far”",
    'station not in ("here", "there")': "“Station” is none of “Here”, “There”",
    'station not in ("here")': "“Station” is not “Here”",
    'station.region = "north"': "“Region” of “Station” is “The North”",
    "permanent": "“Permanent” is true",
    "not permanent": "“Permanent” is false",
    "permanent = false": "“Permanent” is false",
    "permanent and score > 1": "“Permanent” is true and “Score” is more than 1",
    "permanent or score > 1 and rounds = 2": "“Permanent” is true or (“Score” is more than 1 and “Rounds” is 2)",
    "(permanent or score > 1) and rounds = 2": "(“Permanent” is true or “Score” is more than 1) and “Rounds” is 2",
    "not (permanent and score > 1)": "it is not the case that (“Permanent” is true and “Score” is more than 1)",
    "not (permanent or score > 1)": "it is not the case that (“Permanent” is true or “Score” is more than 1)",
    "not score > 1": "“Score” is at most 1",
    "not opened_on < filled_on": "“Opened on” is not earlier than “Filled on”",
    'not station = "here"': "“Station” is not “Here”",
    "not (station is missing)": "“Station” has a value",
    "not (station is missing or permanent)": (
        "it is not the case that (“Station” has no value or “Permanent” is true)"
    ),
    'station = "here" and (permanent or score > 1) and not rounds = 2': (
        "all of these hold: (1) “Station” is “Here”; (2) “Permanent” is true or “Score” is more than 1; "
        "(3) “Rounds” is not 2"
    ),
    "permanent or score > 1 and rounds = 2 or station is missing": (
        "at least one of these holds: (1) “Permanent” is true; (2) “Score” is more than 1 and “Rounds” is 2; "
        "(3) “Station” has no value"
    ),
    "working_days(opened_on, filled_on) <= 20": (
        "the number of working days from “Opened on” up to, but without, “Filled on” is at most 20"
    ),
    "days(opened_on, filled_on) > 90": "the number of calendar days from “Opened on” to “Filled on” is more than 90",
    "if(permanent, score > 1, rounds = 2)": (
        "(“Score” is more than 1 if “Permanent” is true, otherwise “Rounds” is 2) is true"
    ),
    "opened_on < filled_on": "“Opened on” is before “Filled on”",
    'opened_on >= date("2028-03-01")': "“Opened on” is not earlier than 1 March 2028",
    "opened_on in period": "“Opened on” lies in the reporting period",
    "opened_on not in plan": "“Opened on” lies outside the years of the plan",
    "opened_on is missing": "“Opened on” has no value",
    "add_months(opened_on, 1) <= period.end": (
        "the date 1 month after “Opened on” is not later than the last day of the reporting period"
    ),
    "add_days(filled_on, -30) > opened_on": "the date 30 days before “Filled on” is after “Opened on”",
    'station in ("here", "far") and permanent': "“Station” is one of “Here”, “Far” and “Permanent” is true",
    'station in ("here")': "“Station” is “Here”",
    "coalesce(opened_on, filled_on) in period": (
        "the first that has a value among “Opened on” and “Filled on” lies in the reporting period"
    ),
    "score + 1 > rounds * 2": "“Score” plus 1 is more than “Rounds” times 2",
    "month(opened_on) = 12": "the month of “Opened on” is 12",
}


def english() -> Phrases:
    found = phrases("en")
    assert found is not None
    return found


def words(plan: Plan) -> Words | None:
    method = plan.indicators["tested"].method
    return formula_words(plan, method, method.components[0], english())


def said(plan: Plan) -> str:
    found = words(plan)
    assert found is not None
    assert found.parts == ()
    return found.sentence


@pytest.mark.parametrize(("formula", "expected"), FORMULAS.items())
def test_formula(formula: str, expected: str) -> None:
    component = with_formula(formula).indicators["tested"].method.components[0]

    def quoted(name: Name) -> str:
        return english().say(f"constants.{name.dotted}") if name.role == "constant" else f"“{name.dotted.upper()}”"

    assert sentence(component.formula, itu(), quoted, english()) == expected


@pytest.mark.parametrize(("where", "expected"), CONDITIONS.items())
def test_condition(where: str, expected: str) -> None:
    counted = "number of posts in “Posts” with “Filled on” in the reporting period where "
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
        f"mean of “Score”, {rows} (all values of “Station” taken together)"
    )
    assert measure(aggregate="sum", of="round(score, 1)") == f"sum of (“Score” rounded to 1 decimal), {rows}"
    assert measure(aggregate="mean", of="days(opened_on, filled_on)") == (
        f"mean of the number of calendar days from “Opened on” to “Filled on”, {rows}"
    )


def test_counted_nouns_are_called_by_their_name() -> None:
    def measure(**keys: object) -> str:
        base = {"label": "M", "from": "posts", "unit": "post", **keys}
        plan = little_plan(unit="post", measures={"a": base, "b": COUNT}, disaggregate=[["station"]])
        return said(plan)

    assert measure(aggregate="count", where="permanent", ignore=["station"]) == (
        "number of posts in “Posts” with “Filled on” in the reporting period (all values of “Station” taken together) "
        "where “Permanent” is true"
    )
    assert measure(aggregate="count_distinct", of="number") == (
        "number of posts, each “Number” counted once, over the rows of “Posts” with “Filled on” in the reporting period"
    )
    assert measure(aggregate="count", during="always") == "number of posts in “Posts” of every period"


def test_rows_are_counted_where_there_is_no_noun() -> None:
    measure = {"label": "M", "from": "posts", "aggregate": "count"}
    plan = little_plan(unit="ratio", measures={"a": measure, "b": measure}, formula="a / b")
    assert measure_words(plan, plan.indicators["tested"].method.measures["a"], english()) == (
        "number of rows of “Posts” with “Filled on” in the reporting period"
    )


COUNT = {"label": "C", "from": "posts", "aggregate": "count", "unit": "post"}
AMONG = "among the rows of “Posts” with “Filled on” in the reporting period: "


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (
            {"formula": "100 * a / b", "unit": "percent"},
            AMONG + "number of posts where “Permanent” is true, divided by the number of posts, as a percentage",
        ),
        (
            {"formula": "a / b", "unit": "ratio", "display": "k_of_n"},
            AMONG + "number of posts where “Permanent” is true, out of the number of posts",
        ),
        (
            {"formula": "a - b", "unit": "post"},
            AMONG + "number of posts where “Permanent” is true, minus the number of posts",
        ),
        (
            {"formula": "100 * a / c", "unit": "percent"},
            "number of posts in “Posts” with “Filled on” in the reporting period where “Permanent” is true, divided by "
            "the number of posts in “Posts” of every period, as a percentage",
        ),
        ({"formula": "100 * d / b", "unit": "percent"}, "“D” as a percentage of “C”"),
        ({"formula": "100 * a / (b + c)", "unit": "percent"}, "“A” as a percentage of (“C (b)” plus “C (c)”)"),
    ],
)  # fmt: skip
def test_two_measures_are_spelled_out(keys: dict[str, object], expected: str) -> None:
    """Unless a list of conditions would stand in the middle of the sentence."""
    many = 'permanent and score > 1 and station = "here"'
    measures = {
        "a": {**COUNT, "label": "A", "where": "permanent"}, "b": COUNT, "c": {**COUNT, "during": "always"},
        "d": {**COUNT, "label": "D", "where": many},
    }  # fmt: skip
    assert said(little_plan(measures=measures, **keys)) == expected


def test_component_that_is_one_measure_is_spelled_out_as_that_measure() -> None:
    measures = {"a": {**COUNT, "where": "permanent"}, "b": COUNT}
    components = {
        "first": {"label": "First", "formula": "a", "unit": "post"},
        "rate": {"label": "Rate", "formula": "100 * first / b", "unit": "percent"},
    }
    plan = little_plan(measures=measures, components=components)
    method = plan.indicators["tested"].method
    found = formula_words(plan, method, method.components[1], english())
    expected = "number of posts where “Permanent” is true, divided by the number of posts, as a percentage"
    assert found == Words(AMONG + expected)


def test_other_indicators_go_by_their_titles() -> None:
    indicator = composite().indicators["training_index"]
    component = indicator.method.components[0]
    title = "percentage of ITU staff who have completed mandatory training"
    terms = [f"{title}: Staff who have completed every course due", f"{title}: Courses due that are completed"]
    first, second = (f"“{term}”" for term in terms)
    found = formula_words(composite(), indicator.method, component, english())
    assert found == Words(f"({first} plus {second}) divided by 2")
    said = "the result of the indicator of this name, in the same period"
    meanings = legend(composite(), indicator.method, component.formula, english())
    assert meanings == tuple(Meaning(term, said) for term in terms)


def test_legend_of_a_single_measure_says_over_which_rows() -> None:
    def rows(**keys: object) -> tuple[Meaning, ...]:
        plan = little_plan(unit="post", disaggregate=[["station"]], measures={"a": {**COUNT, **keys}, "b": COUNT})
        method = plan.indicators["tested"].method
        return legend(plan, method, method.components[0].formula, english())

    assert rows() == (Meaning("rows", "“Posts” with “Filled on” in the reporting period"),)
    assert rows(during="always", where="score > 1") == (
        Meaning("rows", "“Posts” of every period where “Score” is more than 1"),
    )
    assert rows(aggregate="count_distinct", of="number", where="permanent", ignore=["station"]) == (
        Meaning(
            "rows",
            "“Posts” with “Filled on” in the reporting period (all values of “Station” taken together) where "
            "“Permanent” is true",
        ),
    )


def test_derived_dataset_says_how_it_is_computed() -> None:
    rows, *fields = derivation_words(itu(), itu().datasets["training_by_staff"], english())
    assert rows.startswith("One row for each “Staff number and year” and “Reference date”, computed from the rows of")
    assert fields[1] == "“Courses due”: number of rows"


def test_long_formula_is_said_over_parts() -> None:
    long = "Posts that were opened and filled in the same year, without those that were opened twice"
    measures = {name: {**A, "label": f"{long} ({name})"} for name in ("a", "b", "c")}
    found = words(little_plan(measures=measures, formula="(a + b) / (a - c) * (a / (b + c))"))
    a, b, c = (f"“{long} ({name})”" for name in ("a", "b", "c"))
    assert found == Words(
        f"(part 1 divided by part 2) times ({a} divided by part 3)",
        (
            Meaning("part 1", f"{a} plus {b}"),
            Meaning("part 2", f"{a} minus {c}"),
            Meaning("part 3", f"{b} plus {c}"),
        ),
    )
    found = words(little_plan(measures=measures, formula="if(a > b and b > c or a > c, a, 0) + if(a > b, 1, 2)"))
    assert found is not None
    assert found.sentence == "part 4 plus (1 if part 1 is true, otherwise 2)"
    assert found.parts[0] == Meaning("part 1", f"{a} is more than {b}")
    assert found.parts[3].words == f"{a} if ((part 1 is true and part 2 is true) or part 3 is true), otherwise 0"


def test_formula_of_too_many_parts_gives_way_to_the_equation() -> None:
    assert words(with_formula(" + ".join(["a"] * 90))) is not None
    assert words(with_formula(" + ".join(f"(a * {n} + b)" for n in range(90)))) is None


def test_two_measures_of_one_label_are_told_apart() -> None:
    measure = {"label": "Same", "from": "posts", "aggregate": "sum", "of": "score", "unit": "score"}
    plan = little_plan(measures={"a": measure, "b": measure}, formula="a - 2 * b")
    assert said(plan) == "“Same (a)” minus (2 times “Same (b)”)"


@pytest.mark.parametrize("path", sorted((resources.generators() / "words").glob("*.toml")), ids=lambda path: path.stem)
def test_every_operator_has_words(path: Path) -> None:
    table = tomllib.loads(path.read_text("utf-8"))["expressions"]
    lacking = set(CATALOGUE) - set(table)
    assert lacking == {"date"}, "a fixed date is printed as a date; everything else has its words"


def test_words_of_a_plan_are_not_phrases() -> None:
    measure = {"label": "{0} {1.__class__} %s", "from": "posts", "aggregate": "sum", "of": "score", "unit": "score"}
    assert said(little_plan(measures={"a": measure}, formula="a + 1")) == "“{0} {1.__class__} %s” plus 1"
