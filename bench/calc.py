"""How long the generated package takes over a million rows of staff, beside pandas by hand for the same figures.

Both get the same data frame with categories. The peer does what the plan asks and nothing else: no data checks, no
reasons, no disclosure, no printed texts. So the generated code is timed twice: with its checks of every cell, key and
rule, and without. Both run in one process; what counts is processor time, which other programs disturb least.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.report import Line, within
from rbm_spec.pipeline import check_files
from rbm_spec.targets.pandas import generate

ROWS = 1_000_000
RUNS = 7
YEAR = 2028
CODES = {
    "duty_stations": [f"station_{number}" for number in range(14)],
    "sectors": ["secretariat", "radio", "standards", "development"],
    "grades": [f"{letter}{number}" for letter in "GPD" for number in range(1, 7)],
    "genders": ["female", "male"],
    "contracts": ["fixed", "continuing", "short"],
    "regions": [f"region_{number}" for number in range(6)],
}
DIMENSIONS = ["duty_station", "sector", "grade", "gender"]
BREAKDOWNS = [["duty_station"], ["sector"], ["grade"], ["gender"], ["sector", "gender"], DIMENSIONS]


def measure(folder: Path) -> list[Line]:
    """One percentage and four figures at once, each in total and in all cells of six breakdowns."""
    frame = staff(ROWS)
    lines = []
    for name, figures in (("one percentage", "one"), ("four figures", "four")):
        module = package(folder / figures, figures)
        checked, unchecked, peer = _turns(
            lambda module=module: module.calculate({"staff": frame}, str(YEAR)),
            _without_checks(module, frame),
            lambda figures=figures: by_hand(frame, figures),
        )
        assert_same(module.calculate({"staff": frame}, str(YEAR)), by_hand(frame, figures))
        what = f"{name}, 10^6 rows, 6 breakdowns"
        lines.append(within(what, unchecked, "pandas by hand", peer, 1.3))
        lines.append(Line(f"{what}, data checked first", checked, "pandas by hand, no checks", peer))
    return lines


def _turns(*works: Callable[[], object]) -> list[float]:
    """The median processor seconds of each, run in turn after one run that does not count."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(RUNS + 1):
        for work, times in zip(works, taken, strict=True):
            start = time.process_time()
            work()
            if turn:
                times.append(time.process_time() - start)
    return [statistics.median(times) for times in taken]


def staff(rows: int) -> Any:
    """Twelve columns; every value is synthetic, from a seed."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(2028)

    def codes(name: str) -> Any:
        return pd.Categorical.from_codes(chance.integers(0, len(CODES[name]), rows), CODES[name])

    def dates(first: str, days: int) -> Any:
        return np.datetime64(first, "s") + chance.integers(0, days, rows).astype("timedelta64[D]")

    return pd.DataFrame(
        {
            "staff_number": np.char.add("S", np.arange(rows).astype(str)).astype(object),
            "as_of": np.where(chance.random(rows) < 0.9, np.datetime64("2028-12-31", "s"), np.datetime64("2027-12-31")),
            "gender": codes("genders"),
            "grade": codes("grades"),
            "sector": codes("sectors"),
            "duty_station": codes("duty_stations"),
            "contract": codes("contracts"),
            "region": codes("regions"),
            "entered_on": dates("2000-01-01", 9000),
            "share_of_time": chance.choice([50.0, 80.0, 100.0], rows),
            "salary": chance.integers(4_000_000, 20_000_000, rows) / 100,
            "trained": chance.random(rows) < 0.8,
        }
    )


def by_hand(frame: Any, figures: str) -> dict[str, Any]:
    """What a careful analyst would write: the rows of the year once, then one grouping for each breakdown."""
    import pandas as pd

    start, end = pd.Timestamp(YEAR, 1, 1), pd.Timestamp(YEAR, 12, 31)
    rows = frame[frame["as_of"].between(start, end)]
    rows = rows[[*DIMENSIONS, "trained", "salary", "entered_on", "as_of"]]
    if figures == "four":
        rows = rows.assign(days=(rows["as_of"] - rows["entered_on"]).dt.days)
    wanted = {"people": ("trained", "size"), "trained": ("trained", "sum")}
    if figures == "four":
        wanted |= {"salaries": ("salary", "sum"), "days": ("days", "mean"), "middle": ("days", "median")}
    found = {"": rows.assign(all=0).groupby("all").agg(**wanted)}
    for paths in BREAKDOWNS:
        found[" ".join(paths)] = rows.groupby(paths, observed=True, dropna=False).agg(**wanted)
    for table in found.values():
        table["share"] = 100 * table["trained"] / table["people"]
    return found


def plan_files(figures: str) -> dict[str, bytes]:
    """A plan with the dataset `staff` and one indicator."""
    text = {"status": "draft", "source": "Made up"}
    code = {
        name: {"type": "code", "codelist": f"{name}s", "required": True} for name in (*DIMENSIONS, "contract", "region")
    }
    fields: dict[str, Any] = {
        "staff_number": {"type": "string", "required": True}, "as_of": {"type": "date", "required": True}, **code,
        "entered_on": {"type": "date", "required": True},
        "share_of_time": {"type": "number", "minimum": 0, "maximum": 100},
        "salary": {"type": "money", "currency": "CHF"}, "trained": {"type": "boolean"},
    }  # fmt: skip
    measures: dict[str, Any] = {
        "people": {"aggregate": "count", "unit": "staff"},
        "done": {"aggregate": "count", "where": "trained", "unit": "staff"},
    }
    components: dict[str, Any] = {"share": {"formula": "100 * done / people", "unit": "percent"}}
    if figures == "four":
        span = "days(entered_on, as_of)"
        measures |= {
            "salaries": {"aggregate": "sum", "of": "salary"}, "stay": {"aggregate": "mean", "of": span},
            "middle": {"aggregate": "median", "of": span},
        }  # fmt: skip
        components |= {
            "paid": {"formula": "salaries", "unit": "CHF"}, "days": {"formula": "stay", "unit": "day"},
            "middle_days": {"formula": "middle", "unit": "day"},
        }  # fmt: skip
    for name, each in measures.items():
        each |= {"label": name, "from": "staff"}
    files: dict[str, Any] = {
        "plan.yaml": {
            "kind": "plan", "id": "bench", "version": "1.0.0", "title": "Plan of the bench", **text,
            "period": {"start": "2028-01-01", "end": "2031-12-31"}, "languages": ["en"], "authoring_language": "en",
            "currency": "CHF", "disclosure": {"minimum_cell": 5}, "units": {"staff": {"label": "staff"}},
        },
        "outcomes/all.yaml": {
            "kind": "outcome", "id": "all", "statement": "Work is measured.", "enablers": "all",
            "indicators": ["figures"], **text,
        },
        "enablers/people.yaml": {
            "kind": "enabler", "id": "people", "name": "People", "statement": "People matter.",
            "outcomes": ["all"], **text,
        },
        "datasets/staff.yaml": {
            "kind": "dataset", "id": "staff", "title": "Staff", "owner": "Office", "grain": "One row for each person",
            "key": ["staff_number"], "time": "as_of",
            "fields": {name: {"label": name, **each} for name, each in fields.items()},
            "rules": [{"condition": "entered_on <= as_of", "message": "Nobody is counted before the first day."}],
        },
        "indicators/figures.yaml": {
            "kind": "indicator", "id": "figures", "version": "1.0.0", "title": "Figures of the bench",
            "definition": "Made up.", "outcome": "all", "responsible": "Office", "unit": "percent",
            "direction": "none", "decimals": 1,
            "frequency": "annual", "measures": measures, "disaggregate": BREAKDOWNS, **text,
            "components": {name: {"label": name, **each} for name, each in components.items()},
        },
    }  # fmt: skip
    for name, codes in CODES.items():
        listed = {each: {"label": each} for each in codes}
        files[f"codelists/{name}.yaml"] = {"kind": "codelist", "id": name, "title": name, "codes": listed}
    return {name: json.dumps(each).encode() for name, each in files.items()}


def package(folder: Path, figures: str) -> ModuleType:
    """The generated package, written and imported."""
    checked = check_files(plan_files(figures))
    assert checked.plan is not None, checked.findings
    for artifact in generate(checked.plan):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    spec = importlib.util.spec_from_file_location(f"bench_{figures}", folder / "pandas" / "bench" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _without_checks(module: ModuleType, frame: Any) -> Callable[[], object]:
    """The calculation alone, over tables that have been read and checked before."""
    compute = sys.modules[f"{module.__name__}.runtime.compute"]
    rows = sys.modules[f"{module.__name__}.runtime.rows"]
    data = compute.collect(module.PLAN, {"staff": frame})

    def calculate() -> object:
        """Over new rows each time, because rows remember how they were grouped."""
        fresh = {}
        for name, each in data.rows.items():
            fresh[name] = rows.Rows(each.dataset, each.table, fresh, each.codelists)
        return compute.publish(module.PLAN, dataclasses.replace(data, rows=fresh), str(YEAR))

    return calculate


def assert_same(results: Any, tables: dict[str, Any]) -> None:
    """Both found the same people and the same shares in every cell."""
    assert results.faults == (), results.faults[:3]
    shares = {each.by: each for each in results.observations if each.component == "share"}
    assert len(shares) == sum(len(table) for table in tables.values())
    for paths, table in tables.items():
        for key, row in table.iterrows():
            codes = key if isinstance(key, tuple) else (key,)
            by = tuple(zip(paths.split(), codes, strict=True)) if paths else ()
            assert shares[by].n == row["people"]
            assert abs(float(shares[by].value) - row["share"]) < 1e-9
