"""Chromium, without a window and without a network: draws a page, and says what a script in it measured.

Where Chromium is not installed the tests say so by name; where CI is set that is a failure.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

from tests.without import not_run

SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000", "--force-device-scale-factor=1",
)  # fmt: skip
REPORT = re.compile(r'<pre id="report">(.*?)</pre>', re.S)


def _drawn(folder: Path, page: Path) -> str:
    program = shutil.which("chromium")
    if program is None:
        not_run("apt", "Chromium: the package chromium is not installed")
    profile = folder / "profile"
    command = [program, *SWITCHES, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def measured(folder: Path, html: str, script: str) -> Any:
    """What the function body `script` returns in the page, as JSON."""
    page = folder / "page.html"
    report = "document.body.append(Object.assign(document.createElement('pre'), {id: 'report', textContent: said}));"
    inside = f"const said = JSON.stringify((() => {{ {script} }})()); {report}"
    page.write_text(f"<!doctype html><meta charset=utf-8>{html}<script>{inside}</script>", "utf-8")
    found = REPORT.search(_drawn(folder, page))
    assert found is not None
    return json.loads(unescape(found[1]))
