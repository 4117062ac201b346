"""`rbm-spec diff --data`: the same rows under the old and the new definitions, worked out by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run
from tests.cli.commands import ITU

I = "indicators/answer_time.yaml"  # noqa: E741
# 4 and 10 calendar days; Friday 3 March 2028 to Tuesday 7 March are 2 working days, 10 to 20 March are 6.
ROWS = """\
request_id,office,channel,received_on,answered_on
A,north,letter,2028-03-03,2028-03-07
B,south,telephone,2028-03-10,2028-03-20
C,south,letter,2028-11-30,
"""


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two copies of the starter plan without its example, `old` and `new`, and the rows in `data`."""
    for side in ("old", "new"):
        shutil.copytree(resources.generators() / "init", tmp_path / side)
        text = (tmp_path / side / I).read_text()
        (tmp_path / side / I).write_text(text[: text.index("examples:")].replace("{2031: tbd}", "{2028: {at_most: 6}}"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/requests.csv").write_text(ROWS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def amend(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def stakes(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    run(["diff", "old", "new", "--data", "data", "--period", "2028", "--format", "json", *arguments])
    found: dict = json.loads(capsys.readouterr().out)["stakes"]
    return found


def test_another_clock_another_figure_another_verdict(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """(4 + 10) / 2 = 7 is more than 6, (2 + 6) / 2 = 4 is not."""
    amend(sides / "new" / I, ("of: days(", "of: working_days("), ("unit: day", "unit: working_day"))
    found = stakes(capsys)
    total, *cells = found["rows"]
    assert (total["old"], total["new"]) == ("7.0 calendar days", "4.0 working days")
    assert total["flips"] == "not met -> met"
    assert [(each["cell"], each["old"], each["new"]) for each in cells[:2]] == [
        ("Office: Northern office", "4.0 calendar days", "2.0 working days"),
        ("Office: Southern office", "10.0 calendar days", "6.0 working days"),
    ]
    run(["diff", "old", "new", "--data", "data", "--period", "2028"])
    out = capsys.readouterr().out
    assert "Total: 7.0 calendar days → 4.0 working days (not met -> met)" in out
    measure = "“Calendar days from receipt to answer” of “Average time to answer a request (made up)”"
    assert f"because: The measure {measure} counts working days instead of calendar days." in out


def test_a_target_alone_turns_the_verdict(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(sides / "new" / I, ("at_most: 6", "at_most: 7"))
    (total,) = stakes(capsys)["rows"]
    assert (total["old"], total["new"], total["flips"]) == ("7.0 calendar days", "7.0 calendar days", "not met -> met")


def test_words_move_no_figure(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(sides / "new" / I, ("rationale: Whoever", "rationale: Nobody likes it, and whoever"))
    found = stakes(capsys)
    assert (found["rows"], found["same"]) == ([], 5)


def test_a_narrower_scope(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Letters alone: one request of 4 days; nothing is left of the telephone."""
    amend(sides / "new" / I, ("    aggregate: mean", '    where: channel = "letter"\n    aggregate: mean'))
    rows = {each["cell"]: (each["old"], each["new"]) for each in stakes(capsys)["rows"]}
    assert rows[""] == ("7.0 calendar days", "4.0 calendar days")
    assert rows["Office: Southern office"][1] in ("is not computed", "no value: there is nothing to compute it from")
    assert "Office: Northern office" not in rows


def test_cells_about_people_are_counted_only(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten people in each office; without the letter of one of them the north's mean would tell that person's days."""
    rows = [f"N{i},north,{'letter' if i == 0 else 'email'},2028-01-01,2028-01-{10 + i}" for i in range(10)]
    rows += [f"S{i},south,email,2028-01-01,2028-01-{10 + i}" for i in range(10)]
    (sides / "data/requests.csv").write_text("\n".join([ROWS.splitlines()[0], *rows]) + "\n")
    for side in ("old", "new"):
        amend(sides / side / "datasets/requests.yaml", ("personal: false", "personal: true"))
        amend(sides / side / I, ("  - [office, channel]\n", ""))
    amend(sides / "new" / I, ("    aggregate: mean", '    where: channel = "email"\n    aggregate: mean'))
    found = stakes(capsys)
    assert [each["cell"] for each in found["rows"]] == [""]
    assert "can single people out" in found["notes"][0]
    assert "Northern" not in json.dumps(found)


def test_a_renamed_indicator_is_compared_with_what_it_was(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sides / "new" / I).rename(sides / "new" / "indicators/time_to_answer.yaml")
    amend(sides / "new/indicators/time_to_answer.yaml", ("id: answer_time", "id: time_to_answer"))
    amend(sides / "new/outcomes/timely_service.yaml", ("[answer_time]", "[time_to_answer]"))
    found = stakes(capsys)
    assert (found["rows"], found["same"]) == ([], 5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--data", "data"], "go together"),
        (["--period", "2028"], "go together"),
        (["--data", "data", "--period", "soon"], "is no period"),
        (["--data", "gone", "--period", "2028"], "does not exist"),
    ],
)
def test_requests_that_make_no_sense(
    arguments: list[str], words: str, sides: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", "old", "new", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_faulty_data_is_said(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sides / "data/requests.csv").write_text(ROWS.replace("north", "nowhere"))
    assert any("has a fault" in note for note in stakes(capsys)["notes"])


CLERK = (
    "  answered_on:\n    type: date",
    "  clerk: {type: string, required: true, label: Clerk}\n  answered_on:\n    type: date",
)


def test_a_column_more_moves_no_figure(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Data of the old form under the new one, and the other way round: the same rows, the same figures."""
    amend(sides / "new/datasets/requests.yaml", CLERK)
    head, *rows = ROWS.splitlines()
    for text in (ROWS, "\n".join([f"{head},clerk", *(f"{row},Q" for row in rows)]) + "\n"):
        (sides / "data/requests.csv").write_text(text)
        found = stakes(capsys)
        assert (found["rows"], found["same"], found["notes"]) == ([], 5, [])


def test_what_data_with_faults_for_one_side_would_give_is_not_compared(
    sides: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(sides / "new/codelists/offices.yaml", ("  north:", "  east:"))
    found = stakes(capsys)
    assert found["rows"] == []
    assert found["notes"][0] == "Not compared, as the data has faults for one of the two: `answer_time`."
    assert found["notes"][1].startswith("Read as new, the data has ")
    assert "requests.csv line " in found["notes"][1]
    assert found["notes"][1].endswith("So there is no figure of `answer_time` under it.")


def test_figures_that_only_print_otherwise(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(sides / "new" / I, ("decimals: 1", "decimals: 0"))
    found = stakes(capsys)
    assert (found["rows"], found["same"], found["notes"]) == (
        [],
        5,
        ["5 figures are the same and are printed otherwise."],
    )


def test_cells_that_protection_would_lay_open(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four people in each office: hidden below five, shown from three on, and the other way round."""
    rows = [
        f"{office[0]}{i},{office},letter,2028-01-01,2028-01-1{i}" for office in ("north", "south") for i in range(4)
    ]
    (sides / "data/requests.csv").write_text("\n".join([ROWS.splitlines()[0], *rows]) + "\n")
    for side, least in (("old", 5), ("new", 3)):
        amend(sides / side / "datasets/requests.yaml", ("personal: false", "personal: true"))
        amend(sides / side / "plan.yaml", ("minimum_cell: 5", f"minimum_cell: {least}"))
    found = stakes(capsys)
    assert any(note.endswith("cells hidden until now would be shown.") for note in found["notes"])
    (sides / "old").rename(sides / "third")
    (sides / "new").rename(sides / "old")
    (sides / "third").rename(sides / "new")
    assert any(note.endswith("cells shown until now would be hidden.") for note in stakes(capsys)["notes"])


def test_why_stands_in_json_too(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(sides / "new" / I, ("aggregate: mean", "aggregate: median"))
    rows = ROWS + "D,south,letter,2028-03-01,2028-03-02\n"
    (sides / "data/requests.csv").write_text(rows)
    assert stakes(capsys)["because"] == {
        "answer_time": [
            "The measure “Calendar days from receipt to answer” of “Average time to answer a request (made up)” "
            "takes the median instead of the mean."
        ]
    }


def test_a_denominator_is_named_with_what_it_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for side in ("old", "new"):
        shutil.copytree(ITU, tmp_path / side)
    amend(
        Path("new/indicators/workforce_proportions.yaml"),
        ("where: gender is present", 'where: gender is present and workforce_group != "intern"'),
    )
    assert run(["sample", "old", "--into", "data", "--rows", "200"]) == 0
    capsys.readouterr()
    run(["diff", "old", "new", "--data", "data", "--period", "2028"])
    (why,) = [line for line in capsys.readouterr().out.splitlines() if line.strip().startswith("because: ")]
    assert "Fewer rows count in the denominator of “Share of women”" in why
    assert "“Group of the workforce” is not “Interns”" in why
