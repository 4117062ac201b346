"""Exit codes, closed pipes, full disks, faults of our own: each has one answer, and none is a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import rbm_spec
from rbm_spec.cli import main, trouble
from tests.cli.commands import ITU, PROGRAM, Done, here
from tests.cli.commands import rbm_spec as run


def test_every_command_has_the_help_that_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The list of commands is written down apart from them, so that showing it imports none."""
    listed = here(capsys, "--help")
    assert listed.code == 0
    for name, words in main.COMMANDS.items():
        done = here(capsys, name, "--help")
        assert done.code == 0
        assert words in " ".join(listed.out.split())
        assert words in " ".join(done.out.split())


def test_help_imports_nothing_that_it_does_not_need() -> None:
    code = "from rbm_spec.cli.main import run; import sys; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stderr.split() if name.startswith("rbm_spec")}
    assert loaded == {"rbm_spec", "rbm_spec.cli", "rbm_spec.cli.exit_codes", "rbm_spec.cli.main"}


def test_a_build_of_nothing_new_imports_no_library(starter: Path, tmp_path: Path) -> None:
    assert run("build", starter, "--out", tmp_path / "out").code == 0
    code = "from rbm_spec.cli.main import run; import sys; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code, "build", str(starter), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "is up to date" in done.stdout
    heavy = {"pandas", "numpy", "openpyxl", "xlsxwriter", "pypandoc", "sympy", "jinja2", "jsonschema", "yaml", "ruamel"}
    assert heavy & set(done.stderr.split()) == set()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert here(capsys, "--version") == Done(0, f"rbm-spec, version {rbm_spec.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], 'There is no command "chek". Did you mean check? Try rbm-spec --help.'),
        (["check", "--formt", "json"], "No such option '--formt'."),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["explain"], "Missing argument 'CODE'."),
        (["explain", "RBM000"], "There is no rule RBM000."),
        (["calc"], "Missing option '--period'."),
        (["sample"], "Missing option '--into'."),
        (["sample", str(ITU), "--into", "x", "--rows", "-1"], "-1 is not in the range"),
    ],
)
def test_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    done = here(capsys, *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_without_a_command_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    done = here(capsys)
    assert done.code == 2
    assert "Commands:" in done.err


def test_control_characters_of_arguments_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    done = here(capsys, "\x1b[31m\n::error::x")
    assert done.code == 2
    assert "\x1b" not in done.err
    assert not any(line.startswith("::") for line in done.err.splitlines())


def test_which_plan(tmp_path: Path, starter: Path) -> None:
    assert run("check", cwd=starter).code == 0
    assert run("check", cwd=tmp_path).code == 0
    assert run("check", starter / "plan.yaml", cwd=tmp_path).code == 0
    (tmp_path / "specs" / "other").mkdir()
    (tmp_path / "specs" / "other" / "plan.yaml").touch()
    done = run("check", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith(f"rbm-spec: Which plan? There are {Path('specs/other')}, {Path('specs/starter_plan')}.")
    assert run("check", cwd=starter / "indicators").code == 0
    done = run("check", "indicators/answer_time.yaml", cwd=starter)
    assert (done.code, "a plan is a folder" in done.err, "lie in the plan" in done.err) == (74, True, True)


@pytest.mark.parametrize(("arguments", "words"), [(["check", "/nowhere"], "No such file or directory: /nowhere")])
def test_input_and_output(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert here(capsys, *arguments) == Done(74, "", f"rbm-spec: {words}\n")


def test_a_plan_that_is_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert here(capsys, "check", tmp_path / "file").code == 74


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["explain", "list"], ["check", str(ITU), "--format", "json"]]
)
def test_a_full_disk(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (74, "rbm-spec: No space left on device\n")


def test_nowhere_to_say_it() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*PROGRAM, "check", "/nowhere"], stdout=full, stderr=full, check=False)
    assert done.returncode == 74


@pytest.mark.parametrize("arguments", ["--help", "explain list", "explain RBM103", f"check {ITU}"])
def test_a_pipe_that_closes(arguments: str) -> None:
    """As `| head -1` does, but before anything is read."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*PROGRAM, *arguments.split()], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_streams_that_are_closed() -> None:
    command = f'"{sys.executable}" -c "from rbm_spec.cli.main import main; main()" explain list >&- 2>&-'
    assert subprocess.run(command, shell=True, check=False).returncode == 0


def test_words_of_every_script_reach_a_pipe() -> None:
    """Also where the system's encoding could not write them."""
    done = run("explain", "RBM102", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.code == 0


def test_a_fault_of_ours(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It has an id of its place alone: nothing of what was read gets into a report."""
    from rbm_spec import pipeline

    def broken(folder: Path) -> None:
        raise KeyError("Jane Doe, P5")

    monkeypatch.setattr(pipeline, "check", broken)
    done = here(capsys, "check", ITU)
    assert (done.code, done.out) == (70, "")
    assert "Please report it as R-" in done.err
    assert "Jane" not in done.err
    assert "Traceback" not in done.err
    assert here(capsys, "check", ITU) == done
    monkeypatch.setenv(trouble.TRACEBACK, "1")
    assert "Jane" in here(capsys, "check", ITU).err


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), AssertionError("x"), UnicodeError("x")])
def test_any_exception_has_an_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    from rbm_spec import pipeline

    def broken(folder: Path) -> None:
        raise error

    monkeypatch.setattr(pipeline, "check", broken)
    assert here(capsys, "check", ITU).code == 70


def test_interrupted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from rbm_spec import pipeline

    def interrupt(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "check", interrupt)
    assert here(capsys, "check", ITU) == Done(130, "", "")
