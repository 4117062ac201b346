"""`rbm-spec solve` for every quantity of the plan of 2028 to 2031, against answers worked out by hand.

The data are the worked examples of the specs, whose figures were counted by hand there: N is a whole number of rows
that would have to be there, so each answer is the first that really meets the target.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from rbm_spec.cli.engines import Engine
from rbm_spec.collect.folder import collect
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.periods import containing
from rbm_spec.kernel.release import Observation
from rbm_spec.solve.question import opened, solve
from rbm_spec.solve.report import to_json
from tests.cli.commands import ITU, here
from tests.targets.plans import itu

Ways = Mapping[str, tuple[float | None, float | None] | str]
"""By measure: the values needed upwards and downwards; or a part of the sentence that says why there is none."""

RECOMMENDATIONS = "oversight_recommendations"
OPINIONS = "unqualified_audit_opinions"
PART = "it is a part of “"


@cache
def computed(indicator: str, example: int) -> Sequence[Observation]:
    """The figures of a worked example with all measures laid open."""
    plan, given = itu(), itu().indicators[indicator].spec.examples[example]
    with TemporaryDirectory() as folder:
        for name, rows in given.data.items():
            (Path(folder) / f"{name}.csv").write_text(rows, "utf-8")
        collected = collect(plan, Path(folder), given.period)
        laid = opened(plan, plan.indicators[indicator])
        with Engine("duckdb").compute(laid, collected, given.period, {indicator}) as found:
            return tuple(found.observations)


def solved(asked: str, target: object, example: int = 0, by: By = ()) -> dict[str, Any]:
    name, _, component = asked.partition(".")
    indicator = itu().indicators[name]
    period = containing(indicator.spec.examples[example].period, indicator.spec.frequency, itu().start)
    assert period is not None
    quantity = next(each for each in indicator.method.components if each.id == component)
    found = solve(itu(), indicator, quantity, period, by, computed(name, example), Fraction(str(target)))
    return dict(json.loads(to_json(found, synthetic=False)))


def check(found: dict[str, Any], expected: Ways) -> None:
    assert found["state"] == "open"
    measures = {each["measure"]: each for each in found["measures"]}
    assert measures.keys() == expected.keys()
    for name, ways in expected.items():
        each = measures[name]
        up, down = (way and way["value"] for way in (each["ways"]["up"], each["ways"]["down"]))
        if isinstance(ways, str):
            assert (up, down) == (None, None), name
            assert ways in " ".join(each["text"]), each["text"]
        else:
            assert (up, down) == ways, name


@pytest.mark.parametrize(
    ("asked", "target", "expected"),
    [
        # Three posts took 120, 70 and 210 days: mean 400/3. It is to fall to 100.
        ("average_recruitment_time.mean_days", 100, {"mean_to_accept": (None, 100)}),
        # The case in the middle took 120 days; which case would take its place, nobody can say.
        ("average_recruitment_time.median_days", 100, {"median_to_accept": "for it is the median of its rows"}),
        # Three posts, no way is better: five are two more, one is two less.
        ("average_recruitment_time.posts_filled", 5, {"filled": (5, None)}),
        ("average_recruitment_time.posts_filled", 1, {"filled": (None, 1)}),
        ("average_recruitment_time.posts_filled", -1, {"filled": "it cannot be negative"}),
        # One case is open; none should be.
        ("average_recruitment_time.cases_open", 0, {"open_at_end": (None, 0)}),
        # Two of four have completed all. 3/4 is 75 %; 2/3 only 66.7 %, 2/2 is 100 %.
        ("mandatory_training.completion", 75, {"completed_all": (3, None), "with_course_due": (None, 2)}),
        # 95 % of 4 are 3.8; 2 are 95 % of at most 2.1.
        ("mandatory_training.completion", 95, {"completed_all": (4, None), "with_course_due": (None, 2)}),
        # More than all is beyond both: at most 4 of 4, and at least the 2 who have completed.
        ("mandatory_training.completion", 100.5, {"completed_all": PART, "with_course_due": "is a part of it"}),
        # Four of six courses. 80 % of 6 are 4.8, so 5; 4 are 80 % of 5.
        ("mandatory_training.course_completion", 80, {"sum_completed": (5, None), "sum_due": (None, 5)}),
        ("mandatory_training.staff_in_scope", 6, {"with_course_due": (6, None)}),
        # Audits of 90 and 180 days: mean 135. One investigation of 210 days. No evaluation, so no mean.
        ("oversight_engagement_time.audit_days", 120, {"mean_audit": (None, 120)}),
        ("oversight_engagement_time.audits", 3, {"number_audit": (3, None)}),
        ("oversight_engagement_time.investigation_days", 180, {"mean_investigation": (None, 180)}),
        ("oversight_engagement_time.investigations", 2, {"number_investigation": (2, None)}),
        ("oversight_engagement_time.evaluation_days", 90, {"mean_evaluation": "it has no value now"}),
        ("oversight_engagement_time.evaluations", 1, {"number_evaluation": (1, None)}),
        # Seven received, five decided, three accepted, one without a decision.
        (f"{RECOMMENDATIONS}.received", 8, {"all_received": (8, None)}),
        (f"{RECOMMENDATIONS}.accepted", 5, {"all_accepted": (5, None)}),
        (f"{RECOMMENDATIONS}.accepted", 6, {"all_accepted": "not above 5: " + PART}),
        # 95 % of 5 are 4.75; 3 are 95 % of at most 3.16.
        (f"{RECOMMENDATIONS}.acceptance_rate", 95, {"all_accepted": (5, None), "all_decided": (None, 3)}),
        # 3 are 75 % of 4.
        (f"{RECOMMENDATIONS}.acceptance_rate", 75, {"all_accepted": (4, None), "all_decided": (None, 4)}),
        (f"{RECOMMENDATIONS}.undecided", 0, {"all_undecided": (None, 0)}),
        # Saved 20 000 - 1 500 = 18 500.00; half a centime does not exist.
        ("procurement_savings.cost_savings", "20000.005", {"saved": (20000.01, None)}),
        # Avoided 50 000.00 - 44 000.50 = 5 999.50.
        ("procurement_savings.cost_avoidance", 6000, {"avoided": (6000, None)}),
        # Three contracts.
        ("procurement_savings.contracts", 4, {"compared_contracts": (4, None)}),
        # One of two opinions. 2/2 or 1/1; no more than all.
        (f"{OPINIONS}.number_unqualified", 2, {"unqualified": (2, None)}),
        (f"{OPINIONS}.number_unqualified", 3, {"unqualified": "not above 2: " + PART}),
        (f"{OPINIONS}.out_of_issued", "0.75", {"unqualified": (2, None), "issued": (None, 1)}),
        (f"{OPINIONS}.out_of_issued", "1.5", {"unqualified": PART, "issued": "is a part of it"}),
        (f"{OPINIONS}.pending", 0, {"awaited": (None, 0)}),
        # Three women among six whose gender is stated, of seven: 50 %. 60 % of 6 are 3.6, so 4; 3 are 60 % of 5.
        ("workforce_proportions.women_share", 60, {"women": (4, None), "gender_stated": (None, 5)}),
        # 40 % of 6 are 2.4, so at most 2; 3 are 40 % of 7.5, so at least 8, but there are 7 people.
        ("workforce_proportions.women_share", 40, {"women": (None, 2), "gender_stated": "not above 7: " + PART}),
        # Over all regions both are the same people: 100 %, whatever their number.
        ("workforce_proportions.region_share", 90, {"people": "not below 7: ", "people_of_all_regions": "not above 7"}),
        ("workforce_proportions.headcount", 8, {"people": (8, None)}),
    ],
)  # fmt: skip
def test_by_hand(asked: str, target: object, expected: Ways) -> None:
    check(solved(asked, target), expected)


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("average_recruitment_time.mean_days", 134),  # 133.3
        ("mandatory_training.completion", 50),  # exactly
        ("oversight_engagement_time.audit_days", 135),
        (f"{RECOMMENDATIONS}.acceptance_rate", 60),
        ("procurement_savings.cost_savings", 18500),
        (f"{OPINIONS}.out_of_issued", "0.5"),
        ("workforce_proportions.headcount", 7),
    ],
)
def test_reached(asked: str, target: object) -> None:
    assert solved(asked, target)["state"] == "reached"


def test_nothing_to_divide_by() -> None:
    """No opinion is issued. None can be unqualified then; and one issued, but not unqualified, is 0 of 1."""
    found = solved(f"{OPINIONS}.out_of_issued", "0.5", example=1)
    assert found["value"] is None
    check(found, {"unqualified": "not above 0: " + PART, "issued": "cannot be reached by this measure alone"})


def test_a_year_without_rows_to_average() -> None:
    """No post was filled in 2029, so there is no mean; one case is open."""
    found = solved("average_recruitment_time.mean_days", 100, example=1)
    check(found, {"mean_to_accept": "nothing can be said, for it has no value now"})


def test_in_a_cell() -> None:
    """Recommendations of the external auditor: one, accepted in part, so 0 of 1. One accepted is all of them."""
    by = (("oversight_source", "external_auditor"),)
    found = solved(f"{RECOMMENDATIONS}.acceptance_rate", 50, by=by)
    check(found, {"all_accepted": (1, None), "all_decided": "cannot be reached by this measure alone"})


def test_a_share_of_a_measure_that_ignores_the_breakdown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """5 of 20 people are from Africa. 40 % of 20 are 8; 5 are 40 % of at most 12.5. More than all cannot be."""
    head = "person_number,as_of,workforce_group,gender,region,grade,sector,duty_station"
    rows = [
        f"P{at},2028-12-31,regular_staff,female,{'africa' if at < 5 else 'europe'},P3,development,geneva"
        for at in range(20)
    ]
    (tmp_path / "workforce_at_year_end.csv").write_text("\n".join([head, *rows]) + "\n")
    asked = ["solve", "workforce_proportions", ITU, "--component", "region_share", "--data", tmp_path]
    for target, expected in [
        (40, {"people": (8, None), "people_of_all_regions": (None, 12)}),
        (150, {"people": "not above 20: " + PART, "people_of_all_regions": "not below 5: "}),
    ]:
        done = here(capsys, *asked, "--target", target, "--cell", "region=africa", "--format", "json")
        check(json.loads(done.out), expected)
