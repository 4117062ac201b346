"""Approvals stand while words are corrected, and become suspect when the meaning changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run

I = "indicators/answer_time.yaml"  # noqa: E741
O = "outcomes/timely_service.yaml"  # noqa: E741
WHAT = {I: "indicator/answer_time", O: "outcome/timely_service"}


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


def test_the_checklist(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (plan / "plan.yaml").read_text()
    (plan / "plan.yaml").write_text(text.replace("languages: [en]", "languages: [en, fr]"))
    assert status(capsys) == {
        "In square brackets": [
            "document/contribution (draft)", "enabler/service_culture (draft)", "indicator/answer_time (draft)",
            "outcome/timely_service (draft)", "plan/plan (draft)",
        ],
        "Approved once, and changed since": [],
        "Never approved": ["enabler/service_culture", "indicator/answer_time", "outcome/timely_service"],
        "Without a baseline": ["answer_time"],
        "Without a target": ["answer_time"],
        "To be confirmed": [],
        "Languages without translations": ["fr"],
    }  # fmt: skip


def test_only_what_is_there_can_be_approved(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["approve", "outcome/timely_servce", "--by", "Council", "--decision", "1"]) == 2
    assert "Did you mean `outcome/timely_service`?" in capsys.readouterr().err
    assert not (plan / "approvals.yaml").exists()


def test_a_faulty_file_of_approvals(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "approvals.yaml").write_text("kind: approvals\napprovals: [{what: plan/x}]\n")
    assert run(["status"]) == 2
    assert "RBM20" in capsys.readouterr().err
