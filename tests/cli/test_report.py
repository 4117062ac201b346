"""`rbm-spec report`: from what calc writes to files for readers; what cannot be reported is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import here
from tests.targets.document.reading import parts


@pytest.fixture
def results(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> Path:
    """Results of made-up data of the starter plan."""
    assert here(capsys, "calc", starter, "--sample", "--period", 2028, "--out", tmp_path / "results").code == 0
    return tmp_path / "results" / "results.json"


def test_from_calc_to_page_and_document(
    capsys: pytest.CaptureFixture[str], starter: Path, results: Path, tmp_path: Path
) -> None:
    done = here(capsys, "report", starter, "--results", results, "--out", tmp_path / "out")
    assert (done.code, done.err) == (0, "")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page.count("MADE-UP DATA") >= 3
    assert "Northern office" in page
    assert str(tmp_path) not in page
    assert "word/document.xml" in parts((tmp_path / "out" / "report.docx").read_bytes())
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["report.docx", "report.html"]


def test_arabic_is_a_page_alone(
    capsys: pytest.CaptureFixture[str], starter: Path, results: Path, tmp_path: Path
) -> None:
    done = here(capsys, "report", starter, "--results", results, "--language", "ar", "--out", tmp_path / "out")
    assert (done.code, done.err) == (0, "The Word document is made in the language of the plan only.\n")
    assert 'dir="rtl"' in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--language", "tlh"), 'There are no phrases for the language "tlh"'),
        (("--language", "../en"), "Write the code of a language, as ar."),
        (("--results", "OTHER"), "are both about 2028"),
    ],
)
def test_what_cannot_be_reported(
    capsys: pytest.CaptureFixture[str], starter: Path, results: Path, tmp_path: Path, more: tuple[str, str], says: str
) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(results.read_bytes())
    given = [str(other) if each == "OTHER" else each for each in more]
    done = here(capsys, "report", starter, "--results", results, *given, "--out", tmp_path / "out")
    assert done.code == 2
    assert says in " ".join(done.err.split())
    assert not (tmp_path / "out").exists()


def test_files_that_are_none(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    assert here(capsys, "report", starter, "--results", tmp_path).code == 2
    assert here(capsys, "report", starter, "--results", tmp_path / "gone.json").code == 74
    (tmp_path / "r.json").write_text("{}")
    done = here(capsys, "report", starter, "--results", tmp_path / "r.json", "--out", tmp_path / "out")
    assert done.code == 2
    assert "plan must be an object" in done.err
