"""In Chromium, light, dark, narrow and on paper: no violation of axe, no word on the console, nothing fetched."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.results.report.results import HIDDEN, document, figure, html, plan
from tests.targets.words.little import A
from tests.visiting import READERS
from tests.visiting import visits as met_on
from tests.without import not_run

LONG = "Score of everything that was counted in the year, in every office that sent its data in time"
"""Wider than a phone where it stands in an equation."""


def whole_page(language: str) -> str:
    """A page with everything that a page can have."""
    before = {
        "until": "2028-12-31", "note": "Before, it was counted otherwise.", "measures": {"a": {**A, "label": "Old"}},
        "components": {"score": {"label": "Score", "formula": "a"}},
    }  # fmt: skip
    quantity = {
        "label": LONG, "formula": "100 * a / b", "direction": "increase", "note": "A note.", "unit": "percent",
        "baseline": {"year": 2027, "value": 50}, "targets": {"2029": {"at_least": 60}, "2030": {"at_least": 70}},
    }  # fmt: skip
    of = plan(
        components={"score": quantity}, previous_methods=[before], disaggregate=[["station"], ["station", "permanent"]]
    )
    cells = [
        figure("7.0", period="2030", cell={"station": "here"}),
        figure(None, **HIDDEN, period="2030", cell={"station": "there"}),
        figure(None, period="2030", cell={"station": None}),
        figure("7.0", period="2030", cell={"station": "here", "permanent": "true"}),
    ]
    years = [
        document(figure("50.0")), document(figure("65.0", period="2029", status="B"), period="2029"),
        document(figure("68.5", period="2030", assessment="not_met"), *cells, period="2030", synthetic=True, faults=2,
                 notes=["A note of calc."], spec_hash="e" * 64),
    ]  # fmt: skip
    return html(*years, language=language, of=of)


@cache
def visits(language: str, folder: Path) -> dict[str, Any]:
    page = folder / f"{language}.html"
    page.write_text(whole_page(language), "utf-8")
    return met_on(page)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("reader", READERS)
def test_readers_meet_no_obstacle(folder: Path, language: str, reader: str) -> None:
    met = visits(language, folder)[reader]
    assert met["violations"] == []
    assert met["said"] == []
    assert [each.rpartition("/")[2] for each in met["asked"]] == [f"{language}.html"]
    assert met["wide"] == 0


def test_on_paper_nothing_stays_folded(folder: Path) -> None:
    found = visits("en", folder)
    assert found["paper"]["shut"] == 0
    assert found["light"]["shut"] > 0


def test_the_keyboard_skips_and_scrolls(folder: Path) -> None:
    assert visits("en", folder)["light"]["keys"] == ["A.skip", "DIV.wide", "A.", "A."]


def test_made_up_data_says_so_on_every_sheet_of_paper(folder: Path) -> None:
    visits("en", folder)
    program = shutil.which("pdftotext")
    if program is None:
        not_run("apt", "pdftotext: the package poppler-utils is not installed")
    text = subprocess.run([program, str(folder / "en.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.rstrip("\f").split("\f")
    assert len(sheets) > 1
    assert all("MADE-UP DATA" in sheet for sheet in sheets)
    assert "In words: " in text


def test_arabic_is_mirrored(folder: Path) -> None:
    """Bars grow from the right, and the value stands on the right of its chart."""
    english, arabic = (visits(language, folder)["light"]["sides"] for language in ("en", "ar"))
    assert english["bar"] == english["field"]
    assert arabic["bar"] > arabic["field"]
    assert english["value"] < english["chart"]
    assert arabic["value"] > arabic["chart"]
