"""The default sample looks like data of an organization: dates, shares and crowds such that a newcomer sees figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from rbm_spec.plan.model import Plan
from rbm_spec.reference.compute import compute
from rbm_spec.sample import sample_tables
from rbm_spec.sample.evidence import Evidence, evidence
from rbm_spec.sample.values import Cell, cell_text
from tests.targets.plans import itu, starter

SEEDS = (1, 2)
Rows = list[dict[str, Cell]]


@cache
def tables(seed: int) -> dict[str, Rows]:
    return sample_tables(itu(), None, seed)


def as_csv(rows: Rows) -> str:
    return "".join(",".join(line) + "\n" for line in ([*rows[0]], *(map(cell_text, row.values()) for row in rows)))


def released(plan: Plan, known: dict[str, Rows], indicator: str) -> list[tuple[object, object, str | None]]:
    """Component, cell and value, or the reason for none."""
    data = {name: as_csv(rows) for name, rows in known.items()}
    results = compute(plan, data, "2028")
    assert results.faults == ()
    return [(each.component, each.value, each.reason) for each in results.releases[indicator].observations]


@pytest.mark.parametrize("seed", SEEDS)
def test_days_of_a_count_fall_where_examples_have_them(seed: int) -> None:
    for dataset, field in (
        ("external_audit_opinions", "financial_year_end"),
        ("staff_at_year_end", "as_of"),
        ("training_records", "as_of"),
        ("workforce_at_year_end", "as_of"),
    ):
        assert {str(row[field])[5:] for row in tables(seed)[dataset]} == {"12-31"}, dataset


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("dataset", "first", "second", "least", "most"),
    [
        # Half the shortest and one and a half of the longest that an example shows, in days.
        ("external_audit_opinions", "financial_year_end", "signed_on", 60, 190),
        ("recruitments", "published_on", "offer_accepted_on", 7, 320),
        ("oversight_engagements", "started_on", "report_issued_on", 10, 1100),
        ("recommendations", "received_on", "decided_on", 0, 600),
    ],
)
def test_events_follow_each_other_as_in_examples(
    seed: int, dataset: str, first: str, second: str, least: int, most: int
) -> None:
    pairs = [(row[first], row[second]) for row in tables(seed)[dataset] if row[first] and row[second]]
    days = [(b - a).days for a, b in pairs if isinstance(a, date) and isinstance(b, date)]
    assert len(days) > 5
    usual = sum(least <= each <= most for each in days)
    assert min(days) >= 0
    assert usual >= 0.9 * len(days)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_belongs_together_is_there_together(seed: int) -> None:
    """A cancelled case seldom has an accepted offer, and some recommendations still wait for a decision."""
    cases = [row for row in tables(seed)["recruitments"] if row["outcome"] == "cancelled"]
    assert len(cases) > 10
    assert sum(row["offer_accepted_on"] is not None for row in cases) < 0.25 * len(cases)
    decisions = [(row["decision"], row["decided_on"]) for row in tables(seed)["recommendations"]]
    assert 0.03 < sum(decision is None for decision, _ in decisions) / len(decisions) < 0.3
    exempt = [row for row in tables(seed)["training_records"] if row["exempt"]]
    assert sum(row["completed_on"] is not None for row in exempt) < 0.25 * len(exempt)


@pytest.mark.parametrize("seed", SEEDS)
def test_most_cells_about_people_can_be_shown(seed: int) -> None:
    for indicator in ("mandatory_training", "workforce_proportions"):
        cells = released(itu(), tables(seed), indicator)
        hidden = sum(reason == "suppressed" for _, _, reason in cells)
        assert len(cells) > 50
        assert hidden < 0.25 * len(cells), (indicator, hidden, len(cells))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("indicator", "component"),
    [
        ("mandatory_training", "completion"),
        ("mandatory_training", "course_completion"),
        ("workforce_proportions", "women_share"),
        ("oversight_recommendations", "acceptance_rate"),
    ],
)
def test_shares_are_not_near_their_ends(seed: int, indicator: str, component: str) -> None:
    (total, *_) = [value for name, value, _ in released(itu(), tables(seed), indicator) if name == component]
    assert isinstance(total, Fraction)
    assert 25 < total < 80


def test_a_plan_of_one_example() -> None:
    """Days to answer around the 4 and 10 of the example, some requests open, several offices and channels."""
    rows = sample_tables(starter(), None, 1)["requests"]
    days = [
        (row["answered_on"] - row["received_on"]).days  # type: ignore[operator]
        for row in rows
        if row["answered_on"]
    ]
    assert 100 <= len(rows) <= 2000
    assert 2 <= min(days) <= max(days) <= 15
    assert 0.5 < len(days) / len(rows) < 1
    assert {row["office"] for row in rows} == {"north", "south"}


def test_what_examples_show() -> None:
    shown = evidence(itu())["external_audit_opinions"]
    assert shown.ends("financial_year_end") == 12
    assert shown.ends("signed_on") is None
    assert set(shown.gaps("financial_year_end", "signed_on")) == {123, 124}  # 31 December to 2 May 2028, to 4 May 2029
    assert shown.most_at_once("financial_year_end") >= 3


def test_examples_are_a_strangers_text() -> None:
    rows = ({"a": "2028-02-30", "b": "1e999999999", "c": "NaN"}, {"a": "9999-12-31", "b": "", "c": "2"})
    shown = Evidence(rows)
    assert shown.gaps("a", "a") == [0]
    assert shown.ends("a") is None
    assert shown.numbers("c") == [2]
