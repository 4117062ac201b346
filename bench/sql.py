"""How long the DuckDB engine takes over synthetic rows in Parquet, beside DuckDB SQL by hand for the same figures.

Seven indicators with four breakdowns each over one dataset. By hand means what a careful analyst would write: one
query for what adds up, aggregated once at the finest cell and rolled up, and one query a breakdown for the median.
Both run in one process in turn; what counts is processor time, which other programs disturb least; memory is that of a
process of its own. The peer checks no data and knows no reasons or disclosure, so the engine is timed without its
checks of every cell, key and rule, and with them.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.report import Line, within
from bench.timing import time_commands
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.targets.sql.engine import compute

COUNTS = (1_000_000, 10_000_000)
TURNS = 3
STATIONS = 40
GRADES = ["D2", "D1", "P5", "P4", "P3", "P2", "G7", "G6", "G5", "G4"]
BREAKDOWNS = [["station"], ["sector"], ["grade", "gender"], ["station", "sector", "grade", "gender"]]
TEXT = {"source": "Synthetic, for measuring", "status": "draft"}


def rows(count: int, path: Path) -> None:
    """Twelve columns of synthetic data; nothing in it is about anybody."""
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            f"""COPY (SELECT 'r' || i AS k, 's' || (i * 7919 % {STATIONS}) AS station,
                (['a', 'b', 'c'])[1 + i * 31 % 3] AS sector, ({GRADES!r})[1 + i * 17 % 10] AS grade,
                (['female', 'male'])[1 + i * 13 % 2] AS gender,
                DATE '2028-01-01' + CAST(random() * 364 AS INT) AS started,
                DATE '2028-06-01' + CAST(random() * 400 AS INT) AS ended,
                CAST(random() * 100000 AS DECIMAL(12, 2)) AS planned,
                CAST(random() * 100000 AS DECIMAL(12, 2)) AS spent,
                CAST(random() * 100 AS INT) AS score, random() < 0.7 AS done, random() < 0.9 AS due
                FROM range({count}) t(i)) TO '{path}' (FORMAT parquet)"""
        )


def plan() -> Plan:
    """Seven indicators like those of the source proposal."""
    codes = {"station": [f"s{i}" for i in range(STATIONS)], "sector": list("abc"), "grade": GRADES}
    codes["gender"] = ["female", "male"]
    kinds = {"k": "string", "started": "date", "ended": "date", "score": "integer", "done": "boolean", "due": "boolean"}
    fields = {name: {"type": kind, "label": name} for name, kind in kinds.items()}
    fields |= {name: {"type": "money", "currency": "CHF", "label": name} for name in ("planned", "spent")}
    fields |= {name: {"type": "code", "codelist": name, "label": name} for name in codes}
    files = {"plan.yaml": {
        "kind": "plan", "id": "bench", "version": "1.0.0", "title": "Bench", "period": {"start": "2028-01-01",
        "end": "2031-12-31"}, "languages": ["en"], "authoring_language": "en", "currency": "CHF",
        "units": {"row": {"label": "row"}}, **TEXT,
    }}  # fmt: skip
    for name, each in codes.items():
        files[f"codelists/{name}.yaml"] = {
            "kind": "codelist", "id": name, "title": name, "source": "Synthetic",
            "codes": {code: {"label": code} for code in each},
        }  # fmt: skip
    files["datasets/staff.yaml"] = {
        "kind": "dataset", "id": "staff", "title": "Synthetic staff", "owner": "Nobody", "grain": "One row a row.",
        "personal": False, "key": ["k"], "time": "started", "fields": fields,
    }  # fmt: skip
    for name, (measures, formula) in INDICATORS.items():
        files[f"indicators/{name}.yaml"] = {
            "kind": "indicator", "id": name, "version": "1.0.0", "title": name, "definition": name,
            "outcome": "measured", "responsible": "Nobody", "unit": "score", "direction": "none", "decimals": 1,
            "frequency": "annual", "disaggregate": BREAKDOWNS, "formula": formula,
            "measures": {each: {"label": each, "from": "staff", **said} for each, said in measures.items()}, **TEXT,
        }  # fmt: skip
    files["enablers/speed.yaml"] = {
        "kind": "enabler", "id": "speed", "name": "Speed", "statement": "It is fast.", "outcomes": ["measured"], **TEXT,
    }  # fmt: skip
    files["outcomes/measured.yaml"] = {
        "kind": "outcome", "id": "measured", "statement": "It is measured.", "enablers": "all",
        "indicators": list(INDICATORS), **TEXT,
    }  # fmt: skip
    trees, findings = load_files({file: json.dumps(each).encode() for file, each in files.items()})
    compiled, more = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    assert compiled is not None, [*findings, *more]
    return compiled


COUNT = {"aggregate": "count"}
INDICATORS = {
    "time": ({"mean": {"aggregate": "mean", "of": "days(started, ended)", "where": "done"}}, "mean"),
    "training": ({"a": {**COUNT, "where": "done and due"}, "b": {**COUNT, "where": "due"}}, "100 * a / b"),
    "women": (
        {"a": {**COUNT, "where": 'gender = "female"'}, "b": {**COUNT, "ignore": ["gender"]}},
        "100 * a / b",
    ),
    "scores": ({"a": {"aggregate": "mean", "of": "score", "where": 'grade in ("P5", "P4", "P3")'}}, "a"),
    "savings": ({"a": {"aggregate": "sum", "of": "planned - spent", "where": "planned > spent"}}, "a"),
    "accepted": ({"a": {**COUNT, "where": "due"}, "b": {**COUNT, "where": "score >= 50"}}, "100 * b / a"),
    "middle": ({"a": {"aggregate": "median", "of": "days(started, ended)", "where": "done"}}, "a"),
}
SETS = "(), (station), (sector), (grade), (grade, gender), (station, sector, grade), (station, sector, grade, gender)"
ADDITIVE = f"""
WITH finest AS (
  SELECT station, sector, grade, gender,
    count(ended) FILTER (done) n1, sum(ended - started) FILTER (done) s1,
    count(*) FILTER (done AND due) n2, count(*) FILTER (due) n3, count(*) FILTER (gender = 'female') n4, count(*) n5,
    count(score) FILTER (grade IN ('P5', 'P4', 'P3')) n6, sum(score) FILTER (grade IN ('P5', 'P4', 'P3')) s6,
    sum(planned - spent) FILTER (planned > spent) s7, count(*) FILTER (score >= 50) n8
  FROM read_parquet('{{path}}') WHERE started BETWEEN DATE '2028-01-01' AND DATE '2028-12-31' GROUP BY ALL)
SELECT station, sector, grade, gender, s1 / n1, 100 * n2 / n3, 100 * n4 / n5, s6 / n6, s7, 100 * n8 / n3 FROM (
  SELECT station, sector, grade, gender, sum(n1) n1, sum(s1) s1, sum(n2) n2, sum(n3) n3, sum(n4) n4, sum(n5) n5,
    sum(n6) n6, sum(s6) s6, sum(s7) s7, sum(n8) n8
  FROM finest GROUP BY GROUPING SETS ({SETS}))"""
MEDIAN = """SELECT {keys} median(ended - started) FROM read_parquet('{path}')
WHERE started BETWEEN DATE '2028-01-01' AND DATE '2028-12-31' AND done {group}"""


def by_hand(path: Path, specs: Plan) -> None:
    """What an analyst would write."""
    with duckdb.connect() as connection:
        connection.execute(ADDITIVE.format(path=path)).fetchall()
        for each in [[], *BREAKDOWNS]:
            keys = "".join(f"{name}, " for name in each)
            group = f"GROUP BY {', '.join(each)}" if each else ""
            connection.execute(MEDIAN.format(path=path, keys=keys, group=group)).fetchall()


def engine(path: Path, specs: Plan) -> None:
    """The same by the engine, from the specs."""
    compute(specs, {"staff": path}, "2028", checked=False)


def engine_with_checks(path: Path, specs: Plan) -> None:
    """And with all checks of the data."""
    compute(specs, {"staff": path}, "2028")


SIDES: dict[str, Callable[[Path, Plan], None]] = {
    "hand": by_hand, "engine": engine, "checks": engine_with_checks,
}  # fmt: skip


def measure(folder: Path) -> list[Line]:
    """Processor seconds of all threads, medians of turns; memory of a process of its own."""
    lines = []
    specs = plan()
    for count in COUNTS:
        path = folder / f"{count}.parquet"
        rows(count, path)
        taken: dict[str, list[float]] = {side: [] for side in SIDES}
        for _ in range(TURNS):
            for side, work in SIDES.items():
                began = time.process_time()
                work(path, specs)
                taken[side].append(time.process_time() - began)
        peaks = time_commands({side: [sys.executable, "-m", "bench.sql", side, str(path)] for side in SIDES}, 1)
        hand, ours, checked = (statistics.median(taken[side]) for side in SIDES)
        what = f"DuckDB engine, seven indicators, {count:,} rows"
        lines.append(within(what, ours, "DuckDB by hand", hand, 1.5, peaks["engine"].megabytes))
        lines.append(
            Line(f"{what}, data checked first", checked, "DuckDB by hand, no checks", hand,
                 megabytes=peaks["checks"].megabytes)
        )  # fmt: skip
    return lines


if __name__ == "__main__":
    SIDES[sys.argv[1]](Path(sys.argv[2]), plan())
