"""`rbm-spec solve`: what must change, from files, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import ITU, here

HEAD = "recommendation_id,oversight_source,addressee,report_number,received_on,decision,decided_on"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Seven accepted, two not accepted, one without a decision: 700 / 9 = 77.8 percent of those decided."""
    decisions = ["accepted"] * 7 + ["not_accepted"] * 2 + [""]
    rows = [
        f"R{at},internal_audit,executive_head,,2028-02-01,{each},{'2028-03-01' if each else ''}"
        for at, each in enumerate(decisions)
    ]
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "recommendations.csv").write_text("\n".join([HEAD, *rows]) + "\n")
    return folder


def solve(capsys: pytest.CaptureFixture[str], data: Path, *more: object) -> str:
    asked = ["solve", "oversight_recommendations", ITU, "--data", data, "--period", 2028]
    done = here(capsys, *asked, "--component", "acceptance_rate", *more)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_in_words(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    """8 of 9 are 88.9 percent, 7 of 8 are 87.5: a target of 85 is met by either."""
    lines = [" ".join(line.split()) for line in solve(capsys, data, "--target", 85).splitlines()]
    assert lines == [
        "number of oversight recommendations received and accepted: Acceptance rate"
        " (oversight_recommendations.acceptance_rate), 2028, total",
        "Now: 77.8 per cent",
        "Target asked for: at least 85",
        "",
        "Measure Now Needed Change Then",
        "Of these, accepted 7 8 +1 88.889",
        "Of these, decided by ITU 9 8 -1 87.5",
        "",
        "“Of these, accepted”: 1 more, 8 instead of 7, all else unchanged, gives 88.889.",
        "“Of these, decided by ITU”: 1 less, 8 instead of 9, all else unchanged, gives 87.5.",
    ]


def test_left_out_are_the_plan_the_period_and_the_quantity(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The only plan in specs/, the last year with rows, the only quantity with a target."""
    rows = (data / "recommendations.csv").read_text()
    (data / "recommendations.csv").write_text(
        f"{rows}R10,internal_audit,executive_head,,2030-02-01,accepted,2030-03-01\n"
    )
    monkeypatch.chdir(ITU.parents[1])
    done = here(capsys, "solve", "oversight_recommendations", "--target", 95, "--data", data)
    assert (done.code, done.err) == (0, "")
    assert "(oversight_recommendations.acceptance_rate), 2030, total" in done.out
    assert "The target is reached already." in done.out  # the one of 2030 is accepted


def test_left_out_period_and_quantity_must_be_clear(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    done = here(capsys, "solve", "unqualified_audit_opinions", ITU, "--data", data)
    assert (done.code, "no rows in the years of the plan. Name a period with --period." in done.err) == (2, True)
    done = here(capsys, "solve", "procurement_savings", ITU, "--data", data, "--period", 2028)
    assert done.code == 2
    assert "Which quantity of procurement_savings? Name one with --component: cost_savings, cost_avoi" in done.err


@pytest.mark.parametrize("command", [["solve", "--data", "x"], ["trace", "--store", "x", "--period", "2028"]])
def test_the_indicator_comes_first(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    done = here(capsys, *command, ITU, "mandatory_training")
    assert (done.code, f"The indicator comes first: rbm-spec {command[0]} INDICATOR {ITU}" in done.err) == (2, True)


def test_out_of_reach(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    text = solve(capsys, data, "--target", 100.5, "--by", "all_accepted")
    assert (
        "“Of these, accepted”: the target cannot be reached by this measure alone (not below 0: it cannot be negative; "
        "not above 9: it is a part of “Of these, decided by ITU”)." in text
    )


def test_reached_no_effect_and_no_target(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    assert "The target is reached already." in solve(capsys, data, "--target", 77)
    assert "“Of these, without a decision” has no effect" in solve(
        capsys, data, "--target", 90, "--by", "all_undecided"
    )
    assert "name one with --target" in solve(capsys, data)


def test_a_cell_and_json(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    found = json.loads(solve(capsys, data, "--target", 85, "--cell", "addressee=executive_head", "--format", "json"))
    accepted = next(each for each in found["measures"] if each["measure"] == "all_accepted")
    assert accepted["ways"]["up"] == {"value": 8, "change": 1, "result": 800 / 9, "until": None}
    assert accepted["ways"]["down"] is None
    assert (found["state"], found["published"], found["cell"]) == ("open", "77.8", {"addressee": "executive_head"})


def test_a_hidden_cell_says_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Two women among forty staff are fewer than five."""
    staff = [
        f"L{at},S{at},2028-12-31,{'female' if at < 2 else 'male'},P4,development,geneva" for at in range(40)
    ]  # fmt: skip
    (tmp_path / "staff_at_year_end.csv").write_text(
        "\n".join(["staff_line,staff_number,as_of,gender,grade,sector,duty_station", *staff]) + "\n"
    )
    (tmp_path / "mandatory_courses.csv").write_text("course_code,title\nA,Course A\n")
    records = [f"L{at},A,2028-12-31,2028-01-15,false,,{'2028-03-01' if at % 2 else ''}," for at in range(40)]
    (tmp_path / "training_records.csv").write_text(
        "\n".join(["staff,course,as_of,assigned_on,exempt,exempt_reason,completed_on,valid_until", *records]) + "\n"
    )
    asked = ["solve", "mandatory_training", ITU, "--data", tmp_path, "--period", 2028, "--component", "completion"]
    done = here(capsys, *asked, "--target", 95, "--cell", "staff.gender=female")
    assert done.code == 0
    assert "hidden to protect people" in done.out
    assert len(done.out.splitlines()) == 3  # which figure, the target, and that it is hidden
    found = json.loads(here(capsys, *asked, "--target", 95, "--cell", "staff.gender=female", "--format", "json").out)
    assert (found["state"], found["value"], found["measures"]) == ("hidden", None, [])
    # 20 of all 40 have completed; 38 would be 95 percent
    assert "18 more, 38 instead of 20" in here(capsys, *asked, "--target", 95).out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--component", "rate"], 'There is no component "rate".'),
        (["--component", "received", "--cell", "sector=x"], "It is broken down by oversight_source; addressee."),
        (["--component", "received", "--target", "many"], "Write a number"),
        (["--component", "received", "--by", "all"], 'There is no measure "all".'),
    ],
)
def test_what_does_not_fit(capsys: pytest.CaptureFixture[str], data: Path, more: list[str], said: str) -> None:
    done = here(capsys, "solve", "oversight_recommendations", ITU, "--data", data, "--period", 2028, *more)
    assert done.code == 2
    assert said in done.err
