"""Database engines that run printed statements: DuckDB in this process, a PostgreSQL server and a Spark session.

PostgreSQL runs as an unprivileged user, listens on a Unix socket in its own folder only, and is stopped by its process.
An engine that is not installed is not run, which is said by name and fails; WITHOUT (java, apt) lists what need
not be there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rbm_spec.proof import printed
from rbm_spec.targets.sql.columns import Columns, create_table
from rbm_spec.targets.sql.dialects import DUCKDB, POSTGRES, SPARK, Dialect
from rbm_spec.targets.sql.printing import readable
from rbm_spec.targets.sql.statement import Statement
from tests.targets.sql.printed import Printed
from tests.without import not_run

Rows = Sequence[Sequence[Any]]


def tables(each: Printed, dialect: Dialect) -> Iterator[tuple[str, str, Rows]]:
    """Name, CREATE TABLE and rows of every collected dataset."""
    columns = Columns(each.plan, dialect, dict(each.columns.widths))
    for dataset, rows in each.rows.items():
        yield dataset, dialect.print(create_table(columns, dataset)), rows


def run_duckdb(each: Printed, made: Statement) -> Rows:
    with duckdb.connect() as connection:
        for dataset, create, rows in tables(each, DUCKDB):
            connection.execute(create)
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f'INSERT INTO "{dataset}" VALUES ({marks})', rows)
        return connection.execute(readable(made.tree, DUCKDB)).fetchall()


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """A server of one's own; gives what psycopg connects to."""
    programs = [shutil.which("postgres"), *Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    program = next((Path(each).resolve() for each in programs if each), None)
    if program is None:
        not_run("apt", "PostgreSQL: the package postgresql is not installed")
        return
    folder = Path(tempfile.mkdtemp(prefix="rbm-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        data = folder / "data"
        initdb = [program.parent / "initdb", "-D", data, "--auth=trust", "--username=rbm", "-E", "UTF8", "--locale=C"]
        subprocess.run(list(map(str, initdb)), user=user, check=True, capture_output=True, cwd=folder)
        quick = ["-c", "fsync=off", "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
        server = subprocess.Popen(
            [str(program), "-D", str(data), *quick],
            user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield _answering(f"host={folder} user=rbm dbname=postgres")
        finally:
            server.terminate()
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answering(address: str) -> str:
    """The address, once the server answers."""
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return address
    pytest.fail("the PostgreSQL server does not answer")


def run_postgres(connection: Any, each: Printed, made: Statement) -> Rows:
    """In a transaction that is rolled back, so that cases do not meet."""
    try:
        with connection.cursor() as cursor:
            for dataset, create, rows in tables(each, POSTGRES):
                cursor.execute(create)
                if rows:
                    marks = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f'INSERT INTO "{dataset}" VALUES ({marks})', rows)
            cursor.execute(readable(made.tree, POSTGRES))
            return list(cursor.fetchall())
    finally:
        connection.rollback()


def spark_session() -> Any:
    """A session in this process, with as little machinery as small data needs."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        not_run("java", "Spark: pyspark is not installed")
    if shutil.which("java") is None:
        not_run("java", "Spark: the package default-jdk-headless is not installed")
    return printed.spark_session()


def run_spark(session: Any, each: Printed, made: Statement) -> Rows:
    """The tables go along inside the statement, so that several cases can run at the same time."""
    columns = Columns(each.plan, SPARK, dict(each.columns.widths))
    tree = printed.with_rows(columns, made.tree, each.rows)
    return [tuple(row) for row in session.sql(readable(tree, SPARK)).collect()]
