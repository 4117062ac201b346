"""`rbm-spec fmt` says what it looked at, and never passes over nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one plan, whose plan.yaml is out of order."""
    plan = shutil.copytree(resources.generators() / "init", tmp_path / "specs" / "plan")
    text = (plan / "plan.yaml").read_text("utf-8")
    (plan / "plan.yaml").write_text(text.replace("id: starter_plan\n", "") + "id: starter_plan\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("named", [(), (".",), ("specs",), ("specs/plan",), ("specs/plan/plan.yaml",)])
def test_the_plans_in_a_folder_are_looked_at(
    named: tuple[str, ...], top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fmt", "--check", *named]) == 1
    assert "specs/plan/plan.yaml would change" in capsys.readouterr().out


def test_a_folder_without_a_plan(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (top / "empty").mkdir()
    assert run(["fmt", "--check", "empty"]) == 2
    assert "There is no plan in empty." in capsys.readouterr().err
