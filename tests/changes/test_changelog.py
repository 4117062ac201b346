"""`rbm-spec changelog`: a real git history told for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.cli.main import run
from tests.revisions.repositories import PLAN, commit, git, repository

INDICATOR = "indicators/answer_time.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three commits: a new title, then an error, then the error mended with a new version and another direction."""
    folder = repository(tmp_path / "repository")
    monkeypatch.chdir(folder)
    plan, indicator = (text(folder, file) for file in ("plan.yaml", INDICATOR))
    assert "direction: decrease" in indicator
    commit(folder, {"plan.yaml": plan.replace("title: ", "title: Renamed ", 1)}, "Call it *otherwise*")
    commit(folder, {INDICATOR: indicator.replace("direction:", "directoin:")}, "Break it")
    files = {
        "plan.yaml": text(folder, "plan.yaml").replace("version: 0.1.0", "version: 0.2.0"),
        INDICATOR: indicator.replace("direction: decrease", "direction: increase"),
    }
    commit(folder, files, "Turn it round")
    return folder


def text(folder: Path, file: str) -> str:
    return (folder / PLAN / file).read_text("utf-8")


def changelog(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["changelog", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_by_version(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The state of 0.1.0 that cannot be read stands aside for the one before it."""
    code, out, err = changelog(capsys, "HEAD~3..HEAD")
    assert (code, err) == (0, "")
    heads = [line for line in out.splitlines() if line.startswith("Version")]
    assert heads == ["Version 0.2.0 (2028-01-01)", "Version 0.1.0 (2028-01-01)"]
    first, second = out.split("Version 0.1.0")
    assert "increase" in first
    assert "Renamed" not in first.split("\n", 1)[1]
    assert "Renamed" in second
    assert "0.2.0" not in first.partition("(2028-01-01)")[2]


def test_a_last_state_with_errors_is_not_passed_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = changelog(capsys, "HEAD~3..HEAD~1")
    assert (code, out) == (2, "")
    assert "The plan has errors in “HEAD~1”; rbm-spec diff HEAD~3 HEAD~1 says which." in err


def test_by_commit_in_markdown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = changelog(capsys, f"HEAD~3..main:{PLAN}", "--by", "commit", "--format", "markdown")
    assert code == 0
    heads = [line.split(" ", 2)[2] for line in out.splitlines() if line.startswith("## ")]
    assert heads == ["Turn it round (2028-01-01)", "Break it (2028-01-01)", "Call it \\*otherwise\\* (2028-01-01)"]
    assert "This state has errors and could not be read" in out
    assert "*Breaking" not in out
    assert "Breaking for" in out


def test_one_name_means_since_then_and_the_same_bytes_come_again(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = changelog(capsys, "HEAD~3..HEAD")
    assert changelog(capsys, "HEAD~3")[1] == whole[1]
    assert changelog(capsys, "HEAD..HEAD")[1].endswith("No commit between the two touches this plan.\n")


def test_what_was_merged_is_one_commit(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(here, "checkout", "-q", "-b", "side")
    commit(here, {"plan.yaml": text(here, "plan.yaml").replace("Renamed ", "First ")}, "first")
    commit(here, {"plan.yaml": text(here, "plan.yaml").replace("First ", "Second ")}, "second")
    git(here, "checkout", "-q", "main")
    git(here, "merge", "-q", "--no-ff", "-m", "Merge side", "side")
    _, out, _ = changelog(capsys, "HEAD~1..HEAD", "--by", "commit")
    assert "Merge side" in out
    assert "First" not in out


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("--output=x..HEAD", "looks like an option"),
        ("main...HEAD", "Three dots"),
        ("nowhere..HEAD", "There is no folder, archive or version “nowhere”"),
        ("HEAD..^main", "names a range"),
        ("HEAD..HEAD~2", "“HEAD~2” is older than “HEAD”. Write the older one first: HEAD~2..HEAD."),
        ("..HEAD", "is not the name of a version"),
        ("HEAD~1", "The plan has errors in “HEAD~1”"),
        ("HEAD~3..HEAD:specs/other", "There is no plan in specs/other"),
    ],
)
def test_what_cannot_be_told(between: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = changelog(capsys, *(["--", between] if between.startswith("-") else [between]))
    assert (code, out) == (2, "")
    assert said in err
