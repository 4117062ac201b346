"""Versions move as changes demand: by hand from the rule, on a real history."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.changes.versioning import MAJOR, MINOR, PATCH, bumped
from rbm_spec.cli.main import run
from tests.revisions.repositories import PLAN, commit, repository

I = "indicators/answer_time.yaml"  # noqa: E741
METHOD = ("    aggregate: mean", "    aggregate: median")  # 4 and 10: the same example


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose plan and indicator are at 1.2.3."""
    folder = repository(tmp_path / "repository")
    monkeypatch.chdir(folder)
    amend(folder, "plan.yaml", ("version: 0.1.0", "version: 1.2.3"))
    amend(folder, I, ("version: 0.1.0", "version: 1.2.3"))
    return folder


def amend(here: Path, file: str, *changes: tuple[str, str]) -> None:
    text = (here / PLAN / file).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    commit(here, {file: text})


def version_of(here: Path, file: str) -> str:
    return next(
        line.split()[1] for line in (here / PLAN / file).read_text().splitlines() if line.startswith("version:")
    )


@pytest.mark.parametrize(
    ("old", "level", "new"),
    [
        ("1.2.3", MAJOR, "2.0.0"), ("1.2.3", MINOR, "1.3.0"), ("1.2.3", PATCH, "1.2.4"),
        ("0.2.3", MAJOR, "0.3.0"), ("0.2.3", MINOR, "0.2.4"), ("0.2.3", PATCH, "0.2.4"), ("1.0.0-rc.1", MINOR, "1.1.0"),
    ],
)  # fmt: skip
def test_the_next_version(old: str, level: int, new: str) -> None:
    assert bumped(old, level) == new


@pytest.mark.parametrize(
    ("file", "change", "indicator", "plan"),
    [
        (I, METHOD, "2.0.0", "2.0.0"),
        (I, ("title: Average time", "title: Mean time"), "1.3.0", "1.3.0"),
        (I, ("rationale: Whoever", "rationale: Nobody likes it, and whoever"), "1.2.4", "1.2.4"),
        (I, ("  - [office, channel]\n", "  - [office, channel]\n  - [channel]\n"), "1.3.0", "1.3.0"),
        (
            "datasets/requests.yaml",
            ("grain: One row for each request", "grain: One row for each letter"),
            "2.0.0",
            "2.0.0",
        ),
        ("datasets/requests.yaml", ("label: Office\n", "label: The office\n"), "1.2.3", "1.3.0"),
        ("codelists/offices.yaml", ("label: Northern office", "label: Office in the north"), "1.2.3", "1.3.0"),
        ("outcomes/timely_service.yaml", ("without delay", "in time"), "1.2.3", "1.3.0"),
    ],
)
def test_bump_moves_what_has_to_move(
    file: str, change: tuple[str, str], indicator: str, plan: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(here, file, change)
    assert run(["version", "check", "--against", "HEAD~1"]) == 1
    assert f"needs at least {plan}" in capsys.readouterr().out
    before = (here / PLAN / I).read_text()
    assert run(["version", "bump", "--against", "HEAD~1"]) == int(change == METHOD)
    assert (version_of(here, I), version_of(here, "plan.yaml")) == (indicator, plan)
    assert (here / PLAN / I).read_text() == before.replace("version: 1.2.3", f"version: {indicator}")
    forgotten = change == METHOD
    assert run(["version", "check", "--against", "HEAD~1"]) == int(forgotten)


def test_a_method_that_was_in_force_is_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, I, METHOD, ("version: 1.2.3", "version: 2.0.0"))
    amend(here, "plan.yaml", ("version: 1.2.3", "version: 2.0.0"))
    assert run(["version", "check", "--against", "HEAD~2"]) == 1
    assert "previous_methods does not hold the old way" in capsys.readouterr().out
    kept = """\
previous_methods:
  - until: 2027-12-31
    note: The mean was used.
    measures:
      days_to_answer: {label: Days, from: requests, aggregate: mean, of: "days(received_on, answered_on)"}
    formula: days_to_answer
examples:"""
    amend(here, I, ("examples:", kept))
    assert run(["version", "check", "--against", "HEAD~3"]) == 0, capsys.readouterr()


KEPT = """\
previous_methods:
  - until: 2028-12-31
    note: >-
      The middle day says more (made up).
    measures:
      days_to_answer:
        label: Calendar days from receipt to answer
        from: requests                # the dataset whose rows are used
        aggregate: mean
        of: days(received_on, answered_on)
    formula: days_to_answer
"""


def bump(*more: str) -> int:
    return run(["version", "bump", "--against", "HEAD~1", *more])


def test_bump_keeps_the_old_way(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it was written, comments included, behind all else; no other byte changes."""
    amend(here, I, METHOD)
    before = (here / PLAN / I).read_text()
    assert bump("--until", "2028-12-31", "--note", "The middle day says more (made up).") == 0
    assert "the way until 2028-12-31 is kept in previous_methods" in capsys.readouterr().out
    assert (here / PLAN / I).read_text() == before.replace("version: 1.2.3", "version: 2.0.0") + KEPT
    assert run(["version", "check", "--against", "HEAD~1"]) == 0
    after = (here / PLAN / I).read_bytes()
    assert bump("--until", "2028-12-31") == 0
    assert (here / PLAN / I).read_bytes() == after


def test_without_a_note_it_is_what_diff_says(here: Path) -> None:
    amend(here, I, METHOD)
    assert bump("--until", "2028-12-31") == 0
    assert (
        "    note: >-\n      The measure days_to_answer of answer_time takes the median instead of the mean."
        in (here / PLAN / I).read_text()
    )


def test_a_method_joins_those_that_are_there(here: Path) -> None:
    earlier = KEPT.replace("2028-12-31", "2028-01-31").replace("days_to_answer\n", "2 * days_to_answer\n")
    text = (here / PLAN / I).read_text()
    commit(here, {I: text + earlier + "# The end.\n"})
    amend(here, I, METHOD)
    changed = (here / PLAN / I).read_text()
    amend(here, I, (changed, text.replace(*METHOD) + earlier + "# The end.\n"))
    assert run(["version", "bump", "--against", "HEAD~2", "--until", "2029-12-31", "--note", "Made up."]) == 0
    new = (here / PLAN / I).read_text()
    later = (
        KEPT.split("\n", 1)[1]
        .replace("2028-12-31", "2029-12-31")
        .replace("The middle day says more (made up).", "Made up.")
    )
    assert new.endswith(earlier + later + "# The end.\n")
    assert run(["version", "check", "--against", "HEAD~2"]) == 0


@pytest.mark.parametrize(
    ("until", "words"),
    [("2050-12-31", "no later method is ever used"), ("2020-12-31", "this method is never used")],
)
def test_a_day_outside_the_plan_keeps_nothing(
    until: str, words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(here, I, METHOD)
    assert bump("--until", until) == 1
    assert words in capsys.readouterr().out
    assert "previous_methods" not in (here / PLAN / I).read_text()


def test_an_old_way_of_which_the_data_is_gone_cannot_be_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(
        here,
        "datasets/requests.yaml",
        ("  answered_on:", "  replied_on:"),
        ("label: Answered on", "label: Closed by a manager on"),
        ("help: Leave empty while the request is open.", "help: The day of the signature, another one (made up)."),
        ("answered_on >=", "replied_on >="),
        ("time: answered_on", "time: replied_on"),
    )
    amend(
        here,
        I,
        ("days(received_on, answered_on)", "days(received_on, replied_on)"),
        ("channel,received_on,answered_on", "channel,received_on,replied_on"),
    )
    run(["version", "bump", "--against", "HEAD~2", "--until", "2028-12-31"])
    assert "the old way cannot be kept as it was" in capsys.readouterr().out
    assert "previous_methods" not in (here / PLAN / I).read_text()


def test_examples_of_the_new_way_need_a_later_period(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, I, ("aggregate: mean", "aggregate: max"), ("expect: {value: 7}", "expect: {value: 10}"))
    assert bump("--until", "2028-12-31") == 1
    assert "those of the new way need a later period" in capsys.readouterr().out
    assert "previous_methods" not in (here / PLAN / I).read_text()


def test_a_day_that_is_none(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, I, METHOD)
    assert bump("--until", "soon") == 2
    assert "soon is no day" in capsys.readouterr().err


def test_a_draft_before_1_0_owes_nobody_its_old_method(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, I, ("version: 1.2.3", "version: 0.2.3"))
    amend(here, I, METHOD, ("version: 0.2.3", "version: 0.3.0"))
    assert run(["version", "check", "--against", "HEAD~1"]) == 1
    out = capsys.readouterr().out
    assert "answer_time" not in out.split("The plan")[0]
    assert "it needs at least 2.0.0" in out


def test_nothing_has_changed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["version", "check", "--against", "HEAD"]) == 0
    assert capsys.readouterr().out == "All versions have moved as they must.\n"


@pytest.mark.parametrize(("file", "name"), [(I, "`answer_time`"), ("plan.yaml", "The plan")])
def test_a_version_never_falls(file: str, name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, file, ("version: 1.2.3", "version: 1.2.2"))
    assert run(["version", "check", "--against", "HEAD~1"]) == 1
    assert (
        f"{name} is 1.2.2 and was 1.2.3; it needs at least 1.2.3:\n  A version never falls." in capsys.readouterr().out
    )


def test_a_method_that_is_written_otherwise_is_the_same_method(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, I, ("formula: days_to_answer", "formula: 2 * days_to_answer / 2"))
    assert bump("--until", "2028-12-31") == 0
    assert version_of(here, I) == "1.2.4"
    assert "previous_methods" not in (here / PLAN / I).read_text()
    capsys.readouterr()
    assert bump() == 0
    assert capsys.readouterr().out == "All versions have moved as they must.\n"


def test_another_note_on_an_old_method_is_words_only(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    amend(here, I, ("examples:", KEPT + "examples:"))
    amend(here, I, ("The middle day", "The median"))
    assert run(["version", "bump", "--against", "HEAD~1"]) == 0
    assert version_of(here, I) == "1.2.4"


def test_a_version_that_does_not_exist(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["version", "check", "--against", "nowhere"]) == 2
