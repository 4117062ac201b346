"""`rbm-spec trace` leads back to cells of files; `rbm-spec rerun` proves results, and finds what was changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.commands import here
from tests.ingest.test_ingest import starter as starter
from tests.ingest.test_stored import HEAD, IN_2028, calc, send
from tests.revisions.repositories import git

SOUTH = HEAD + "S,south,letter,2028-01-01,2028-01-05\nT,south,letter,2028-01-01,\n"


@pytest.fixture
def store(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    send(capsys, starter, folder, IN_2028, "2028")
    send(capsys, starter, folder, SOUTH, "2028", "South")
    return folder


def trace(capsys: pytest.CaptureFixture[str], plan: Path, store: Path, *more: object) -> list[str]:
    done = here(capsys, "trace", "answer_time", plan, "--store", store, "--period", "2028", *more)
    assert done.code == 0
    return done.out.splitlines()


def test_back_to_the_rows(capsys: pytest.CaptureFixture[str], starter: Path, store: Path) -> None:
    lines = trace(capsys, starter, store)
    assert lines[1] == "  28.0, exactly 28.0 (n 3, status A)"  # 70, 10 and 4 days
    assert lines[2] == "    formula: days_to_answer [indicators/answer_time.yaml:25]"
    assert lines[4] == "  days_to_answer = 28 over 3 rows [indicators/answer_time.yaml:20]"
    places = "columns received_on, answered_on"
    north, south = (hashlib.sha256(text.encode()).hexdigest() for text in (IN_2028, SOUTH))
    assert lines[6:] == [
        f"    requests: requests-North-2028.csv, lines 2-3, {places} (North, 2029-02-01, for 2028, sha256 {north})",
        f"    requests: requests-South-2028.csv, line 2, {places} (South, 2029-02-01, for 2028, sha256 {south})",
    ]


def test_names_of_files_are_told_as_text(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    """What moves the cursor, ends a line or colours a terminal is an escape; a line of ours stays one."""
    path, store = tmp_path / "requests-\x1b[31m\n::error::x \u202e$(x)\u2028<b>.csv", tmp_path / "kept"
    path.write_text(IN_2028)
    asked = ["--into", store, "--received", "2029-02-01", "--sender", "=cmd", "--period", "2028"]
    done = here(capsys, "ingest", starter, path, *asked)
    assert (done.code, "\x1b" in done.out + done.err) == (0, False)
    lines = trace(capsys, starter, store)
    assert len(lines) == 7
    assert "requests-\\x1b[31m" in lines[6]
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("top", [".", "specs/starter_plan"])
def test_the_commit_is_that_of_the_plan_wherever_one_stands(
    capsys: pytest.CaptureFixture[str],
    starter: Path,
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    top: str,
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    def told() -> str:
        return trace(capsys, starter, store)[3].rpartition(", ")[2]

    assert told() == "in no repository of git"
    git(tmp_path / top, "init", "--quiet")
    assert told() == "in no commit yet"
    git(tmp_path / top, "commit", "--quiet", "--allow-empty", "--message", "start")
    assert told() == f"not in commit {git(tmp_path / top, 'rev-parse', 'HEAD')}"
    (starter / "translations").mkdir()
    (starter / "translations" / "fr.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    git(tmp_path / top, "add", "--all")
    git(tmp_path / top, "commit", "--quiet", "--message", "next")
    second = git(tmp_path / top, "rev-parse", "HEAD")
    assert told() == f"commit {second}"
    (starter / "plan.yaml").write_text((starter / "plan.yaml").read_text() + "# Later.\n")
    assert told() == f"changed since commit {second}"


def test_of_one_cell(capsys: pytest.CaptureFixture[str], starter: Path, store: Path) -> None:
    lines = trace(capsys, starter, store, "--cell", "office=south")
    assert lines[1] == "  4.0, exactly 4.0 (n 1, status A)"
    assert [line.split(", ")[1] for line in lines[6:]] == ["line 2"]


def test_a_hidden_cell_is_not_traced(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    path = starter / "datasets" / "requests.yaml"
    path.write_text(path.read_text().replace("personal: false", "personal: true"))
    store = tmp_path / "kept"
    rows = "".join(f"N{n},north,letter,2028-01-01,2028-01-05\n" for n in range(6))
    send(capsys, starter, store, HEAD + rows + "S,south,letter,2028-01-01,2028-01-05\n", "2028")
    lines = trace(capsys, starter, store, "--cell", "office=south")
    assert lines[-1] == "  The cell is hidden to protect people; where its rows stand is not told."
    assert "line " not in "".join(lines[3:-1])


def test_rows_about_people_are_told_when_asked(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path
) -> None:
    """Else the files alone, all of them, whichever of their rows are meant."""
    path = starter / "datasets" / "requests.yaml"
    path.write_text(path.read_text().replace("personal: false", "personal: true"))
    store = tmp_path / "kept"
    rows = "".join(f"N{n},north,letter,2028-01-01,2028-01-05\n" for n in range(6))
    send(capsys, starter, store, HEAD + rows, "2028")
    send(capsys, starter, store, HEAD + rows.replace("N", "S").replace("north", "south"), "2028", "South")
    lines = trace(capsys, starter, store, "--cell", "office=north")
    assert lines[4].startswith("  days_to_answer [indicators/answer_time.yaml:")
    assert [line.split(" (")[0] for line in lines[6:8]] == [
        "    requests: requests-North-2028.csv", "    requests: requests-South-2028.csv",
    ]  # fmt: skip
    assert "--rows" in lines[8]
    told = trace(capsys, starter, store, "--cell", "office=north", "--rows")
    assert [line.split(", columns")[0] for line in told[6:]] == ["    requests: requests-North-2028.csv, lines 2-7"]


def test_results_are_proved_after_more_has_come(
    capsys: pytest.CaptureFixture[str], starter: Path, store: Path, tmp_path: Path
) -> None:
    calc(capsys, starter, store, "2028", "--out", tmp_path / "out")
    send(capsys, starter, store, HEAD + "S,south,letter,2028-01-01,2028-01-09\n", "2028", "South")
    path = starter / "indicators" / "answer_time.yaml"
    path.write_text(path.read_text().replace("decimals: 1", "decimals: 2"))
    done = here(capsys, "rerun", tmp_path / "out" / "results.json", "--store", store)
    assert (done.code, done.out.splitlines()[0]) == (0, "Proved: 5 figures of 2028 come out again, byte for byte.")


def test_what_was_changed_is_found(
    capsys: pytest.CaptureFixture[str], starter: Path, store: Path, tmp_path: Path
) -> None:
    calc(capsys, starter, store, "2028", "--out", tmp_path / "out")
    path = tmp_path / "out" / "results.json"
    path.write_text(path.read_text().replace('"published": "28.0"', '"published": "27.0"'))
    done = here(capsys, "rerun", path, "--store", store)
    assert (done.code, done.out.splitlines()[1]) == (1, "  answer_time {}: published 27.0 in the file, 28.0 now")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data_hash": "0" * 64}, "This store never held the data of these results"),
        ({"spec_hash": "0" * 64}, "The store does not keep the plan 0000"),
        ({"results": [{"indicator": "other"}]}, "The plan has no indicator other."),
        ({"submitted": None}, "is no results.json that rbm-spec calc --store has written."),
        ({"results": 3}, "is no results.json that rbm-spec calc --store has written."),
    ],
)
def test_results_that_are_not_of_this_store(
    capsys: pytest.CaptureFixture[str],
    starter: Path,
    store: Path,
    tmp_path: Path,
    change: dict[str, object],
    message: str,
) -> None:
    calc(capsys, starter, store, "2028", "--out", tmp_path / "out")
    path = tmp_path / "out" / "results.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    done = here(capsys, "rerun", path, "--store", store)
    assert done.code == 2
    assert message in done.err
