"""A page in Chromium, as one reader after the other would open it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.without import not_run

BROWSER = Path(__file__).parent / "browser"
READERS = ("light", "dark", "phone", "paper")


def visits(page: Path) -> dict[str, Any]:
    """What each of `READERS` met on `page`; beside it a PDF of it is written."""
    program, node = shutil.which("chromium"), shutil.which("node")
    if program is None:
        not_run("apt", "Chromium: the package chromium is not installed")
    if node is None or not (BROWSER / "node_modules" / "axe-core").is_dir():
        not_run("npm", "axe in Chromium: make test installs it where there is npm")
    command = [node, str(BROWSER / "visit.mjs"), program, str(page), str(page.with_suffix(".pdf"))]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=BROWSER)
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found
