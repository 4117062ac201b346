"""From rows about people to what readers get: a group that is too small leaves no number behind, wherever one looks."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from rbm_spec import resources
from tests.cli.commands import here

OFFICES = {"north": [11] * 7, "south": [13] * 6, "centre": [5273]}
"""Days that requests took: one person in the third office waited so long that no other number looks like it."""
SENTINELS = ("5273", "5\u202f273", "5 273", "5,273")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starter plan with rows about people, a third office, and data."""
    plan = tmp_path / "plan"
    for path in resources.generators().joinpath("init").rglob("*.yaml"):
        goal = plan / path.relative_to(resources.generators() / "init")
        goal.parent.mkdir(parents=True, exist_ok=True)
        goal.write_text(path.read_text("utf-8").replace("personal: false", "personal: true"), "utf-8")
    offices = plan / "codelists" / "offices.yaml"
    offices.write_text(offices.read_text("utf-8").rstrip() + "\n  centre:\n    label: Central office\n", "utf-8")
    rows = ["request_id,office,channel,received_on,answered_on"]
    for office, days in OFFICES.items():
        for number, each in enumerate(days):
            start = "2014-01-22" if each == 5273 else "2028-03-01"
            end = {11: "2028-03-12", 13: "2028-03-14", 5273: "2028-06-30"}[each]
            rows.append(f"{office}{number},{office},letter,{start},{end}")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "requests.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return tmp_path


def test_the_same_group_is_seen_where_rows_are_not_people(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """So that the search below cannot fail to find what is there."""
    dataset = folder / "plan" / "datasets" / "requests.yaml"
    dataset.write_text(dataset.read_text("utf-8").replace("personal: true", "personal: false"), "utf-8")
    given = ("--data", folder / "data", "--period", 2028, "--out", folder / "results")
    assert here(capsys, "calc", folder / "plan", *given).code == 0
    results = folder / "results" / "results.json"
    assert here(capsys, "report", folder / "plan", "--results", results, "--out", folder / "out").code == 0
    assert "5273" in texts(folder / "out" / "report.html")
    assert "5273" in texts(folder / "out" / "report.docx")


def texts(path: Path) -> str:
    """All that is in a file; of a package every part."""
    if path.suffix != ".docx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_a_small_group_is_nowhere(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    plan, out = folder / "plan", folder / "out"
    done = here(capsys, "calc", plan, "--data", folder / "data", "--period", 2028, "--out", folder / "results")
    assert done.code == 0, done.err
    results = folder / "results" / "results.json"
    assert '"suppressed"' in results.read_text("utf-8")
    made = here(capsys, "report", plan, "--results", results, "--out", out)
    arabic = here(capsys, "report", plan, "--results", results, "--language", "ar", "--out", out / "ar")
    assert (made.code, arabic.code) == (0, 0)
    for path in (out / "report.html", out / "report.docx", out / "ar" / "report.html"):
        text = texts(path)
        assert not [each for each in SENTINELS if each in text], path
        assert re.search("hidden to protect people|مخفي لحماية الأشخاص", text), path
        assert "Central office" in text
