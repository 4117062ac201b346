"""`rbm-spec calc --store`: not submitted is not zero, what is still to come is provisional, both engines alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Done, here
from tests.ingest.test_ingest import starter as starter

HEAD = "request_id,office,channel,received_on,answered_on\n"
IN_2027 = HEAD + "A,north,letter,2027-03-01,2027-03-03\nB,north,letter,2027-11-01,\n"
IN_2028 = HEAD + "B,north,letter,2027-11-01,2028-01-10\nC,north,letter,2028-05-01,2028-05-11\n"  # 70 and 10 days
SOUTH = HEAD + "S,south,letter,2027-01-01,2027-01-05\n"


def send(capsys: Any, plan: Path, store: Path, text: str, period: str, sender: str = "North") -> None:
    path = store.parent / f"requests-{sender}-{period}.csv"
    path.write_text(text)
    asked = ["--into", store, "--received", "2029-02-01", "--sender", sender, "--period", period]
    assert here(capsys, "ingest", plan, path, *asked).code == 0


def calc(capsys: Any, plan: Path, store: Path, period: str, *more: object) -> Done:
    return here(capsys, "calc", plan, "--store", store, "--period", period, *more)


def total(done: Done) -> tuple[object, object, str, object]:
    (found,) = [each for each in json.loads(done.out)["results"] if not each["cell"]]
    return found["value"], found["reason"], found["status"], found["n"]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_by_period(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path, engine: str) -> None:
    store = tmp_path / "kept"
    send(capsys, starter, store, IN_2027, "2027")
    send(capsys, starter, store, SOUTH, "2027", "South")
    more = ["--engine", engine, "--format", "json"]
    assert total(calc(capsys, starter, store, "2027", *more)) == (3.0, None, "A", 2)  # 2 and 4 days
    assert total(calc(capsys, starter, store, "2028", *more)) == (None, "not_submitted", "O", 0)
    send(capsys, starter, store, IN_2028, "2028")
    assert total(calc(capsys, starter, store, "2028", *more)) == (40.0, None, "P", 2)
    send(capsys, starter, store, HEAD + "T,south,letter,2028-01-01,2028-01-21\n", "2028", "South")
    assert total(calc(capsys, starter, store, "2028", *more)) == (100 / 3, None, "A", 3)


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_rows_that_all_come_again_for_a_later_period(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path, engine: str
) -> None:
    """Of the earlier delivery nothing is left; the later one counts."""
    store = tmp_path / "kept"
    send(capsys, starter, store, IN_2028, "2028")
    send(capsys, starter, store, IN_2028.replace("2028", "2029"), "2029")  # 436 and 10 days
    found = calc(capsys, starter, store, "2029", "--engine", engine, "--format", "json")
    assert total(found) == (223.0, None, "A", 2)


def test_who_has_submitted(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    send(capsys, starter, store, SOUTH, "2027", "South")
    send(capsys, starter, store, IN_2028, "2028")
    lines = calc(capsys, starter, store, "2028").out.splitlines()
    at = lines.index("Submitted for 2028")
    title = "Requests received (made up) (requests), Service desk"
    assert lines[at + 1] == f"  {title}: submitted, 2 rows from North; still to come: South"
    lines = calc(capsys, starter, store, "2029").out.splitlines()
    assert lines[-1] == f"  {title}: not submitted"


def test_who_has_submitted_is_wrapped(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    send(capsys, starter, store, IN_2028, "2028", "The office of everything that has a very long name in this plan")
    lines = calc(capsys, starter, store, "2028").out.splitlines()
    assert max(map(len, lines)) <= 120
    assert lines[-2:] == [
        "  Requests received (made up) (requests), Service desk: submitted, 2 rows from "
        "The office of everything that has a very",
        "    long name in this plan",
    ]


def test_an_office_whose_file_was_refused_is_awaited(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path
) -> None:
    """Its rows are known to be missing until a file is accepted; results from before that are proved all the same."""
    store, path = tmp_path / "kept", tmp_path / "requests.csv"
    asked = ["--into", store, "--received", "2029-02-01", "--period", "2028", "--sender", "South"]
    path.write_text(HEAD + "T,sotuh,letter,2028-01-01,2028-01-21\n")
    assert here(capsys, "ingest", starter, path, *asked).code == 1
    done = calc(capsys, starter, store, "2028")
    assert done.out.splitlines()[-1].endswith("not submitted; still to come: South")
    send(capsys, starter, store, IN_2028, "2028")
    assert total(calc(capsys, starter, store, "2028", "--format", "json")) == (40.0, None, "P", 2)
    assert total(calc(capsys, starter, store, "2029", "--format", "json"))[2] == "O"
    calc(capsys, starter, store, "2028", "--out", tmp_path / "before")
    path.write_text(HEAD + "T,south,letter,2028-01-01,2028-01-21\n")
    assert here(capsys, "ingest", starter, path, *asked).code == 0
    assert total(calc(capsys, starter, store, "2028", "--format", "json")) == (100 / 3, None, "A", 3)
    again = here(capsys, "rerun", tmp_path / "before" / "results.json", "--store", store)
    assert (again.code, again.out[:7]) == (0, "Proved:")


def test_an_office_is_awaited_whose_file_did_not_say_for_when(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path
) -> None:
    """It may be for any period, until another file of the office is accepted."""
    store, path = tmp_path / "kept", tmp_path / "requests.csv"
    send(capsys, starter, store, IN_2028, "2028")
    send(capsys, starter, store, IN_2028.replace("2028", "2029"), "2029")
    path.write_text(HEAD + "T,south,letter,2028-01-01,2028-01-21\n")
    asked = ["--into", store, "--received", "2029-02-01", "--sender", "South"]
    assert here(capsys, "ingest", starter, path, *asked).code == 1
    for period in ("2028", "2029"):
        done = calc(capsys, starter, store, period, "--out", tmp_path / period)
        assert done.out.splitlines()[-1].endswith("from North; still to come: South")
    assert here(capsys, "ingest", starter, path, *asked, "--period", "2028").code == 0
    assert "still to come" not in calc(capsys, starter, store, "2028").out
    for period in ("2028", "2029"):
        again = here(capsys, "rerun", tmp_path / period / "results.json", "--store", store)
        assert (again.code, again.out[:7]) == (0, "Proved:")


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("partial", [True, False])
def test_part_of_a_biennium(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path, partial: bool, engine: str
) -> None:
    path = starter / "indicators" / "answer_time.yaml"
    text = (
        path.read_text()
        .replace("frequency: annual", "frequency: biennial")
        .replace("period: 2028\n", "period: 2028-2029\n")
    )
    if partial:
        text = text.replace("    aggregate: mean\n", "    aggregate: mean\n    partial: allowed\n")
    path.write_text(text.replace("targets: {2031: tbd}", "targets: {2031: tbd}"))
    store = tmp_path / "kept"
    send(capsys, starter, store, IN_2028, "2028")
    found = total(calc(capsys, starter, store, "2028-2029", "--engine", engine, "--format", "json"))
    assert found == ((40.0, None, "P", 2) if partial else (None, "not_submitted", "O", 0))
    send(capsys, starter, store, HEAD + "Z,north,letter,2029-05-01,2029-05-11\n", "2029")
    found = total(calc(capsys, starter, store, "2028-2029", "--engine", engine, "--format", "json"))
    assert found == (30.0, None, "A", 3)


def test_rows_that_were_changed_in_the_store(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    send(capsys, starter, store, IN_2028, "2028")
    (path,) = (store / "data").iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    for engine in ("pandas", "duckdb"):
        done = calc(capsys, starter, store, "2028", "--engine", engine)
        assert done.code == 74
        assert done.err.startswith("rbm-spec: The store is damaged: these are not the rows that were put into it: ")


def test_no_store(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    done = calc(capsys, starter, tmp_path, "2028")
    assert (done.code, done.err) == (
        74,
        f"rbm-spec: There is no store here; rbm-spec ingest begins one: {tmp_path}\n",
    )
