"""How often the engine reads a file, told by DuckDB's own plans of the queries that it runs.

Whatever adds up is read once for all indicators and breakdowns of a dataset; medians, percentiles and distinct counts
once for each breakdown, for all indicators together.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.sql import INDICATORS, plan, rows
from rbm_spec.kernel.periods import Period
from rbm_spec.plan.model import Plan
from rbm_spec.targets.sql.engine import Engine
from rbm_spec.targets.sql.run import Run
from rbm_spec.targets.sql.store import Settings, Store


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "staff.parquet"
    rows(20_000, path)
    return path


def scans(query: str, store: Store) -> int:
    """How many operators of the plan read a Parquet file."""
    (found,) = store.connection.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()
    pending, count = list(json.loads(found[1])), 0
    while pending:
        node = pending.pop()
        count += "PARQUET" in node["name"].upper()
        pending += node["children"]
    return count


def queries(
    monkeypatch: pytest.MonkeyPatch, specs: Plan, data: Path, wanted: list[str] | None = None
) -> tuple[list[int], int]:
    """How often each query of a computation reads the file, and how many periods were opened."""
    found: list[int] = []
    opened: list[Period] = []
    run_rows: Callable[[Store, object], list[tuple[object, ...]]] = Store.rows
    init = Run.__post_init__

    def watched(store: Store, query: object) -> list[tuple[object, ...]]:
        found.append(scans(query.sql("duckdb"), store))  # type: ignore[attr-defined]
        return run_rows(store, query)

    def noted(run: Run) -> None:
        opened.append(run.tables.period)
        init(run)

    monkeypatch.setattr(Store, "rows", watched)
    monkeypatch.setattr(Run, "__post_init__", noted)
    with Engine(specs, {"staff": data}, Settings(), checked=False) as engine:
        found.clear()
        engine.results("2028", wanted=wanted)
    return found, len(opened)


def test_indicators_and_breakdowns_share_one_scan(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """Six indicators that add up, four breakdowns each."""
    wanted = [name for name in INDICATORS if name != "middle"]
    assert queries(monkeypatch, plan(), data, wanted) == ([1], 1)


def test_medians_take_one_scan_a_breakdown(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """The total and four breakdowns; all that adds up is still read once."""
    assert queries(monkeypatch, plan(), data) == ([1] * 6, 1)


def test_two_scans_are_counted_as_two(data: Path) -> None:
    with Engine(plan(), {"staff": data}, Settings(), checked=False) as engine:
        both = "SELECT count(*) FROM staff a JOIN staff b ON a.k = b.k"
        assert scans(both, engine.store) == 2
