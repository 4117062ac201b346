"""`rbm-spec report`: from what calc writes to files for readers; what cannot be reported is said in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from tests.cli.commands import ITU, here
from tests.ingest.test_stored import IN_2027, IN_2028, calc, send
from tests.targets.document.reading import dump, parts


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


def test_the_plan_in_arabic_is_page_and_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A plan that is printed in a language is reported in it: titles, methods and all."""
    assert here(capsys, "calc", ITU, "--sample", "--period", 2028, "--out", tmp_path / "results").code == 0
    given = ("--results", tmp_path / "results" / "results.json", "--language", "ar", "--out", tmp_path / "out")
    done = here(capsys, "report", ITU, *given)
    assert (done.code, done.err) == (0, "")
    title = "متوسط مدد التوظيف"
    assert title in (tmp_path / "out" / "report.html").read_text("utf-8")
    document = parts((tmp_path / "out" / "report.docx").read_bytes())["word/document.xml"].decode()
    assert title in document
    assert "w:bidiVisual" in document
    assert OpenXmlValidator().validate(tmp_path / "out" / "report.docx").is_valid


def test_from_a_store(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    """The page is that of the results, which can be proved; earlier results give the years before."""
    store, before = tmp_path / "kept", tmp_path / "before"
    send(capsys, starter, store, IN_2027, "2027")
    send(capsys, starter, store, IN_2028, "2028")
    calc(capsys, starter, store, "2027", "--out", before)
    given = ("--store", store, "--period", 2028, "--results", before / "results.json", "--out", tmp_path / "out")
    done = here(capsys, "report", starter, *given)
    assert (done.code, done.err) == (0, "")
    assert "Wrote report.html, report.docx and results.json into" in done.out
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "requests-North-2028.csv" in page
    assert "Over the years" in page
    again = here(
        capsys, "rerun", tmp_path / "out" / "results.json", "--store", store, "--previous", before / "results.json"
    )
    assert (again.code, again.out.splitlines()[0][:7]) == (0, "Proved:")


def test_all_periods_for_open_sdg(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    files = []
    for period in (2028, 2029):
        done = here(capsys, "calc", starter, "--sample", "--period", period, "--out", tmp_path / str(period))
        assert done.code == 0
        files += ["--results", tmp_path / str(period) / "results.json"]
    done = here(capsys, "report", starter, *files, "--out", tmp_path / "out", "--open-sdg", tmp_path / "site")
    assert done.code == 0
    lines = (tmp_path / "site" / "data" / "indicator_1-1-1.csv").read_text("utf-8").splitlines()
    totals = [line.split(",") for line in lines if ",,,A," in line]
    assert [line[0] for line in totals] == ["2028", "2029"]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert all(f"<bdi>{line[-1]}</bdi>" in page for line in totals)


def test_reports_of_the_plan_hold_the_results(
    capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path
) -> None:
    document = starter / "documents" / "contribution.yaml"
    text = document.read_text("utf-8").replace("template: contribution", "template: implementation_report")
    document.write_text(text, "utf-8")
    assert here(capsys, "calc", starter, "--sample", "--period", 2028, "--out", tmp_path / "results").code == 0
    done = here(
        capsys, "report", starter, "--results", tmp_path / "results" / "results.json", "--out", tmp_path / "out"
    )
    assert (done.code, done.err) == (0, "")
    assert "report.html, report.docx and contribution.docx" in done.out
    lines = dump((tmp_path / "out" / "contribution.docx").read_bytes())
    section = dump((tmp_path / "out" / "report.docx").read_bytes())
    assert lines[0] == "Body: Council (made up)"
    start = lines.index(section[0])
    assert lines[start : start + len(section)] == section
    assert not any("without results" in line for line in lines)
    assert "NumberedParagraph: The outcome could read as follows:" in lines


def test_report_in_another_language_says_what_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(ITU, plan)
    (document,) = (plan / "documents").iterdir()
    text = document.read_text("utf-8").replace("template: contribution", "template: implementation_report")
    document.write_text(text, "utf-8")
    assert here(capsys, "calc", plan, "--sample", "--period", 2028, "--out", tmp_path / "results").code == 0
    given = ("--results", tmp_path / "results" / "results.json", "--language", "fr", "--out", tmp_path / "out")
    assert here(capsys, "report", plan, *given).code == 0
    lines = dump((tmp_path / "out" / f"{document.stem}.docx").read_bytes())
    draft = "La présente traduction a été établie par une machine. Elle n’a pas encore été révisée par des traducteurs."
    assert lines.index(f"Note: {draft}") < lines.index("BoxHeading: Objet")


def test_arabic_is_a_page_alone(
    capsys: pytest.CaptureFixture[str], starter: Path, results: Path, tmp_path: Path
) -> None:
    done = here(capsys, "report", starter, "--results", results, "--language", "ar", "--out", tmp_path / "out")
    assert (done.code, done.err) == (0, "The Word document is made in the languages of the plan only.\n")
    assert 'dir="rtl"' in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--language", "tlh"), 'There are no phrases for the language "tlh"'),
        (("--language", "../en"), "Write the code of a language, as ar."),
        (("--results", "OTHER"), "are both about 2028"),
        (("--period", "2028"), "Name results with --results, or a store with --store and what to report"),
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
