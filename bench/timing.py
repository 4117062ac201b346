"""Commands -> medians of time and peak memory, taken turn by turn so that a busy machine slows all alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The peak of a process starts from that of the one that began it, so a small one begins all. Linux counts in KiB.
LAUNCH = """\
import json, os, subprocess, sys, time
start, nowhere = time.perf_counter(), subprocess.DEVNULL
child = subprocess.Popen(sys.argv[1:], stdin=nowhere, stdout=nowhere, stderr=nowhere)
_, status, usage = os.wait4(child.pid, 0)
seconds = time.perf_counter() - start
unit = 2**20 if sys.platform == "darwin" else 2**10
code = child.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, code]))
"""


@dataclass(frozen=True)
class Timed:
    """Medians of all runs: seconds on the clock, and of processors (all processes together).

    `megabytes` is the most memory that any process of any run held.
    """

    seconds: float
    processor: float
    megabytes: float


def time_commands(
    commands: Mapping[str, Sequence[str]], runs: int, allowed: tuple[int, ...] = (0,)
) -> dict[str, Timed]:
    """Run each command `runs` times, in turn, after one run that does not count. Raises when one fails."""
    taken: dict[str, list[Timed]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            timed, code = _run(command)
            if code not in allowed:
                raise RuntimeError(f"{name} ended with {code}: {' '.join(command)[:200]}")
            if turn:
                taken[name].append(timed)
    return {name: _middle(each) for name, each in taken.items()}


def _middle(runs: Sequence[Timed]) -> Timed:
    return Timed(
        statistics.median(each.seconds for each in runs),
        statistics.median(each.processor for each in runs),
        max(each.megabytes for each in runs),
    )


def _run(command: Sequence[str]) -> tuple[Timed, int]:
    """What a command took, and its exit code.

    It runs like an installed program, whose modules are compiled: the run that does not count compiles them.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    launched = [sys.executable, "-S", "-c", LAUNCH, *command]
    said = subprocess.run(launched, env=environment, check=True, capture_output=True, text=True).stdout
    seconds, processor, megabytes, code = json.loads(said)
    return Timed(seconds, processor, megabytes), code


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
