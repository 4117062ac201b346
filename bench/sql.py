"""How long the DuckDB engine takes over synthetic rows in Parquet, beside DuckDB SQL by hand and the generated pandas.

Seven indicators with four breakdowns each over one dataset. By hand means what a careful analyst would write: one
query for what adds up, aggregated once at the finest cell and rolled up, and one query a breakdown for the median. It
checks no data and knows no reasons or disclosure, so the engine is timed without its checks of every cell, key and
rule, and with them; pandas with them. Each run is a process of its own, which tells the processor seconds of all its
threads from the moment that everything is imported, and the most memory that it has held; they run in turn.
"""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from sqlglot import exp

from bench.report import Line, faster, within
from rbm_spec.collect.columnar import read_parquet
from rbm_spec.load import load_files
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.targets.pandas.imported import calculation
from rbm_spec.targets.sql.dialects import DUCKDB
from rbm_spec.targets.sql.engine import compute

COUNTS = (1_000_000, 10_000_000)
TURNS = 5
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
    """Of `plan_files`."""
    trees, findings = load_files(plan_files())
    compiled, more = compile_plan(build_spec({file: (tree.kind, tree.data) for file, tree in trees.items()}))
    assert not compiled.holes, [*findings, *more]
    return compiled


def plan_files() -> dict[str, bytes]:
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
    return {file: json.dumps(each).encode() for file, each in files.items()}


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


def pandas_with_checks(path: Path, specs: Plan) -> None:
    """The generated package over the same file, read as `rbm-spec calc` reads it."""
    table, troubles = read_parquet(specs.datasets["staff"], path.name, path.read_bytes())
    assert table is not None, troubles
    with calculation(specs) as package:
        assert package.calculate({"staff": table.frame()}, "2028").faults == ()


SIDES: dict[str, Callable[[Path, Plan], None]] = {
    "hand": by_hand, "engine": engine, "checks": engine_with_checks, "pandas": pandas_with_checks,
}  # fmt: skip


def measure(folder: Path) -> list[Line]:
    """Medians of turns, and the largest memory of any turn."""
    lines = []
    for count in COUNTS:
        path = folder / f"{count}.parquet"
        rows(count, path)
        sides = [side for side in SIDES if side != "pandas" or count == COUNTS[0]]
        taken: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
        for _ in range(TURNS):
            for side in sides:
                taken[side].append(_alone(side, path))
        seconds = {side: statistics.median(each for each, _ in taken[side]) for side in sides}
        memory = {side: max(each for _, each in taken[side]) for side in sides}
        what = f"DuckDB engine, seven indicators, {count:,} rows"
        checked = f"{what}, data checked first"
        lines.append(within(what, seconds["engine"], "DuckDB by hand", seconds["hand"], 1.5, memory["engine"]))
        lines.append(
            Line(checked, seconds["checks"], "DuckDB by hand, no checks", seconds["hand"], megabytes=memory["checks"])
        )
        if "pandas" in sides:
            lines.append(
                faster(
                    checked, seconds["checks"], "the generated pandas package", seconds["pandas"], 10, memory["checks"]
                )
            )
    return lines


def _alone(side: str, path: Path) -> tuple[float, float]:
    """Processor seconds and MB of one side in a process of its own."""
    command = [sys.executable, "-m", "bench.sql", side, str(path)]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def _most_memory() -> float:
    """The most memory in MB that this program has held; not that of whoever started it, where Linux tells."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


if __name__ == "__main__":
    specs = plan()
    DUCKDB.print(exp.select("1"))  # sqlglot imports a dialect when it is first printed
    start = time.process_time()
    SIDES[sys.argv[1]](Path(sys.argv[2]), specs)
    print(time.process_time() - start, _most_memory())
