"""The CSVW metadata is what an independent reader takes for it, and finds the same wrong data."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from csvw import CSVW

from rbm_spec.plan.model import Plan
from tests.targets.datapackage.test_datapackage import GOOD, HEADER, REQUESTS, written
from tests.targets.plans import ROOT, compiled, itu, starter


def complaints(folder: Path) -> list[str]:
    """What the reader warns of, or stops at. A reference may be empty, as the standard says."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read = CSVW(str(folder / "csv-metadata.json"), validate=True, strict=False)
        try:
            valid = read.is_valid
        except ValueError as error:
            return [str(error)]
    found = [str(each.message) for each in [*caught, *read.warnings]]
    assert valid == (not found)
    return found


def filled(plan: Plan, rows: str, folder: Path) -> Path:
    data = written(plan, folder)
    (data / "requests.csv").write_text(HEADER + GOOD + rows, "utf-8")
    return data


def test_the_empty_tables_are_valid(tmp_path: Path) -> None:
    folder = written(itu(), tmp_path)
    assert complaints(folder) == []
    tables = {each["url"]: each for each in json.loads((folder / "csv-metadata.json").read_text("utf-8"))["tables"]}
    assert sorted(tables) == sorted(f"{each.id}.csv" for each in itu().datasets.values() if each.derivation is None)
    schema = tables["training_records.csv"]["tableSchema"]
    assert schema["primaryKey"] == ["staff", "course"]
    assert schema["foreignKeys"][0] == {
        "columnReference": "staff",
        "reference": {"resource": "staff_at_year_end.csv", "columnReference": "staff_line"},
    }
    assert "An exemption needs its reason." in tables["training_records.csv"]["dc:description"]


def test_right_data_is_valid(tmp_path: Path) -> None:
    assert complaints(filled(starter(requests=REQUESTS), "", tmp_path)) == []


@pytest.mark.parametrize(
    "row",
    [
        "281,,,,,,,,,",
        "old-11,,,,,,,,,",
        "2802,nowhere,,,,,,,,",
        "2802,,,31.01.2028,,,,,,",
        "2802,,,2027-12-31,,,,,,",
        "2802,,,,,2032-01-01T00:00:00,,,,",
        "2802,,,,,,1.5,,,",
        "2802,,,,,,0,,,",
        "2802,,,,,,,99.51,,",
        "2802,,,,,,,,yes,",
        "2802,,,,,,,,,2899",
        "2801,,,,,,,,,",
        ",,,,,,1,,,",
    ],
)
def test_wrong_data_is_found(row: str, tmp_path: Path) -> None:
    assert complaints(filled(starter(requests=REQUESTS), row + "\n", tmp_path)) != []


OFFICES = """
kind: codelist
id: offices
title: Offices
codes:
  "a|b": {label: A}
  ".": {label: B}
  "it's (x)": {label: C}
  "日本 🙂": {label: D}
"""


def test_strange_codes(tmp_path: Path) -> None:
    files = {"codelists/offices.yaml": OFFICES, "datasets/requests.yaml": REQUESTS}
    plan = compiled(ROOT / "generators" / "init", files)
    rows = "".join(f"280{n},{code},,,,,,,,\n" for n, code in enumerate(("a|b", ".", "it's (x)", "日本 🙂"), start=2))
    assert complaints(filled(plan, rows, tmp_path)) == []
    for wrong in ("a", "x", "it's x", "日本 🙃"):
        assert complaints(filled(plan, f"2802,{wrong},,,,,,,,\n", tmp_path)) != []
