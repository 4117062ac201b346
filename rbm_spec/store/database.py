"""A ledger <-> the bytes of an SQLite database.

The database is read and written whole, in memory: the file is only ever replaced by a longer one, so that readers need
no lock, and nothing that somebody else put into it (triggers, views, other tables) is ever run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from rbm_spec.store.ledger import Delivery, Ledger, Meaning, Submission, Unsound, check, values

FORMAT = 1
APPLICATION = 0x52424D53  # RBMS
_KINDS = {"int": "INTEGER", "str": "TEXT"}
_TABLES: dict[str, type[Submission] | type[Delivery] | type[Meaning]] = {
    "submissions": Submission,
    "deliveries": Delivery,
    "meanings": Meaning,
}


def _schema() -> dict[str, str]:
    found = {"plan": "CREATE TABLE plan (id TEXT NOT NULL) STRICT"}
    found["specs"] = "CREATE TABLE specs (digest TEXT NOT NULL, version TEXT NOT NULL) STRICT"
    for name, kind in _TABLES.items():
        columns = (f"{each.name} {_KINDS[str(each.type)]} NOT NULL" for each in kind.__dataclass_fields__.values())
        found[name] = f"CREATE TABLE {name} ({', '.join(columns)}) STRICT"
    return found


def to_bytes(ledger: Ledger) -> bytes:
    """The database. Raises Unsound for a ledger that could not be read back."""
    check(ledger)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        for statement in _schema().values():
            connection.execute(statement)
        _insert(connection, "plan", [[ledger.plan]])
        _insert(connection, "specs", list(ledger.specs.items()))
        for name in _TABLES:
            _insert(connection, name, [values(each) for each in getattr(ledger, name)])
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - our own names


def from_bytes(content: bytes) -> Ledger:
    """The ledger. Raises Unsound."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
            raise Unsound("it is no ledger of rbm-spec")
        if connection.execute("PRAGMA user_version").fetchone() != (FORMAT,):
            raise Unsound("another release of rbm-spec has written it")
        found = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
        if sorted(found) != sorted(_schema().items()):
            raise Unsound("it holds other tables than a ledger has")
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise Unsound("its pages do not fit together")
        ledger = _read(connection)
    except (sqlite3.Error, TypeError, OverflowError, MemoryError) as error:
        raise Unsound("it is no database") from error
    finally:
        connection.close()
    check(ledger)
    return ledger


def _read(connection: sqlite3.Connection) -> Ledger:
    plan = connection.execute("SELECT id FROM plan").fetchall()
    if len(plan) != 1:
        raise Unsound("it names no plan")
    tables = {
        name: tuple(kind(*row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY rowid"))  # noqa: S608
        for name, kind in _TABLES.items()
    }
    return Ledger(plan[0][0], specs=dict(connection.execute("SELECT digest, version FROM specs")), **tables)  # type: ignore[arg-type]
