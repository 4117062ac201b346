"""How tests run commands: in a process of their own, as people do, or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rbm_spec.cli.main import run

ROOT = Path(__file__).parents[2]
ITU = ROOT / "specs" / "itu_2028_2031"
PROGRAM = [sys.executable, "-c", "from rbm_spec.cli.main import main; main()"]


@dataclass(frozen=True)
class Done:
    """The exit code and what was printed."""

    code: int
    out: str
    err: str


def rbm_spec(*arguments: object, cwd: Path | None = None, **variables: str) -> Done:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def here(capsys: object, *arguments: object) -> Done:
    """Run a command in this process."""
    code = run([str(each) for each in arguments])
    out, err = capsys.readouterr()  # type: ignore[attr-defined]
    return Done(code, out, err)
