"""Two indicators over the same people, protected together: the same from every engine, and for one indicator alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.kernel.release import Observation
from rbm_spec.kernel.together import Earlier
from rbm_spec.plan.definitions import definition
from rbm_spec.plan.model import Plan
from rbm_spec.reference import compute as reference
from rbm_spec.targets.sql.engine import compute as by_duckdb
from tests.checks.plans import STARTER, compiled, indicator
from tests.targets.pandas.generated import frames, package

COUNTS = {
    ("north", "letter"): 20, ("north", "email"): 15, ("south", "letter"): 2, ("south", "email"): 9,
}  # fmt: skip
DATA = {
    "requests": "request_id,office,channel,received_on,answered_on\n"
    + "".join(
        f"{office}-{channel}-{number},{office},{channel},2028-03-01,2028-03-05\n"
        for (office, channel), n in COUNTS.items()
        for number in range(n)
    )
}


def count(name: str, breakdowns: list[list[str]], where: str | None = None) -> dict[str, str]:
    measure = {"label": "Requests", "from": "requests", "aggregate": "count", "unit": "request"}
    more = {"where": where} if where else {}
    return indicator(
        name, unit="request", direction="none", measures={"counted": measure | more}, formula="counted",
        disaggregate=breakdowns,
    )  # fmt: skip


def plan_of(*several: dict[str, str]) -> Plan:
    """The starter plan about people, its own indicator without breakdowns, and more indicators."""
    dataset, own = "datasets/requests.yaml", "indicators/answer_time.yaml"
    files = {
        dataset: STARTER[dataset].replace("personal: false", "personal: true"),
        own: STARTER[own].replace("disaggregate:\n  - [office]\n  - [office, channel]\n", ""),
    }
    for each in several:
        files |= each
    return compiled(files)


def computed(engine: str, plan: Plan, folder: Path) -> dict[str, tuple[Observation, ...]]:
    if engine == "reference":
        releases = reference.compute(plan, DATA, "2028").releases
    elif engine == "pandas":
        tables, faults = frames(DATA)
        with package(plan) as module:
            releases = module.calculate(tables, "2028", faults=faults).releases
    else:
        (folder / "requests.csv").write_text(DATA["requests"], encoding="utf-8")
        releases = by_duckdb(plan, {"requests": folder / "requests.csv"}, "2028").releases
    return {name: each.observations for name, each in releases.items()}


def hidden(observations: tuple[Observation, ...]) -> set[str]:
    return {" ".join(str(code) for _, code in each.by) for each in observations if each.reason == "suppressed"}


@pytest.mark.parametrize("engine", ["reference", "pandas", "duckdb"])
def test_margins_of_another_indicator_do_not_open_a_cell(engine: str, tmp_path: Path) -> None:
    """2 letters in the south: with both margins printed elsewhere, the other three follow from any one of them."""
    alone = plan_of(count("crossed", [["office", "channel"]]))
    both = plan_of(count("crossed", [["office", "channel"]]), count("margins", [["channel"], ["office"]]))
    assert len(hidden(computed(engine, alone, tmp_path)["crossed"])) == 2
    found = computed(engine, both, tmp_path)
    assert hidden(found["crossed"]) == {"north letter", "north email", "south letter", "south email"}
    assert hidden(found["margins"]) == set()


@pytest.mark.parametrize("engine", ["reference", "pandas", "duckdb"])
def test_the_rest_of_a_part_is_hidden(engine: str, tmp_path: Path) -> None:
    """All 11 in the south less the 9 that came by email: 2 are left, and the north goes with them."""
    plan = plan_of(count("every", [["office"]]), count("by_email", [["office"]], 'channel = "email"'))
    found = computed(engine, plan, tmp_path)
    assert hidden(found["every"]) == hidden(found["by_email"]) == {"north", "south"}


@pytest.mark.parametrize(("first", "second"), [('channel = "email"', "channel  =  'email'"), (None, None)])
def test_conditions_are_compared_as_formulas(first: str | None, second: str | None) -> None:
    found = definition(plan_of(count("one", [["office"]], first), count("other", [["channel"]], second))).indicators
    (one,), (other,) = (found[name].methods[0].measures for name in ("one", "other"))
    assert one.people is not None
    assert one.people == other.people


def test_one_indicator_alone_hides_the_same() -> None:
    plan = plan_of(count("crossed", [["office", "channel"]]), count("margins", [["channel"], ["office"]]))
    tables, faults = frames(DATA)
    with package(plan) as module:
        everything = module.calculate(tables, "2028", faults=faults).releases["crossed"]
        alone = module.calculate(tables, "2028", indicator="crossed", faults=faults).releases
    assert alone == {"crossed": everything}


def earlier(observations: tuple[Observation, ...]) -> list[Earlier]:
    return [Earlier(each.indicator, each.period, each.by, each.n) for each in observations]


def test_what_was_shown_before_opens_no_cell() -> None:
    """The crossing was published first, with two cells hidden; the margins come later, under another indicator."""
    first = reference.compute(plan_of(count("crossed", [["office", "channel"]])), DATA, "2028").releases["crossed"]
    assert len(hidden(first.observations)) == 2
    later = plan_of(count("crossed", []), count("margins", [["channel"], ["office"]]))
    plan = plan_of(count("crossed", [["office", "channel"]]), count("margins", [["channel"], ["office"]]))
    assert hidden(reference.compute(later, DATA, "2028").releases["margins"].observations) == set()
    found = reference.compute(plan, DATA, "2028", earlier(first.observations)).releases
    assert "south letter" in hidden(found["crossed"].observations)
    assert hidden(found["margins"].observations) >= {"south"} or hidden(found["margins"].observations) >= {"letter"}


def test_nothing_changes_when_the_same_is_published_again() -> None:
    plan = plan_of(count("crossed", [["office", "channel"]]), count("margins", [["channel"], ["office"]]))
    first = reference.compute(plan, DATA, "2028").releases
    before = [cell for each in first.values() for cell in earlier(each.observations)]
    assert reference.compute(plan, DATA, "2028", before).releases == first
