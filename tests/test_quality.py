"""The linters pass: style, shape, types, and imports that only go down the staircase."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([sys.executable, "-m", "ruff", "check"], id="ruff-check"),
        pytest.param([sys.executable, "-m", "ruff", "format", "--check"], id="ruff-format"),
        pytest.param([sys.executable, "-m", "mypy"], id="mypy"),
        pytest.param([str(SCRIPTS / "lint-imports")], id="lint-imports"),
    ],
)
def test_linter_passes(command: list[str]) -> None:
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{' '.join(command[-3:])}\n\n{run.stdout}{run.stderr}"


def test_nothing_is_skipped_but_what_was_named() -> None:
    """What a machine lacks fails, or is named in WITHOUT: there is one place where tests are skipped."""
    marks = ("pytest.skip(", "mark.skip", "importorskip(")
    tests = Path(__file__).parent
    found = {
        path.relative_to(tests).as_posix()
        for path in tests.rglob("*.py")
        if path != Path(__file__) and "node_modules" not in path.parts
        if any(mark in path.read_text("utf-8") for mark in marks)
    }
    # The original cases lie beside one checkout only; everywhere else their copies are what is run.
    assert found == {"without.py", "conformance/test_reference.py"}
