"""Every conformance case on the DuckDB engine, from CSV files; Parquet and Arrow give the same."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from rbm_spec.plan.model import Plan
from rbm_spec.reference import compute as reference
from rbm_spec.targets.sql.artifacts import generate, unsupported
from rbm_spec.targets.sql.dialects import DIALECTS
from rbm_spec.targets.sql.engine import Engine, compute
from rbm_spec.targets.sql.store import Settings
from rbm_spec.targets.unsupported import Unsupported
from tests.conformance.cases import Case, all_cases
from tests.conformance.outcomes import Computed, differences
from tests.conformance.test_reference import compiled
from tests.verdicts import Record, gave

CASES = [case for case in all_cases() if "error" not in case.expect]


def plan_of(case: Case) -> Plan:
    plan, findings = compiled(case)
    assert plan is not None, findings
    return plan


def files(case: Case, folder: Path) -> dict[str, Path | None]:
    """The case's data as CSV files."""
    sources: dict[str, Path | None] = {}
    for name, text in case.data.items():
        if text is not None:
            sources[name] = folder / f"{name}.csv"
            (folder / f"{name}.csv").write_bytes(text.encode())
    return sources


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path, record_property: Record) -> None:
    results = compute(plan_of(case), files(case, tmp_path), case.period)
    assert differences(case.expect, Computed(results.releases["tested"].observations, results.faults)) == []
    gave(record_property, "DuckDB engine", case.name)


def typed_parquet(plan: Plan, sources: Mapping[str, Path | None], folder: Path) -> dict[str, Path | None]:
    """The same rows with typed columns, as another program would write them."""
    types = {"integer": "BIGINT", "number": "DOUBLE", "money": "DECIMAL(18, 2)", "date": "DATE", "boolean": "BOOLEAN"}
    types["datetime"] = "TIMESTAMP"
    found: dict[str, Path | None] = {}
    for name, path in sources.items():
        with duckdb.connect() as connection:
            rows = connection.read_csv(str(path), all_varchar=True, header=True, sep=",", na_values=[""])
            declared = {each: field.spec.type for each, field in plan.datasets[name].fields.items() if field.spec}
            casts = ", ".join(f'"{each}"::{types.get(declared[each], "VARCHAR")} AS "{each}"' for each in rows.columns)
            found[name] = folder / f"{name}.parquet"
            rows.project(casts).write_parquet(str(found[name]))
    return found


TYPED = [
    case
    for case in CASES
    if "data_error" not in case.expect and case.topic in ("aggregates", "derive", "dates_and_calendars", "disclosure")
]


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_typed_parquet_gives_the_same(case: Case, tmp_path: Path) -> None:
    plan = plan_of(case)
    try:
        sources = typed_parquet(plan, files(case, tmp_path), tmp_path)
    except duckdb.Error:
        pytest.fail("the case's data does not fit the types of a program's table")
    results = compute(plan, sources, case.period)
    assert differences(case.expect, Computed(results.releases["tested"].observations, results.faults)) == []


def test_arrow_gives_the_same(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.topic == "aggregates" and len(case.data) == 1)
    sources = files(case, tmp_path)
    tables = {name: duckdb.read_csv(str(path), all_varchar=True).to_arrow_table() for name, path in sources.items()}
    results = compute(plan_of(case), tables, case.period)
    assert differences(case.expect, Computed(results.releases["tested"].observations, results.faults)) == []


def test_faults_are_those_of_the_reference(tmp_path: Path) -> None:
    """Where data is refused, both say so of the same dataset, row and column."""
    refused = [case for case in CASES if "data_error" in case.expect]
    assert refused
    for case in refused:
        plan = plan_of(case)
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        expected = {(f.dataset, f.row, f.column) for f in reference.compute(plan, case.data, case.period).faults}
        found = {(f.dataset, f.row, f.column) for f in compute(plan, files(case, folder), case.period).faults}
        assert found == expected, case.name


def test_memory_and_threads_can_be_limited(tmp_path: Path) -> None:
    """A median over two million rows with little memory, spilling into the folder given."""
    case = next(case for case in CASES if case.name.startswith("aggregates:") and "median" in case.name.lower())
    plan = plan_of(case)
    (name,) = (each.id for each in plan.datasets.values() if each.derivation is None)
    fields = plan.datasets[name].fields
    numbers = [each for each, field in fields.items() if field.type.kind == "number"]
    cells = ", ".join(
        f'CAST(range % 1001 AS BIGINT) AS "{each}"' if each in numbers
        else f'DATE \'2028-06-01\' AS "{each}"' if field.type.kind == "date"
        else f'CAST(range AS VARCHAR) AS "{each}"'
        for each, field in fields.items()
    )  # fmt: skip
    path = tmp_path / "rows.parquet"
    duckdb.sql(f"SELECT {cells} FROM range(2002000)").write_parquet(str(path))
    limited = Settings(memory="250MB", spill=tmp_path / "spill", threads=1)
    results = compute(plan, {name: path}, "2028", limited)
    assert results.faults == ()
    assert results.releases["tested"].observations[0].value == 500


def test_too_long_for_sql_is_said() -> None:
    """Functions that mention their argument several times cannot be nested without end."""
    case = next(case for case in CASES if not case.data)
    nested = "1 / 3"
    for _ in range(25):
        nested = f"min({nested}, 2 / 7)"
    files_of = dict(case.files)
    indicator = json.loads(files_of["indicators/tested.yaml"]) | {"formula": nested}
    files_of["indicators/tested.yaml"] = json.dumps(indicator).encode()
    plan = plan_of(dataclasses.replace(case, files=files_of))
    reason = Unsupported("The expression is too long for SQL, which has to repeat parts of it.")
    assert unsupported(plan) == {(dialect, "tested"): reason for dialect in DIALECTS}
    printed = [each.content.decode() for each in generate(plan) if each.path.endswith("tested.sql")]
    assert all("is computed centrally" in each and "SELECT" not in each for each in printed)


def test_no_bar_is_drawn_into_the_output() -> None:
    """DuckDB takes a program without a file for a person at a prompt."""
    program = (
        "from tests.targets.plans import starter; from rbm_spec.targets.sql.store import *;"
        "print(open_store(starter(), {}, Settings()).connection.execute("
        "\"SELECT current_setting('enable_progress_bar')\").fetchall())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[(False,)]\n"


def test_no_statement_opens_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a text of a spec ever become SQL, there would be nothing for it to read or write."""
    case = next(case for case in TYPED if len(case.data) == 1)
    plan = plan_of(case)
    typed_parquet(plan, files(case, tmp_path), tmp_path)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    monkeypatch.chdir(tmp_path)
    (name,) = case.data
    with Engine(plan, {name: Path(f"{name}.parquet")}, Settings(spill=tmp_path / "spill")) as engine:
        assert engine.results(case.period).faults == ()
        for statement in (
            f"SELECT * FROM '{secret}'", f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            f"ATTACH '{tmp_path / 'x.db'}'", "INSTALL httpfs", "SET enable_external_access = true",
        ):  # fmt: skip
            with pytest.raises(duckdb.Error):
                engine.store.connection.execute(statement)
    assert not (tmp_path / "out.csv").exists()
