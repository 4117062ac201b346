"""Every conformance case as a printed statement, on DuckDB, PostgreSQL and Spark: same values, reasons, n and cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rbm_spec.targets.sql.dialects import DUCKDB, POSTGRES, SPARK
from tests.conformance.cases import Case
from tests.targets.sql.engines import run_duckdb, run_postgres, run_spark, spark_session
from tests.targets.sql.printed import differences, printed
from tests.targets.sql.test_engine import CASES

COMPUTED = [case for case in CASES if "data_error" not in case.expect]
each_case = pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case.name)


@each_case
def test_duckdb(case: Case, tmp_path: Path) -> None:
    each = printed(case, tmp_path)
    made = each.statement(DUCKDB)
    assert differences(each, made, run_duckdb(each, made)) == []


@each_case
def test_postgres(case: Case, postgres: Any, tmp_path: Path) -> None:
    each = printed(case, tmp_path)
    made = each.statement(POSTGRES)
    assert differences(each, made, run_postgres(postgres, each, made)) == []


@pytest.fixture(scope="session")
def on_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, list[str] | Exception]]:
    """What Spark says of every case; planning takes most of the time, so two cases run at once."""
    session = spark_session()

    def run(case: Case) -> list[str] | Exception:
        each = printed(case, tmp_path_factory.mktemp("case"))
        made = each.statement(SPARK)
        try:
            return differences(each, made, run_spark(session, each, made))
        except Exception as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        yield dict(zip((case.name for case in COMPUTED), pool.map(run, COMPUTED), strict=True))
    session.stop()


def test_spark(on_spark: Mapping[str, list[str] | Exception]) -> None:
    """One test, so that workers running side by side start one session."""
    assert {name: wrong for name, wrong in on_spark.items() if wrong != []} == {}
