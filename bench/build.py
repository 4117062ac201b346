"""How long `rbm-spec build` of the real plan takes: from nothing, after an edit, and when nothing changed.

The targets are about one language; the plan is printed in six, so both are timed. A plan of 250 made-up indicators is
to take less than a quarter of what sdg-build was measured to take for as many, which is 24.6 s on a quiet machine.
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from bench.corpus import write_corpus
from bench.report import Line, under
from bench.timing import time_commands

PLAN = Path(__file__).parents[1] / "specs" / "itu_2028_2031"
RUNS = 5
MANY, QUARTER = 250, 6.15  # indicators, seconds
COLD = """\
import shutil, subprocess, sys
out, cache, command = sys.argv[1], sys.argv[2], sys.argv[3:]
shutil.rmtree(out, ignore_errors=True)
shutil.rmtree(cache, ignore_errors=True)
sys.exit(subprocess.call(command))
"""
EDIT = """\
import pathlib, subprocess, sys
plan, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
file = plan / "indicators" / "average_recruitment_time.yaml"
file.write_text(file.read_text("utf-8") + "# one line more\\n", "utf-8")
sys.exit(subprocess.call(command))
"""


def measure(folder: Path) -> list[Line]:
    """Cold, edited, warm. Cold and edited count the start of one more Python, which empties or edits."""
    plan, out = folder / "specs" / PLAN.name, folder / "out"
    shutil.copytree(PLAN, plan)
    program = [str(Path(sysconfig.get_path("scripts")) / "rbm-spec"), "build", "--out", str(out)]
    empty, command = [sys.executable, "-c", COLD, str(out), str(folder / "cache")], [*program, str(plan)]
    emptied = [*empty, *command]
    six = time_commands({"": emptied}, RUNS)[""]
    many = time_commands({"": [*empty, *program, str(write_corpus(folder / "many", MANY))]}, RUNS)[""]
    _in_one_language(plan)
    cold = time_commands({"": emptied}, RUNS)[""]
    warm = time_commands({"": command}, RUNS)[""]
    edited = time_commands({"": [sys.executable, "-c", EDIT, str(plan), *command]}, RUNS)[""]
    return [
        under("build the plan in one language, cold", cold.seconds, 3, cold.megabytes),
        under("build, nothing changed", warm.seconds, 0.3, warm.megabytes),
        Line("build, one comment more in one indicator", edited.seconds, megabytes=edited.megabytes),
        Line("build the plan in six languages, cold", six.seconds, megabytes=six.megabytes),
        under(f"build {MANY} indicators in one language, cold", many.seconds, QUARTER, many.megabytes),
    ]


def _in_one_language(plan: Path) -> None:
    file = plan / "plan.yaml"
    text = file.read_text("utf-8")
    lines = ["languages: [en]" if line.startswith("languages:") else line for line in text.splitlines()]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    shutil.rmtree(plan / "translations")
