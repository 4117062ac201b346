"""Synthetic tables are valid for the reference evaluator, say what they are, and are the same for the same seed."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from rbm_spec.plan.model import Plan
from rbm_spec.reference.compute import compute
from rbm_spec.sample import sample_columns, sample_tables, write_sample
from rbm_spec.sample.chance import Chance
from rbm_spec.sample.pattern import writer
from tests.targets.plans import ROOT, itu, starter

HARD = """
kind: dataset
id: requests
title: Requests
owner: Desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Number, pattern: "R[0-9]{6}(-(a|b))"}
  office: {type: code, codelist: offices, label: Office}
  channel: {type: code, codelist: channels, required: true, label: Channel}
  answered_on: {type: date, required: true, label: Answered on, minimum: 2029-01-01, maximum: 2030-06-30}
  received_on: {type: date, required: true, label: Received on}
  closed_at: {type: datetime, label: Closed at, minimum: 2028-01-01, maximum: 2032-12-31}
  pages: {type: integer, required: true, label: Pages, minimum: 3, maximum: 5}
  sheets: {type: integer, label: Sheets}
  share: {type: number, label: Share, minimum: 0.25, maximum: 0.75}
  fee: {type: money, currency: CHF, label: Fee, maximum: 10}
  kind_of: {type: string, label: Kind}
  follows: {type: reference, dataset: requests, label: Follows}
rules:
  - {condition: "received_on <= answered_on and days(received_on, answered_on) <= 365", message: One.}
  - {condition: "month(answered_on) in (3, 6)", message: Two.}
  - {condition: "sheets = pages * 2", message: Three.}
  - {condition: "kind_of = 'plain' or pages > 4", message: Four.}
  - {condition: "fee is missing or fee > 0", message: Five.}
"""


def faults(plan: Plan, folder: Path, rows: int, seed: int = 1) -> list[object]:
    write_sample(plan, folder, rows, seed)
    data = {path.stem: path.read_text("utf-8") for path in folder.glob("*.csv")}
    return list(compute(plan, data, str(plan.start.year)).faults)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_is_valid(seed: int, tmp_path: Path) -> None:
    assert faults(itu(), tmp_path, 150, seed) == []


def test_hard_rules_bounds_and_patterns_are_met(tmp_path: Path) -> None:
    plan = starter(requests=HARD)
    assert faults(plan, tmp_path, 300) == []
    rows = sample_tables(plan, 300, 1)["requests"]
    assert len(rows) == 300
    assert all(re.fullmatch("R[0-9]{6}-[ab]", str(row["request_id"])) for row in rows)
    assert {row["pages"] for row in rows} == {3, 4, 5}
    assert {row["follows"] is None for row in rows} == {True, False}
    assert {str(row["answered_on"])[:7] for row in rows} <= {"2029-03", "2029-06", "2030-03", "2030-06"}


def test_rules_that_no_row_can_meet_give_no_rows(tmp_path: Path) -> None:
    text = HARD + "  - {condition: pages > 5, message: Never.}\n"
    assert faults(starter(requests=text), tmp_path, 10) == []
    assert len((tmp_path / "requests.csv").read_text("utf-8").splitlines()) == 1
    assert "- requests.csv" in (tmp_path / "SYNTHETIC.txt").read_text("utf-8")


def test_tables_have_the_size_asked_for() -> None:
    sizes = {name: len(rows) for name, rows in sample_tables(itu(), 200, 1).items()}
    assert sizes.pop("mandatory_courses") == 12
    assert set(sizes.values()) == {200}
    assert "training_by_staff" not in sizes


def test_keys_are_marked() -> None:
    for name, columns in sample_columns(itu(), 50, 1).items():
        key = itu().datasets[name].spec.key[0]
        assert all(str(cell).startswith("SYNTHETIC-") for cell in columns[key]), name


def test_the_note_says_what_the_files_are(tmp_path: Path) -> None:
    written = write_sample(itu(), tmp_path, 20, 5)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    note = (tmp_path / "SYNTHETIC.txt").read_text("utf-8")
    assert note.startswith("SYNTHETIC DATA\n")
    assert "20 rows and the seed 5" in note
    assert "as synthetic" not in note


def test_figures_are_not_degenerate(tmp_path: Path) -> None:
    write_sample(itu(), tmp_path, 600, 1)
    data = {path.stem: path.read_text("utf-8") for path in tmp_path.glob("*.csv")}
    for period in ("2028", "2031"):
        for name, release in compute(itu(), data, period).releases.items():
            totals = [each for each in release.observations if each.by == ()]
            assert all(each.value is not None for each in totals), (name, period)
            units = {each.id: each.spec.unit for each in itu().indicators[name].method.components}
            # Of all people, all come from one region or another.
            shares = [
                each.value for each in totals if units[each.component] == "percent" and each.component != "region_share"
            ]
            assert all(isinstance(share, Fraction) and 0 < share < 100 for share in shares), (name, period)


def test_the_first_table_that_one_sees_is_not_silly(tmp_path: Path) -> None:
    """Shares of 0 or of 100 per cent in the default sample look like a fault."""
    write_sample(itu(), tmp_path, 200, 1)
    data = {path.stem: path.read_text("utf-8") for path in tmp_path.glob("*.csv")}
    totals = [
        each
        for each in compute(itu(), data, "2028").releases["mandatory_training"].observations
        if each.by == () and each.component != "staff_in_scope"
    ]
    assert all(isinstance(each.value, Fraction) and 10 < each.value < 90 for each in totals)


def test_people_come_back_in_other_years() -> None:
    columns = sample_columns(itu(), 400, 1)["staff_at_year_end"]
    pairs = list(zip(columns["staff_number"], columns["as_of"], strict=True))
    assert len(set(pairs)) == len(pairs)
    assert len(set(columns["staff_number"])) < 200
    assert {str(day) for day in columns["as_of"]} == {f"{year}-12-31" for year in (2028, 2029, 2030, 2031)}


def test_every_reader_of_csv_finds_the_same_columns(tmp_path: Path) -> None:
    write_sample(itu(), tmp_path, 30, 1)
    for name, columns in sample_columns(itu(), 30, 1).items():
        lines = list(csv.reader(io.StringIO((tmp_path / f"{name}.csv").read_text("utf-8"), newline="")))
        assert lines[0] == list(itu().datasets[name].fields) == list(columns)
        assert len(lines) - 1 == len(next(iter(columns.values())))


def test_a_seed_gives_the_same_tables_in_every_process() -> None:
    program = (
        "import hashlib, tests.targets.plans as plans\n"
        "from rbm_spec.sample import sample_columns\n"
        "print(hashlib.sha256(repr(sample_columns(plans.itu(), 40, 7)).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("7", "Asia/Kathmandu"))
    }
    assert len(digests) == 1


def test_other_seeds_give_other_tables() -> None:
    assert sample_columns(itu(), 20, 1) != sample_columns(itu(), 20, 2)


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]{4}",
        "VN-[0-9]{4}-[0-9]{3}/[1-9]",
        "a|b",
        "(ab|c){2}",
        "^x{2,}$",
        r"\d\w?",
        r"\$",
        "(ab|c[^d-z])x",
        r"\.\(\)",
        ".+",
        "é*",
        "[A-Z_-]{2,3}",
    ],
)
def test_text_of_a_pattern_has_its_form(pattern: str) -> None:
    chance = Chance("pattern")
    for _ in range(50):
        assert re.fullmatch(pattern, writer(pattern)(chance))
