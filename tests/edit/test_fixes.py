"""`check --fix` mends what can only have been meant in one way; guesses are asked for; nothing else changes."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.cli.main import run

I = "indicators/answer_time.yaml"  # noqa: E741
D = "datasets/requests.yaml"
MEAN = "    aggregate: mean\n"
KEPT = "answered_on >= received_on"
RULE = f"  - condition: {KEPT}"
WHERE = """    where: channel=="letter"&&office <> 'north'   # why\n"""
SAFE = [
    (I, MEAN, WHERE + MEAN, """    where: channel="letter" and office != 'north'   # why"""),
    (D, KEPT, "answered_on ≥ received_on", RULE),
    (D, "required: true\n    label: Office", "required: True\n    label: Office", "    required: true"),
    ("plan.yaml", "start: 2028-01-01", "start: 2028-1-1", "  start: 2028-01-01"),
]
GUESSED = [
    (D, KEPT, "answered_on >= receved_on", RULE),
    (D, "label: Office", "lable: Office", "    label: Office"),
    (D, "codelist: channels", "codelist: 'chanels'", "    codelist: 'channels'"),
    ("plan.yaml", "status: draft", "status: drafft", "status: draft"),
]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(resources.generators() / "init", tmp_path / "plan")
    monkeypatch.chdir(tmp_path / "plan")
    text = (tmp_path / "plan" / I).read_text()
    (tmp_path / "plan" / I).write_text(text[: text.index("examples:")])
    return tmp_path / "plan"


def spoiled(plan: Path, file: str, old: str, new: str) -> str:
    text = (plan / file).read_text("utf-8")
    assert old in text
    (plan / file).write_text(text.replace(old, new, 1), "utf-8")
    return text.replace(old, new, 1)


def changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]


@pytest.mark.parametrize(("file", "old", "new", "line"), SAFE, ids=[case[3] for case in SAFE])
def test_safe_fixes(file: str, old: str, new: str, line: str, plan: Path) -> None:
    before = spoiled(plan, file, old, new)
    run(["check", "--fix"])
    assert changed(before, (plan / file).read_text("utf-8")) == [line]


@pytest.mark.parametrize(("file", "old", "new", "line"), GUESSED, ids=[case[3] for case in GUESSED])
def test_guesses_are_asked_for(file: str, old: str, new: str, line: str, plan: Path) -> None:
    before = spoiled(plan, file, old, new)
    assert run(["check", "--fix"]) == 1
    assert (plan / file).read_text("utf-8") == before
    run(["check", "--fix", "--unsafe-fixes"])
    assert changed(before, (plan / file).read_text("utf-8")) == [line]


def test_several_faults_in_several_files(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoiled(plan, D, "answered_on >= received_on", "answered_on ≥ receved_on")
    spoiled(plan, I, "formula: days_to_answer", "formula: days_to_answr")
    assert run(["check", "--fix", "--unsafe-fixes", "--format", "concise"]) == 1  # without an example: a warning
    err = capsys.readouterr().err
    assert "3 fixes made." in err
    assert "answered_on >= received_on" in (plan / D).read_text("utf-8")
    assert "formula: days_to_answer\n" in (plan / I).read_text("utf-8")


def test_a_guess_that_makes_something_worse_is_taken_back(plan: Path) -> None:
    """`offices` is the nearest list, but the codes of the condition are not in it."""
    text = "kind: codelist\nid: channel\ntitle: Other\ncodes: {a: {label: A}}\n"
    (plan / "codelists/channel.yaml").write_text(text)
    before = spoiled(plan, D, "codelist: channels", "codelist: channell")
    spoiled(plan, I, MEAN, f'    where: channel = "letter"\n{MEAN}')
    run(["check", "--fix", "--unsafe-fixes"])
    assert changed(before, (plan / D).read_text("utf-8")) in ([], ["    codelist: channel"])


def test_nothing_to_fix(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in plan.glob("**/*.yaml")}
    run(["check", "--fix"])
    assert "0 fixes made." in capsys.readouterr().err
    assert {path: path.read_bytes() for path in plan.glob("**/*.yaml")} == before


def test_unsafe_fixes_need_fix(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--unsafe-fixes"]) == 2


def test_sarif_carries_fixes(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = spoiled(plan, D, "answered_on >= received_on", "answered_on ≥ received_on")
    run(["check", "--format", "sarif"])
    (result,) = [
        each for each in json.loads(capsys.readouterr().out)["runs"][0]["results"] if each["ruleId"] == "RBM402"
    ]
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "≥"
    assert replacement["insertedContent"] == {"text": ">="}
    assert change["artifactLocation"]["uri"].endswith(D)
