"""`rbm-spec calc` and `sample`: figures from files, faults at their places, nothing left behind."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.commands import ITU, here

ROWS = """\
request_id,office,channel,received_on,answered_on
A,north,letter,2028-03-01,2028-03-05
B,south,telephone,2028-03-10,2028-03-20
C,south,letter,2028-11-30,
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The rows of the starter plan's worked example: 4 and 10 days, 7 on average."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "requests.csv").write_text(ROWS)
    return folder


def lines(text: str) -> list[list[str]]:
    return [" ".join(line.split()).split(" | ") for line in text.splitlines()]


def test_the_worked_example(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--all")
    assert (done.code, done.err) == (0, "")
    assert [" ".join(line.split()) for line in done.out.splitlines()] == [
        "Average time to answer a request (made up) (answer_time), 2028",
        "Value Unit n",
        "Total 7.0 calendar days 2",
        "By Office",
        "Northern office 4.0 calendar days 1",
        "Southern office 10.0 calendar days 1",
        "By Office and Channel",
        "Northern office; Letter 4.0 calendar days 1",
        "Southern office; Telephone 10.0 calendar days 1",
    ]


def test_totals_alone(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028)
    assert [" ".join(line.split()) for line in done.out.splitlines()] == [
        "Average time to answer a request (made up) (answer_time), 2028",
        "Value Unit n",
        "Total 7.0 calendar days 2",
        "4 more figures by Office, Channel: --all",
    ]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_indicators_come_in_the_order_of_their_outcome(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, engine: str
) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(ITU, plan)
    outcome = plan / "outcomes" / "efficiently_managed_itu.yaml"
    text = outcome.read_text()
    order = re.findall(r"^  - (\w+)$", text[text.index("indicators:") :], re.MULTILINE)
    assert len(order) == 7
    backwards = "indicators:\n" + "".join(f"  - {name}\n" for name in reversed(order))
    outcome.write_text(text[: text.index("indicators:")] + backwards)
    for folder, wanted in ((ITU, order), (plan, order[::-1])):
        done = here(capsys, "calc", folder, "--sample", "--period", 2028, "--engine", engine, "--out", tmp_path / "out")
        table = re.findall(r"\((\w+)\),\s+2028$", done.out, re.MULTILINE)
        rows = csv.DictReader(io.StringIO((tmp_path / "out" / "results.csv").read_text()))
        results = json.loads((tmp_path / "out" / "results.json").read_text())["results"]
        assert table == wanted
        assert list(dict.fromkeys(row["indicator"] for row in rows)) == wanted
        assert list(dict.fromkeys(row["indicator"] for row in results)) == wanted


def test_csv_and_json_say_the_same(
    capsys: pytest.CaptureFixture[str], starter: Path, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results"
    printed = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--format", "csv", "--out", out)
    assert printed.code == 0
    assert (out / "results.csv").read_text() == printed.out
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    assert [(row["cell"], row["value"], row["published"], row["n"], row["status"]) for row in rows] == [
        ("", "7.0", "7.0", "2", "A"),
        ("office=north", "4.0", "4.0", "1", "A"),
        ("office=south", "10.0", "10.0", "1", "A"),
        ("office=north;channel=letter", "4.0", "4.0", "1", "A"),
        ("office=south;channel=telephone", "10.0", "10.0", "1", "A"),
    ]
    document = json.loads((out / "results.json").read_text())
    assert document["plan"] == {"id": "starter_plan", "version": "0.1.0"}
    assert {row["spec_hash"] for row in rows} == {document["spec_hash"]}
    assert {row["data_hash"] for row in rows} == {document["data_hash"]}
    for row, result in zip(rows, document["results"], strict=True):
        assert row["cell"] == ";".join(f"{path}={code}" for path, code in result["cell"].items())
        assert Decimal(row["value"]) == Decimal(repr(result["value"]))
        for name in ("indicator", "component", "period", "published", "status", "confidentiality"):
            assert row[name] == result[name]


def test_hashes_follow_specs_and_data(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    def hashes() -> tuple[str, str]:
        document = json.loads(here(capsys, "calc", starter, "--data", data, "--period", 2028, "--format", "json").out)
        return document["spec_hash"], document["data_hash"]

    spec, rows = hashes()
    (data / "requests.csv").write_text(ROWS + "D,north,letter,2028-01-01,\n")
    assert hashes()[0] == spec
    assert hashes()[1] != rows
    (starter / "plan.yaml").write_text((starter / "plan.yaml").read_text() + "# a word more\n")
    assert hashes()[0] != spec


def test_faults_come_first_and_stop_what_reads_them(
    capsys: pytest.CaptureFixture[str], starter: Path, data: Path
) -> None:
    broken = ROWS.replace("A,north", "A,nrth").replace("2028-03-20", "2028-03-09") + "A,north,letter,2028-02-30,\n"
    (data / "requests.csv").write_text(broken)
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028)
    assert done.code == 1
    assert done.err.splitlines() == [
        'requests.csv, line 2, office "nrth": RBM702 The list offices has no code "nrth".',
        "requests.csv, line 3: RBM711 A request cannot be answered before it is received.",
        'requests.csv, line 5, received_on "2028-02-30": RBM701 "2028-02-30" is not a date such as 2028-01-31.',
        'requests.csv, line 5, request_id "A": RBM708 The key A is there twice in requests.',
        "",
    ]
    assert "no value: there are faults in the data" in done.out
    out = data.parent / "out"
    printed = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--format", "json", "--out", out).out
    found = json.loads(printed)
    assert ((out / "results.json").read_text(), found["faults"]) == (printed, 4)
    listed = json.loads((out / "faults.json").read_text())["faults"]
    assert [(fault["place"], fault["column"], fault["value"]) for fault in listed] == [
        ("line 2", "office", "nrth"),
        ("line 3", "", ""),
        ("line 5", "received_on", "2028-02-30"),
        ("line 5", "request_id", "A"),
    ]
    assert [(result["value"], result["reason"]) for result in found["results"]] == [(None, "invalid")]


def test_faults_of_form_stop_it_too(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    (data / "requests.csv").write_bytes(b"request_id\n\xff\n")
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028)
    assert done.code == 1
    assert done.err == "requests.csv, line 2: RBM717 The file is not written in UTF-8. Save it as CSV UTF-8.\n\n"
    assert "no value: there are faults in the data" in done.out


def test_nothing_submitted(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = here(capsys, "calc", starter, "--data", tmp_path / "empty", "--period", 2028)
    assert (done.code, "no value: the data was not submitted" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--period", "2028"],
            "Name the folder of your data with --data, or a store with --store, or ask for made-up data with --sample.",
        ),
        (["--data", ".", "--sample", "--period", "2028"], "Name the folder of your data with --data, or"),
        (["--sample", "--period", "2028-Q1"], '"2028-Q1" is no period of these indicators, which are annual.'),
        (["--sample", "--period", "now"], '"now" is no period'),
        (["--sample", "--period", "2028", "--indicator", "answer_tme"], "Did you mean answer_time?"),
        (["--sample", "--period", "2026"], "2026 lies outside the plan, which runs from 2028 to 2031."),
        (["--sample", "--period", "2032"], "Before these only 2027 can be computed, as a baseline."),
    ],
)
def test_requests_that_make_no_sense(
    capsys: pytest.CaptureFixture[str], starter: Path, arguments: list[str], message: str
) -> None:
    done = here(capsys, "calc", starter, *arguments)
    assert (done.code, message in done.err) == (2, True), done.err


def test_a_baseline_year(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    assert here(capsys, "calc", starter, "--data", data, "--period", 2027).code == 0


def test_rows_of_other_years_are_not_a_zero_without_a_word(
    capsys: pytest.CaptureFixture[str], starter: Path, data: Path
) -> None:
    note = "No rows of requests lie in 2030; 0 is computed because the dataset was submitted."
    done = here(capsys, "calc", starter, "--data", data, "--period", 2030)
    assert f"Note: {note}" in done.out.splitlines()
    done = here(capsys, "calc", starter, "--data", data, "--period", 2030, "--format", "json")
    assert json.loads(done.out)["notes"] == [note]
    assert "Note:" not in here(capsys, "calc", starter, "--data", data, "--period", 2028).out


def test_made_up_data_is_marked_in_all_results(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    out = data.parent / "out"
    for marked in (False, True):
        if marked:
            (data / "SYNTHETIC.txt").write_text("")
        done = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--out", out)
        assert done.out.startswith("SYNTHETIC: computed from made-up data;") == marked
        (first, *_) = csv.DictReader((out / "results.csv").open())
        assert first["synthetic"] == ("true" if marked else "false")
        for name in ("results.json", "faults.json"):
            assert json.loads((out / name).read_text())["synthetic"] is marked
    at_once = here(capsys, "calc", starter, "--sample", "--period", 2028, "--format", "json")
    assert json.loads(at_once.out)["synthetic"] is True


def test_faults_of_other_data_do_not_count_for_one_indicator(
    capsys: pytest.CaptureFixture[str], starter: Path, data: Path
) -> None:
    text = (starter / "datasets" / "requests.yaml").read_text()
    (starter / "datasets" / "others.yaml").write_text(text.replace("id: requests", "id: others", 1))
    (data / "others.csv").write_text(ROWS.replace("A,north", "A,nrth"))
    everything = here(capsys, "calc", starter, "--data", data, "--period", 2028)
    assert (everything.code, "others.csv, line 2" in everything.err) == (1, True)
    one = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--indicator", "answer_time")
    assert (one.code, "others.csv" in one.err) == (0, False)


def test_results_are_written_before_anything_is_printed(
    capsys: pytest.CaptureFixture[str], starter: Path, data: Path
) -> None:
    taken = data.parent / "taken"
    taken.write_text("mine")
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--out", taken)
    assert (done.code, done.out, taken.read_text()) == (74, "", "mine")
    link = data.parent / "link"
    link.symlink_to(data)
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--out", link)
    assert (done.code, done.out, len(list(data.iterdir()))) == (74, "", 1)
    assert here(capsys, "calc", starter, "--data", data, "--period", 2028, "--out", data).code == 2


def test_what_rows_about_people_say_is_in_no_file(
    capsys: pytest.CaptureFixture[str], starter: Path, data: Path
) -> None:
    """Each kind of fault, with values that would be seen."""
    spec = starter / "datasets" / "requests.yaml"
    spec.write_text(spec.read_text().replace("personal: false", "personal: true"))
    broken = (
        ROWS
        + "JANEDOE,north,letter,2028-03-01,\nJANEDOE,south,letter,2028-03-01,\n"
        + 'X,BERN"0,letter,2028-03-01,\nY,north,letter,12.3.1999,\n"Z\x01ANNA",north,letter,2028-03-01,\n'
    )
    (data / "requests.csv").write_text(broken.replace('BERN"0', '"BERN""0"'))
    out = data.parent / "out"
    done = here(capsys, "calc", starter, "--data", data, "--period", 2028, "--out", out)
    assert (done.code, "JANEDOE" in done.err) == (1, True)
    written = "".join(path.read_text() for path in out.iterdir())
    assert [each for each in ("JANEDOE", "BERN", "1999", "ANNA") if each in written] == []
    listed = json.loads((out / "faults.json").read_text())["faults"]
    assert [(each["place"], each["column"], each["message"]) for each in listed] == [
        ("line 6", "request_id", "A key is there twice in requests."),
        ("line 7", "office", 'The list offices has no code "…".'),
        ("line 8", "received_on", '"…" is not a date such as 2028-01-31.'),
        ("line 9", "request_id",
         "The cell holds a control character (U+0001), which no text has. Take it out."),
    ]  # fmt: skip
    (data / "requests.csv").write_text("request_id,JANEDOE\nA,north\n")
    here(capsys, "calc", starter, "--data", data, "--period", 2028, "--out", out)
    assert "JANEDOE" not in "".join(path.read_text() for path in out.iterdir())


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    done = here(capsys, "calc", starter, "--data", "/nowhere", "--period", 2028)
    assert (done.code, done.err) == (74, "rbm-spec: No such file or directory: /nowhere\n")


def test_a_plan_with_errors_computes_nothing(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    (starter / "plan.yaml").write_text("kind: plan\n")
    assert here(capsys, "calc", starter, "--data", data, "--period", 2028).code == 1


def test_nothing_is_left_behind(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    before = set(sys.modules)
    assert here(capsys, "calc", starter, "--sample", "--period", 2028).code == 0
    assert list(private.iterdir()) == []
    assert not [name for name in set(sys.modules) - before if name.startswith("rbm_spec_calculation")]


def test_the_first_minute(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the README says, in one command or in two."""
    at_once = here(capsys, "calc", ITU, "--sample", "--period", 2028)
    assert (at_once.code, at_once.err) == (0, "Computed from made-up data: the figures mean nothing.\n")
    assert at_once.out.count("\n\n") == 7
    sample = tmp_path / "sample"
    written = here(capsys, "sample", ITU, "--into", sample)
    assert (written.code, written.err) == (0, "")
    in_two = here(capsys, "calc", ITU, "--data", sample, "--period", 2028)
    assert (in_two.code, in_two.err, in_two.out) == (0, "", at_once.out)


def test_a_sample_stays_out_of_the_plan(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    done = here(capsys, "sample", starter, "--into", starter / "data")
    assert (done.code, "Name a folder beside it." in done.err, (starter / "data").exists()) == (2, True, False)


def test_a_sample_never_replaces_data(capsys: pytest.CaptureFixture[str], starter: Path, data: Path) -> None:
    done = here(capsys, "sample", starter, "--into", data)
    assert (done.code, "holds files that are no sample" in done.err) == (2, True)
    assert (data / "requests.csv").read_text() == ROWS


def test_a_sample_replaces_a_sample(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    target, outside = tmp_path / "sample", tmp_path / "outside"
    outside.write_text("mine")
    assert here(capsys, "sample", starter, "--into", target, "--rows", 5).code == 0
    first = (target / "requests.csv").read_text()
    assert len(first.splitlines()) == 6
    (target / "requests.csv").unlink()
    (target / "requests.csv").symlink_to(outside)
    assert here(capsys, "sample", starter, "--into", target, "--rows", 5).code == 0
    assert (target / "requests.csv").read_text() == first
    assert outside.read_text() == "mine"
    assert here(capsys, "sample", starter, "--into", target, "--rows", 5, "--seed", 2).code == 0
    assert (target / "requests.csv").read_text() != first


def test_what_is_hidden_is_nowhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Suppressed figures have neither value, text nor n in anything that is printed or written."""
    out = tmp_path / "out"
    done = here(capsys, "calc", ITU, "--sample", "--period", 2028, "--format", "json", "--out", out)
    hidden = [each for each in json.loads(done.out)["results"] if each["reason"] == "suppressed"]
    assert hidden
    assert {(each["value"], each["published"], each["n"], each["status"]) for each in hidden} == {
        (None, None, None, "Q")
    }
    rows = [row for row in csv.DictReader((out / "results.csv").open()) if row["reason"] == "suppressed"]
    assert len(rows) == len(hidden)
    assert {(row["value"], row["published"], row["n"]) for row in rows} == {("", "", "")}


def test_earlier_results_are_looked_at(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same figures once more give nothing new away; what was looked at is said, and a wrong file refused."""
    out = tmp_path / "out"
    first = here(capsys, "calc", ITU, "--sample", "--period", 2028, "--format", "json", "--out", out)
    again = here(
        capsys, "calc", ITU, "--sample", "--period", 2028, "--format", "json", "--previous", out / "results.json"
    )
    assert again.code == 0
    was, now = json.loads(first.out), json.loads(again.out)
    assert now["results"] == was["results"]
    assert "no earlier results" in was["notes"][-1]
    assert "the earlier results results.json" in now["notes"][-1]
    wrong = here(capsys, "calc", ITU, "--sample", "--period", 2028, "--previous", out / "results.csv")
    assert wrong.code == 2
    assert "cannot be used as earlier results. The file is not JSON." in " ".join(wrong.err.split())
