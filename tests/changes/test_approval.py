"""Approvals stand while words are corrected, and become suspect when the meaning changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run
from tests.cli.commands import ITU

I = "indicators/answer_time.yaml"  # noqa: E741
O = "outcomes/timely_service.yaml"  # noqa: E741
OFFICES = "codelists/offices.yaml"
WHAT = {I: "indicator/answer_time", OFFICES: "indicator/answer_time", O: "outcome/timely_service"}


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(resources.generators() / "init", tmp_path / "plan")
    monkeypatch.chdir(tmp_path / "plan")
    text = (tmp_path / "plan" / I).read_text()
    (tmp_path / "plan" / I).write_text(
        text[: text.index("examples:")].replace(
            "aggregate: mean", 'where: office = "north" and channel = "letter"\n    aggregate: mean'
        )
    )
    return tmp_path / "plan"


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    capsys.readouterr()
    assert run(["status"]) == 0
    found: dict[str, list[str]] = {}
    for line in capsys.readouterr().out.splitlines():
        if line.startswith("  "):
            found[heading].append(line.strip())  # noqa: F821
        else:
            heading = line.rpartition(":")[0]
            found[heading] = []
    return found


@pytest.mark.parametrize(
    ("file", "old", "new", "is_suspect"),
    [
        (
            O,
            "Whoever asks the organization for help receives",
            "Whoever asks the organization for help, receives",
            False,
        ),
        (O, "without delay", "in time", True),
        (O, "status: draft", "status: agreed", False),
        (I, "rationale: Whoever", "rationale: Nobody likes it, and whoever", False),
        (I, "# the dataset", "# the table", False),
        (I, 'office = "north" and channel = "letter"', 'channel = "letter" and office = "north"', False),
        (I, "days_to_answer", "waiting_days", False),
        (I, "label: Calendar days", "label: Days by the calendar", False),
        (I, 'channel = "letter"', 'channel = "email"', True),
        (I, "aggregate: mean", "aggregate: median", True),
        (I, "formula: days_to_answer", "formula: 2 * days_to_answer", True),
        (I, "{2031: tbd}", "{2031: {at_most: 10}}", True),
        (I, "title: Average time", "title: Mean time", True),
        (I, "direction: decrease", "direction: increase", True),
        (OFFICES, "north: {label: Northern office}", "north: {label: Southern office}", True),
        (OFFICES, "south: {label: Southern office}", "south: {label: Office in the south}", False),
    ],
)
def test_what_makes_an_approval_suspect(
    file: str, old: str, new: str, is_suspect: bool, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["approve", WHAT[file], "--by", "Council (made up)", "--decision", 'Decision "1"']) == 0
    assert WHAT[file] not in status(capsys)["Never approved"]
    text = (plan / file).read_text()
    assert old in text
    (plan / file).write_text(text.replace(old, new))
    assert status(capsys)["Approved once, and changed since"] == [WHAT[file]] * is_suspect
    run(["approve", WHAT[file], "--by", "Council (made up)", "--decision", "Decision 2"])
    assert status(capsys)["Approved once, and changed since"] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "suspect"),
    [
        ("datasets/training_by_staff.yaml", "aggregate: all", "aggregate: any", ["mandatory_training"]),
        ("datasets/training_by_staff.yaml", "(assigned_on, 6)", "(assigned_on, 3)", ["mandatory_training"]),
        ("datasets/training_by_staff.yaml", "label: Courses due\n", "label: Due courses\n", []),
        ("codelists/price_baselines.yaml", "effect: avoidance", "effect: saving", ["procurement_savings"]),
        ("codelists/genders.yaml", "label: Women", "label: Men", ["workforce_proportions"]),
        ("indicators/workforce_proportions.yaml", "of women", "of men", ["workforce_proportions"]),
        ("indicators/procurement_savings.yaml", "version: 0.1.0", "version: 0.2.0", []),
    ],
)
def test_what_an_indicator_reads_is_part_of_its_meaning(
    file: str, old: str, new: str, suspect: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(shutil.copytree(ITU, tmp_path / "plan"))
    ids = ("mandatory_training", "procurement_savings", "workforce_proportions")
    assert run(["approve", *(f"indicator/{each}" for each in ids), "--by", "Council", "--decision", "1 (made up)"]) == 0
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))
    assert status(capsys)["Approved once, and changed since"] == [f"indicator/{each}" for each in suspect]


def test_equal_numbers_are_one_number(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (plan / I).read_text()
    (plan / I).write_text(text.replace("{2031: tbd}", "{2031: {at_most: 10}}"))
    assert run(["approve", WHAT[I], "--by", "Council", "--decision", "1 (made up)"]) == 0
    (plan / I).write_text(text.replace("{2031: tbd}", "{2031: {at_most: 10.0}}"))
    assert status(capsys)["Approved once, and changed since"] == []


@pytest.mark.parametrize(
    ("by", "decision", "words"), [("", "1", "--by is empty"), ("Council", "a\nb", "--decision is")]
)
def test_who_and_by_what_is_one_line(
    by: str, decision: str, words: str, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["approve", WHAT[I], "--by", by, "--decision", decision]) == 2
    assert words in capsys.readouterr().err
    assert not (plan / "approvals.yaml").exists()


def test_the_checklist(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (plan / "plan.yaml").read_text()
    (plan / "plan.yaml").write_text(text.replace("languages: [en]", "languages: [en, fr]"))
    assert status(capsys) == {
        "In square brackets": [
            "document/contribution (draft)", "enabler/service_culture (draft)", "indicator/answer_time (draft)",
            "outcome/timely_service (draft)", "plan (draft)",
        ],
        "Approved once, and changed since": [],
        "Never approved": ["enabler/service_culture", "indicator/answer_time", "outcome/timely_service"],
        "Without a baseline": ["answer_time"],
        "Without a target": ["answer_time"],
        "To be confirmed": [],
        "Not translated, or not revised by translators": ["fr: 41 of 41 texts are printed untranslated"],
    }  # fmt: skip


def test_only_what_is_there_can_be_approved(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["approve", "outcome/timely_servce", "--by", "Council", "--decision", "1"]) == 2
    assert "Did you mean `outcome/timely_service`?" in capsys.readouterr().err
    assert not (plan / "approvals.yaml").exists()


def test_a_faulty_file_of_approvals(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "approvals.yaml").write_text("kind: approvals\napprovals: [{what: plan/x}]\n")
    assert run(["status"]) == 2
    assert "RBM20" in capsys.readouterr().err
