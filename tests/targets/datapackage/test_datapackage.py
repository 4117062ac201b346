"""The CSV templates are a valid Data Package, and their schemas find what is wrong in data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from rbm_spec.plan.model import Plan
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.targets import datapackage
from tests.targets.plans import itu, starter

REQUESTS = """
kind: dataset
id: requests
title: Requests
owner: Desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Number, pattern: "[0-9]{4}|old-[0-9]"}
  office: {type: code, codelist: offices, label: Office}
  channel: {type: code, codelist: channels, label: Channel}
  received_on: {type: date, label: Received on, minimum: 2028-01-01, maximum: 2031-12-31}
  answered_on: {type: date, label: Answered on}
  closed_at: {type: datetime, label: Closed at, minimum: 2028-01-01, maximum: 2031-12-31}
  pages: {type: integer, label: Pages, minimum: 1}
  cost: {type: money, currency: CHF, label: Cost, maximum: 99.5}
  urgent: {type: boolean, label: Urgent}
  answers: {type: reference, dataset: requests, label: Answers which}
"""
HEADER = "request_id,office,channel,received_on,answered_on,closed_at,pages,cost,urgent,answers\n"
GOOD = "2801,,,2028-01-31,2028-02-01,2031-12-31T23:59:59,1,-3.25,true,\nold-1,,,,,,,,false,2801\n"


def written(plan: Plan, folder: Path) -> Path:
    for artifact in datapackage.generate(plan):
        path = folder / artifact.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(artifact.content)
    return folder / "datapackage"


def errors(folder: Path) -> list[tuple[str, int | None, str | None]]:
    """(kind, line, field) of everything that frictionless finds."""
    report = Package(str(folder / "datapackage.json")).validate()
    rows: list[list[Any]] = report.flatten(["type", "rowNumber", "fieldName"])
    return [(kind, row, field) for kind, row, field in rows]


def described(folder: Path) -> dict[str, Any]:
    return {each["name"]: each for each in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]}


def test_the_empty_package_is_valid(tmp_path: Path) -> None:
    folder = written(itu(), tmp_path)
    assert errors(folder) == []
    assert sorted(described(folder)) == sorted(each.id for each in itu().datasets.values() if each.derivation is None)
    assert (folder / "mandatory_courses.csv").read_text("utf-8") == "course_code,title\n"


def test_what_a_schema_says(tmp_path: Path) -> None:
    found = described(written(itu(), tmp_path))
    training = found["training_records"]
    assert training["schema"]["primaryKey"] == ["staff", "course"]
    assert training["schema"]["foreignKeys"] == [
        {"fields": ["staff"], "reference": {"resource": "staff_at_year_end", "fields": ["staff_line"]}},
        {"fields": ["course"], "reference": {"resource": "mandatory_courses", "fields": ["course_code"]}},
    ]
    assert training["schema"]["missingValues"] == [""]
    assert training["meaning"] == meaning_hash(itu(), "training_records")
    assert "An exemption needs its reason." in training["description"]
    grade = next(each for each in found["recruitments"]["schema"]["fields"] if each["name"] == "grade")
    assert grade["constraints"]["required"] is True
    assert grade["constraints"]["enum"][:2] == ["D2", "D1"]


def test_right_data_is_valid(tmp_path: Path) -> None:
    folder = written(starter(requests=REQUESTS), tmp_path)
    (folder / "requests.csv").write_text(HEADER + GOOD, "utf-8")
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",,,,,,1,,,", [("constraint-error", "request_id"), ("primary-key", None)]),
        ("281,,,,,,,,,", [("constraint-error", "request_id")]),
        ("old-11,,,,,,,,,", [("constraint-error", "request_id")]),
        ("2802,nowhere,,,,,,,,", [("constraint-error", "office")]),
        ("2802,,,31.01.2028,,,,,,", [("type-error", "received_on")]),
        ("2802,,,2027-12-31,,,,,,", [("constraint-error", "received_on")]),
        ("2802,,,,,2032-01-01T00:00:00,,,,", [("constraint-error", "closed_at")]),
        ("2802,,,,,,1.5,,,", [("type-error", "pages")]),
        ("2802,,,,,,0,,,", [("constraint-error", "pages")]),
        ("2802,,,,,,,99.51,,", [("constraint-error", "cost")]),
        ("2802,,,,,,,,yes,", [("type-error", "urgent")]),
        ("2802,,,,,,,,,2899", [("foreign-key", None)]),
        ("2801,,,,,,,,,", [("primary-key", None)]),
    ],
)
def test_wrong_data_is_found(row: str, expected: list[tuple[str, str | None]], tmp_path: Path) -> None:
    folder = written(starter(requests=REQUESTS), tmp_path)
    (folder / "requests.csv").write_text(HEADER + GOOD + row + "\n", "utf-8")
    found = errors(folder)
    assert {line for _, line, _ in found} == {4}
    assert [(kind, field) for kind, _, field in found] == expected


def test_the_same_plan_gives_the_same_bytes() -> None:
    artifacts = datapackage.generate(itu())
    assert artifacts == datapackage.generate(itu())
    assert [each.path for each in artifacts] == sorted(each.path for each in artifacts)
