"""`rbm-spec ingest`: each file whole or not at all, every finding at its place, nothing lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rbm_spec.collect.tables import Table, Trouble
from rbm_spec.ingest.intake import Received
from rbm_spec.ingest.run import in_order
from rbm_spec.store.folder import read_store
from tests.cli.commands import here
from tests.collect.books import ITEMS, filled
from tests.collect.test_workbook import entered

HEAD = "code,office,amount,pieces,price,good,seen_on,counted_at\n"
A = "A,north,1.5,2,3.50,true,2028-03-01,2028-03-01T09:30:00\n"
B = "B,south,,,,,2028-04-01,\n"
C = "C,south,,,,,2028-05-01,\n"


@dataclass
class Office:
    """Runs ingests of files into one store."""

    folder: Path
    plan: Path
    capsys: pytest.CaptureFixture[str]

    def send(self, files: Mapping[str, str | bytes], *more: object, sender: str = "Store", period: str = "2028") -> Any:
        """What an ingest says as JSON; its text where there is none."""
        paths = []
        for name, content in files.items():
            path = self.folder / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(path)
        asked = ["--into", self.folder / "kept", "--received", "2029-02-01", "--sender", sender, "--format", "json"]
        asked += ["--period", period] if period else []
        done = here(self.capsys, "ingest", self.plan, *paths, *asked, *more)
        return json.loads(done.out) if done.out else done.err

    def counting(self) -> list[tuple[str, int]]:
        """The files that count now, with their rows."""
        return [(sent.file, each.rows) for sent, each in read_store(self.folder / "kept").ledger.current()]


@pytest.fixture
def office(tmp_path: Path, starter: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    (starter / "datasets" / "items.yaml").write_text(ITEMS)
    return Office(tmp_path, starter, capsys)


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    import shutil

    from rbm_spec import resources

    folder = tmp_path / "specs" / "starter_plan"
    shutil.copytree(resources.generators() / "init", folder)
    return folder


def states(said: Any) -> list[str]:
    return [each["state"] for each in said["files"]]


def findings(said: Any) -> list[tuple[str, str]]:
    return [(one["place"], one["message"]) for each in said["files"] for one in each["findings"]]


def test_a_file_is_accepted_whole_or_not_at_all(office: Office) -> None:
    wrong = HEAD + A.replace("A,", "X,") + "Y,east,1,1,1,true,2028-01-01,\n"
    said = office.send({"items-1.csv": HEAD + A + B, "items-2.csv": wrong})
    assert states(said) == ["accepted", "refused"]
    assert findings(said) == [("line 3", 'The list offices has no code "east". Allowed here: north, south.')]
    assert said["files"][1]["findings"][0]["line"] == "datasets/items.yaml:12"
    assert office.counting() == [("items-1.csv", 2)]
    kept = {path.name for path in (office.folder / "kept" / "files").iterdir()}
    assert kept == {hashlib.sha256(text.encode()).hexdigest() for text in (HEAD + A + B, wrong)}


def test_the_same_bytes_count_once(office: Office) -> None:
    assert states(office.send({"items-1.csv": HEAD + A, "items-2.csv": HEAD + A})) == ["accepted", "known"]
    said = office.send({"items-3.csv": HEAD + A}, sender="Somebody else")
    assert states(said) == ["known"]
    assert said["files"][0]["notes"] == ["In the store already, from Store on 2029-02-01: nothing changes."]


def test_a_resubmission_says_what_changes(office: Office) -> None:
    office.send({"items.csv": HEAD + A + B})
    said = office.send({"items.csv": HEAD + A.replace("1.5", "2.5") + C})
    (change,) = said["resubmissions"]
    assert (change["added"], change["removed"], change["changed"], change["same"]) == (1, 1, 1, 0)
    assert [(each["how"], each["key"], each["fields"]) for each in change["changes"]] == [
        ("changed", "A", [{"field": "amount", "old": "1.5", "new": "2.5"}]),
        ("removed", "B", []),
        ("added", "C", []),
    ]
    assert office.counting() == [("items.csv", 2)]
    assert len(read_store(office.folder / "kept").ledger.submissions) == 2


def test_an_older_file_again_is_no_news(office: Office) -> None:
    office.send({"items.csv": HEAD + A + B})
    office.send({"items.csv": HEAD + A})
    said = office.send({"items.csv": HEAD + A + B})
    assert states(said) == ["refused"]
    assert findings(said)[0][1].startswith("This is the file that Store sent on 2029-02-01; a later one has taken")


def test_a_file_that_takes_back_all_rows_must_say_so(office: Office) -> None:
    office.send({"items.csv": HEAD + A + B})
    said = office.send({"items.csv": HEAD + C})
    assert states(said) == ["refused"]
    assert "say --replace" in findings(said)[0][1]
    assert states(office.send({"items.csv": HEAD + C + "\n"}, "--replace")) == ["accepted"]
    assert office.counting() == [("items.csv", 1)]


@pytest.mark.parametrize("at_once", [True, False])
def test_two_claim_one_row(office: Office, at_once: bool) -> None:
    first, second = {"items-1.csv": HEAD + A + B}, {"items-2.csv": HEAD + C + B}
    if at_once:
        (office.folder / "s.csv").write_text("file,sender\nitems-1.csv,North\nitems-2.csv,South\n")
        said = office.send(first | second, "--senders", office.folder / "s.csv")
    else:
        office.send(first, sender="North")
        said = office.send(second, sender="South")
    assert states(said)[-1] == "refused"
    claimed = "The row B is in items-1.csv, line 3 too, from North."
    assert findings(said) == [
        (
            "line 3",
            f"{claimed} Agree who reports it, and leave it out of the other file.",
        )
    ]
    assert office.counting() == [("items-1.csv", 2)]


def test_two_versions_of_a_file_taken_in_together(office: Office) -> None:
    """Nobody else claims the rows: the advice is another one than for two offices."""
    said = office.send({"items-1.csv": HEAD + A + B, "items-2.csv": HEAD + A.replace("north", "south")})
    assert findings(said) == [
        (
            "line 2",
            "The row A is in items-1.csv, line 2 too, from the same sender. Files that are taken in together add up:"
            " leave the row out of one, or, if one file takes the place of the other, take in the newer one alone.",
        )
    ]
    assert office.counting() == [("items-1.csv", 2)]


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("2027", "No row of items lies in 2027; they are from 2028-03-01 to 2028-04-01. Is this for another period?"),
        ("", "For which period is this? Say it with --period."),
    ],
)
def test_wrong_period(office: Office, period: str, message: str) -> None:
    said = office.send({"items.csv": HEAD + A + B}, period=period)
    assert [each for _, each in findings(said)] == [message]
    assert office.counting() == []


def test_a_part_of_a_period_that_was_submitted_whole(office: Office) -> None:
    office.send({"items.csv": HEAD + A + B})
    said = office.send({"items.csv": HEAD + A}, period="2028-Q1")
    assert findings(said)[0][1].startswith("2028-Q1 lies in or across 2028, which Store has submitted already")


def test_rows_of_two_periods(office: Office) -> None:
    office.send({"items.csv": HEAD + A + B})
    said = office.send({"items.csv": HEAD + B + "D,north,,,,,2029-01-05,\n"}, period="2029")
    assert said["files"][0]["notes"] == [
        "items: 1 row is in 2028 too (items.csv); the later period counts.",
        "items: 1 row does not lie in 2029; the first is line 2, 2028-04-01.",
    ]


def test_what_is_careless_is_told(office: Office) -> None:
    said = office.send({"items.csv": HEAD + "A,north,９５ %,n/a,,TRUE,31.12.2028,\n"})
    assert states(said) == ["accepted"]
    assert [(one["place"], one["column"], one["before"], one["after"]) for one in said["files"][0]["coercions"]] == [
        ("line 2", "amount", "９５ %", "0.95"),
        ("line 2", "good", "TRUE", "true"),
        ("line 2", "pieces", "n/a", ""),
        ("line 2", "seen_on", "31.12.2028", "2028-12-31"),
    ]


def test_spaces_that_were_dropped_can_be_seen(office: Office) -> None:
    (office.folder / "items.csv").write_text(HEAD + "A,\u00a0north ,1\u202f234,,,,,\n")
    asked = ["--received", "2029-02-01", "--sender", "Store", "--period", "2028"]
    said = here(office.capsys, "ingest", office.plan, office.folder / "items.csv", *asked).out
    assert '  ~ line 2, office: "␣north␣" is read as "north"\n' in said
    assert '  ~ line 2, amount: "1␣234" is read as "1234"\n' in said


def test_a_workbook(office: Office) -> None:
    rows: Sequence[Sequence[object]] = [["A", "north", "95 %"], ["B", "west", "x"], ["B", "north", 1]]
    said = office.send({"book.xlsx": filled(rows)})
    assert findings(said) == [
        ("sheet Items (made up), cell B9", 'The list offices has no code "west". Allowed here: north, south.'),
        ("sheet Items (made up), cell C9", '"x" is not a number such as 1234.5, of at most 15 digits.'),
        ("sheet Items (made up), cell A10", "The key B is there twice in items."),
    ]
    assert [one["place"] for one in said["files"][0]["coercions"]] == ["sheet Items (made up), cell C8"]
    good = office.send({"book.xlsx": filled(rows[:1])})
    assert states(good) == ["accepted"]
    assert office.counting() == [("book.xlsx", 1)]


@pytest.mark.parametrize(
    ("answer", "period", "asked", "first"),
    [
        ("yes", 2028, "", "Whether the table is complete is answered with true or false."),
        (False, 2028, "", "The answer is false, not complete, but the table has rows. "),
        (None, "next", "", "The reporting period is a year such as 2028"),
        (None, None, "", "For which period is this? Enter it on the first sheet, or say it with --period."),
    ],
)
def test_rows_are_looked_at_whatever_the_first_sheet_says(
    office: Office, answer: object, period: object, asked: str, first: str
) -> None:
    """Who corrects what the first sheet says need not send the file twice to hear of the rows."""
    said = office.send({"book.xlsx": filled([["A", "west"]], entered(answer, period))}, period=asked)
    front, row = findings(said)
    assert front[1].startswith(first)
    assert row == (
        "sheet Items (made up), cell B8",
        'The list offices has no code "west". Allowed here: north, south.',
    )


def test_findings_come_table_by_table(tmp_path: Path) -> None:
    """First what is said of the whole, then each table from top to bottom, as they stand in the workbook."""
    tables = {name: Table(name, {}, ()) for name in ("zebras", "apes")}
    found = [("apes", 8), ("zebras", 9), ("apes", 0), ("zebras", 10), ("", 0)]
    troubles = [Trouble("book.xlsx", row, "", name, "", "", "Wrong.", "RBM702") for name, row in found]
    each = Received("book.xlsx", tmp_path / "book.xlsx", "Store", tables=tables, troubles=troubles)
    in_order(each)
    said = [(one.dataset, one.order) for one in each.troubles]
    assert said == [("", 0), ("apes", 0), ("zebras", 9), ("zebras", 10), ("apes", 8)]


def test_a_store_of_another_plan(office: Office) -> None:
    office.send({"items.csv": HEAD + A})
    text = (office.plan / "plan.yaml").read_text()
    (office.plan / "plan.yaml").write_text(text.replace("id: starter_plan", "id: another_plan"))
    office.plan = office.plan.rename(office.plan.parent / "another_plan")
    said = office.send({"items.csv": HEAD + B})
    assert "This store belongs to the plan starter_plan, not to another_plan." in said


def test_the_same_files_give_the_same_store(office: Office) -> None:
    office.send({"items.csv": HEAD + A})
    first = {path.name: path.read_bytes() for path in (office.folder / "kept").rglob("*") if path.is_file()}
    (office.folder / "kept").rename(office.folder / "before")
    office.send({"items.csv": HEAD + A})
    assert first == {path.name: path.read_bytes() for path in (office.folder / "kept").rglob("*") if path.is_file()}


def test_names_that_are_alike_or_strange(office: Office) -> None:
    import os

    from rbm_spec.ingest.order import senders_of

    strange = Path(os.fsdecode(b"items-\xff.csv"))
    named = senders_of([Path("a/items.csv"), Path("b/items.csv"), strange, Path("items-\ufffd.csv")], "A", {})
    assert [name for name, _, _ in named] == ["a/items.csv", "b/items.csv", "items-\ufffd.csv", "items-\ufffd.csv (2)"]
    path = office.folder / strange
    path.write_text(HEAD + A)
    asked = ["--into", office.folder / "kept", "--received", "2029-02-01", "--sender", "Store", "--period", "2028"]
    done = here(office.capsys, "ingest", office.plan, path, *asked)
    assert done.code == 0
    assert office.counting() == [("items-\ufffd.csv", 1)]


@pytest.mark.parametrize("rows", ["items.csv\n", "items.csv,A\x07\n", f"items.csv,{'x' * 201}\n"])
def test_senders_that_are_none(office: Office, rows: str) -> None:
    (office.folder / "s.csv").write_text(f"file,sender\n{rows}")
    said = office.send({"items.csv": HEAD + A}, "--senders", office.folder / "s.csv")
    assert "is a CSV file with the columns file and sender, one line for each file." in said


def test_a_label_in_the_place_of_a_code(office: Office) -> None:
    said = office.send({"items.csv": HEAD + "A,northern  office,,,,,2028-01-05,\nB,Noth,,,,,2028-01-05,\n"})
    assert [message for _, message in findings(said)] == [
        'The list offices has no code "northern  office". Did you mean `north`?',
        'The list offices has no code "Noth". Did you mean `north`?',
    ]
