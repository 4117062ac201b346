"""A page in Chromium, as one reader after the other would open it, or as a test asks line by line."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.without import not_run

BROWSER = Path(__file__).parent / "browser"
READERS = ("light", "dark", "phone", "paper")


def driver(script: str) -> list[str]:
    """The command that runs a script of tests/browser with Chromium as its first word."""
    program, node = shutil.which("chromium"), shutil.which("node")
    if program is None:
        not_run("apt", "Chromium: the package chromium is not installed")
    if node is None or not (BROWSER / "node_modules" / "axe-core").is_dir():
        not_run("npm", "axe in Chromium: make test installs it where there is npm")
    return [node, str(BROWSER / script), program]


def visits(page: Path) -> dict[str, Any]:
    """What each of `READERS` met on `page`; beside it a PDF of it is written."""
    command = [*driver("visit.mjs"), str(page), str(page.with_suffix(".pdf"))]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=BROWSER)
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


class Chromium:
    """A browser that does what it is told; its end ends it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            driver("drive.mjs"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BROWSER
        )

    def __call__(self, code: str, **given: object) -> Any:
        """What the body of an async function returns; see drive.mjs for what it has at hand."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"code": code, "given": given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def close(self) -> None:
        """Leave the browser."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()
