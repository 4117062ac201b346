"""Every conformance case as a printed statement, on DuckDB, PostgreSQL and Spark: same values, reasons, n and cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from rbm_spec.targets.sql.dialects import DUCKDB, POSTGRES, SPARK, Dialect
from rbm_spec.targets.sql.printing import readable
from rbm_spec.targets.sql.trees import text
from rbm_spec.targets.unsupported import Unsupported
from tests.conformance.cases import Case
from tests.targets.sql.engines import run_duckdb, run_postgres, run_spark, spark_session
from tests.targets.sql.printed import differences, printed, refused
from tests.targets.sql.test_engine import CASES, plan_of
from tests.targets.sql.test_hostile import NASTY
from tests.verdicts import Record, gave
from tests.without import not_run

NOT_RUN = {
    "derive: Two newest rows are a data error",
    "references_and_attributes: A reference to an unknown key is a data error",
    "references_and_attributes: A key that is there twice is a data error",
    "references_and_attributes: A pair of keys that is there twice",
    "references_and_attributes: A code that is not in the list is a data error",
    "references_and_attributes: A row that breaks a rule is a data error",
    "rules of ours: A fault stops what reads the dataset through another indicator",
    "rules of ours: A code outside its dates is a data error",
}
"""Beside all of the topic *data errors of ours*: what is wrong with data is not for printed SQL to say."""
COMPUTED = [case for case in CASES if case.name not in NOT_RUN and case.topic != "data errors of ours"]
each_case = pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case.name)


@pytest.mark.parametrize("dialect", [DUCKDB, POSTGRES, SPARK], ids=lambda dialect: dialect.id)
def test_cases_that_are_not_run_say_why(dialect: Dialect) -> None:
    said = {case.name: found for case in CASES if (found := refused(case, plan_of(case), dialect))}
    reason = Unsupported("Printed SQL checks no data; rbm-spec calc does.")
    assert said == {case.name: reason for case in CASES if case not in COMPUTED}


def test_an_engine_that_is_not_there_fails_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WITHOUT", "apt")
    with pytest.raises(pytest.fail.Exception, match=r'no Java\. .*WITHOUT="java"'):
        not_run("java", "no Java")
    with pytest.raises(pytest.skip.Exception, match=r"NOT RUN.*apt.*: none"):
        not_run("apt", "none")


@each_case
def test_duckdb(case: Case, tmp_path: Path, record_property: Record) -> None:
    each = printed(case, tmp_path)
    made = each.statement(DUCKDB)
    assert differences(each, made, run_duckdb(each, made)) == []
    gave(record_property, "DuckDB (printed)", case.name)


@each_case
def test_postgres(case: Case, postgres: Any, tmp_path: Path, record_property: Record) -> None:
    each = printed(case, tmp_path)
    made = each.statement(POSTGRES)
    assert differences(each, made, run_postgres(postgres, each, made)) == []
    gave(record_property, "PostgreSQL (printed)", case.name)


@pytest.fixture(scope="session")
def on_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, list[str] | Exception]]:
    """What Spark says of every case; planning takes most of the time, so two cases run at once."""
    session = spark_session()
    read = session.sql(readable(exp.select(*(text(content) for content in NASTY)), SPARK)).collect()
    assert list(read[0]) == NASTY, "Spark reads a text otherwise than it is written."

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


def test_spark(on_spark: Mapping[str, list[str] | Exception], record_property: Record) -> None:
    """One test, so that workers running side by side start one session."""
    assert {name: wrong for name, wrong in on_spark.items() if wrong != []} == {}
    for name in on_spark:
        gave(record_property, "Spark (printed)", name)
