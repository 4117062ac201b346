"""`rbm-spec check`, `explain` and `init` from the outside."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from rbm_spec import pipeline
from rbm_spec.diagnostics import Severity
from rbm_spec.render import FORMATS
from tests.cli.commands import ITU, Done, here, rbm_spec


def spoil(plan: Path, old: str, new: str, file: str = "indicators/answer_time.yaml") -> None:
    """Change a file of the plan."""
    text = (plan / file).read_text()
    assert old in text
    (plan / file).write_text(text.replace(old, new, 1))


def test_the_plan_of_the_proposal_needs_no_answer() -> None:
    findings = pipeline.check(ITU).findings
    assert {finding.rule.severity for finding in findings} <= {Severity.INFO}


def test_a_clean_plan(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    assert here(capsys, "check", starter) == Done(0, "Checked 8 files: no findings.\n", "")


def test_errors_of_form_and_of_meaning_in_one_run(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    """What a broken file would have said is not missed elsewhere."""
    spoil(starter, "formula: days_to_answer", "formula: days_to_anser")
    spoil(starter, "unit: day", "unit: dya")
    spoil(starter, "title:", "titel:", "codelists/offices.yaml")
    done = here(capsys, "check", starter, "--format", "json")
    found = [(finding["file"], finding["line"], finding["column"]) for finding in json.loads(done.out)["findings"]]
    assert done.code == 1
    assert found == [
        ("codelists/offices.yaml", 4, 1),
        ("indicators/answer_time.yaml", 15, 7),
        ("indicators/answer_time.yaml", 25, 10),
    ]


def test_a_warning_needs_an_answer(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    more = "  unused:\n    label: Never used\n    from: requests\n    aggregate: count\nformula:"
    spoil(starter, "formula:", more)
    done = here(capsys, "check", starter, "--format", "concise")
    assert (done.code, done.out.count(" warning: ")) == (1, 1)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_a_plan_with_errors(capsys: pytest.CaptureFixture[str], starter: Path, form: str) -> None:
    spoil(starter, "formula: days_to_answer", "formula: days_to_anser")
    done = here(capsys, "check", starter, "--format", form)
    assert (done.code, done.err) == (1, "")
    assert "days_to_anser" in done.out
    assert "\x1b" not in done.out


def test_into_a_file(capsys: pytest.CaptureFixture[str], starter: Path, tmp_path: Path) -> None:
    spoil(starter, "formula: days_to_answer", "formula: days_to_anser")
    printed = here(capsys, "check", starter, "--format", "sarif")
    done = here(capsys, "check", starter, "--format", "sarif", "--output", tmp_path / "found.sarif")
    assert (done.code, done.out) == (1, "")
    assert (tmp_path / "found.sarif").read_text() == printed.out
    assert here(capsys, "check", starter, "--output", tmp_path / "nowhere" / "x").code == 74


def test_colours_only_where_they_are_wanted(starter: Path) -> None:
    """Through a terminal of its own."""
    spoil(starter, "formula: days_to_answer", "formula: days_to_anser")

    def printed(**variables: str) -> bytes:
        pieces = []
        child, terminal = pty.fork()
        if child == 0:
            code = "from rbm_spec.cli.main import main; main()"
            environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | variables
            os.execve(sys.executable, [sys.executable, "-c", code, "check", str(starter)], environment)
        try:
            while piece := os.read(terminal, 4096):
                pieces.append(piece)
        except OSError:
            pass  # how a terminal says that nobody writes any more
        os.waitpid(child, 0)
        return b"".join(pieces)

    assert b"\x1b[" in printed()
    assert b"\x1b[" not in printed(NO_COLOR="1")
    assert b"\x1b[" not in printed(TERM="dumb")
    assert "\x1b[" not in rbm_spec("check", starter).out


def test_nothing_of_the_plan_is_imported_or_run(starter: Path, tmp_path: Path) -> None:
    """A folder with modules that have the names of ours is only a folder."""
    for name in ("yaml", "click", "rbm_spec", "sitecustomize", "jinja2", "pandas"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    script = Path(sys.executable).parent / "rbm-spec"
    done = subprocess.run([script, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Checked 8 files: no findings.\n")
    assert not (tmp_path / "ran").exists()


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    listed = here(capsys, "explain", "list")
    assert listed.code == 0
    assert "RBM103  error      duplicate-key" in listed.out.splitlines()
    by_code = here(capsys, "explain", "rbm103")
    assert (by_code.code, by_code.err) == (0, "")
    assert by_code.out.startswith("# RBM103 duplicate-key (error)")
    assert here(capsys, "explain", "duplicate-key") == by_code


def test_init_writes_a_plan_that_checks_clean(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "my_plan"
    done = here(capsys, "init", target)
    assert (done.code, done.err) == (0, "")
    assert here(capsys, "check", target).code == 0
    settings = json.loads((target / ".vscode" / "settings.json").read_text())
    schemas = settings["yaml.schemas"]
    assert schemas
    for schema in schemas:
        assert (target / ".vscode" / ".." / schema).is_file() or (target / schema).is_file(), schema
    again = here(capsys, "init", target)
    assert (again.code, "is not an empty folder" in again.err) == (2, True)


def test_init_takes_an_empty_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert here(capsys, "init", tmp_path / "empty").code == 0
    assert rbm_spec("check", cwd=tmp_path / "empty").code == 0
