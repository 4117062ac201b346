"""Every conformance case as a printed statement, on DuckDB, PostgreSQL and Spark: same values, reasons, n and cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rbm_spec.targets.sql.dialects import DUCKDB, POSTGRES
from tests.conformance.cases import Case
from tests.targets.sql.engines import not_run, postgres_server, run_duckdb, run_postgres
from tests.targets.sql.printed import differences, printed
from tests.targets.sql.test_engine import CASES

COMPUTED = [case for case in CASES if "data_error" not in case.expect]
each_case = pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case.name)


@each_case
def test_duckdb(case: Case, tmp_path: Path) -> None:
    each = printed(case, tmp_path)
    made = each.statement(DUCKDB)
    assert differences(each, made, run_duckdb(each, made)) == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    try:
        import psycopg
    except ImportError:
        not_run("PostgreSQL", "psycopg is not installed")
    with postgres_server() as address, psycopg.connect(address) as connection:
        yield connection


@each_case
def test_postgres(case: Case, postgres: Any, tmp_path: Path) -> None:
    each = printed(case, tmp_path)
    made = each.statement(POSTGRES)
    assert differences(each, made, run_postgres(postgres, each, made)) == []
