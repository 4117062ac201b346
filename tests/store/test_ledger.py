"""A ledger says what counts; one that no ingest has written is refused in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rbm_spec.store.database import from_bytes, to_bytes
from rbm_spec.store.folder import read_store
from rbm_spec.store.ledger import Delivery, Ledger, Meaning, Submission, Unsound

LINE = "line 1 of its submissions is none"
SPEC, MEANING = "1" * 64, "2" * 64


def sent(number: int, sender: str, period: str, run: int | None = None) -> Submission:
    first, last = {"2027": ("2027-01-01", "2027-12-31"), "2028": ("2028-01-01", "2028-12-31"),
                   "2028-Q1": ("2028-01-01", "2028-03-31")}[period]  # fmt: skip
    return Submission(
        number, run or number, f"f{number}.csv", f"{number:064x}", 3, sender, "Store", "2029-01-01", period, first,
        last, "0.1.0", SPEC, "", "accepted", "{}",
    )  # fmt: skip


def ledger(*submissions: Submission) -> Ledger:
    deliveries = (Delivery(each.number, "items", MEANING, "3" * 64, 1, "{}", 0, 1, 0, 0, 0) for each in submissions)
    return Ledger("plan", submissions, tuple(deliveries), (Meaning("items", MEANING, SPEC),), {SPEC: "0.1.0"})


def test_what_is_written_is_read_back_and_written_alike() -> None:
    whole = ledger(sent(1, "A", "2028"), sent(2, "B", "2028"))
    assert from_bytes(to_bytes(whole)) == whole
    assert to_bytes(from_bytes(to_bytes(whole))) == to_bytes(whole)


@pytest.mark.parametrize(
    ("submissions", "counting"),
    [
        ([sent(1, "A", "2028"), sent(2, "A", "2028")], [2]),
        ([sent(1, "A", "2028"), sent(2, "A", "2028", run=1)], [1, 2]),
        ([sent(1, "A", "2028"), sent(2, "B", "2028")], [1, 2]),
        ([sent(1, "A", "2028"), sent(2, "A", "2027")], [2, 1]),
        ([sent(1, "A", "2028-Q1"), sent(2, "A", "2028")], [2]),
        ([sent(1, "A", "2028-Q1"), sent(2, "B", "2028")], [1, 2]),
    ],
)
def test_what_counts(submissions: list[Submission], counting: list[int]) -> None:
    assert [each.number for each, _ in ledger(*submissions).current()] == counting


def changed(change: Callable[[sqlite3.Connection], object]) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(to_bytes(ledger(sent(1, "A", "2028"))))
    change(connection)
    connection.commit()
    return connection.serialize()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is no database"),
        (b"SQLite format 3\0" + bytes(200), "it is no"),
        (b"PK\3\4" * 100, "it is no"),
        (changed(lambda db: db.execute("PRAGMA user_version = 2")), "another release of rbm-spec has written it"),
        (
            changed(lambda db: db.execute("CREATE TRIGGER t AFTER INSERT ON plan BEGIN DELETE FROM plan; END")),
            "it holds other tables than a ledger has",
        ),
        (changed(lambda db: db.execute("CREATE VIEW v AS SELECT 1")), "it holds other tables than a ledger has"),
        (changed(lambda db: db.execute("DROP TABLE plan")), "it holds other tables than a ledger has"),
        (changed(lambda db: db.execute("DELETE FROM plan")), "it names no plan"),
        (changed(lambda db: db.execute("UPDATE plan SET id = '../x'")), "it names no plan"),
        (changed(lambda db: db.execute("UPDATE submissions SET sha256 = '../x'")), LINE),
        (changed(lambda db: db.execute("UPDATE submissions SET received = 'x'")), LINE),
        (changed(lambda db: db.execute("UPDATE submissions SET number = 7")), LINE),
        (changed(lambda db: db.execute("UPDATE deliveries SET submission = 9")), "line 1 of its deliveries is none"),
        (changed(lambda db: db.execute("UPDATE deliveries SET data = 'x'")), "line 1 of its deliveries is none"),
        (changed(lambda db: db.execute("UPDATE deliveries SET rows = -1")), "line 1 of its deliveries is none"),
        (changed(lambda db: db.execute("DELETE FROM specs")), LINE),
    ],
)  # fmt: skip
def test_a_ledger_that_no_ingest_has_written(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(Unsound, match=message):
        from_bytes(content)
    (tmp_path / "ledger.sqlite").write_bytes(content)
    with pytest.raises(OSError, match=f"The store is damaged: {message}"):
        read_store(tmp_path)


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(Unsound):
        to_bytes(ledger(replace(sent(1, "A", "2028"), state="new")))
