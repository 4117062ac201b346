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
