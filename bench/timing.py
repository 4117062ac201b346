"""Commands -> medians of wall time and peak memory, taken turn by turn so that a busy machine slows all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timed:
    """Seconds (the median of all runs), and the largest memory of any, in MB."""

    seconds: float
    megabytes: float


def time_commands(
    commands: Mapping[str, Sequence[str]], runs: int, allowed: tuple[int, ...] = (0,), cwd: Path | None = None
) -> dict[str, Timed]:
    """Run each command `runs` times, in turn, after one run that does not count. Raises when one fails."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = dict.fromkeys(commands, 0.0)
    for turn in range(runs + 1):
        for name, command in commands.items():
            taken, megabytes, code = _run(command, cwd)
            if code not in allowed:
                raise RuntimeError(f"{name} ended with {code}: {' '.join(command)[:200]}")
            if turn:
                seconds[name].append(taken)
                memory[name] = max(memory[name], megabytes)
    return {name: Timed(statistics.median(seconds[name]), memory[name]) for name in commands}


def _run(command: Sequence[str], cwd: Path | None) -> tuple[float, float, int]:
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024 * 1024 if os.uname().sysname == "Darwin" else 1024
    return time.perf_counter() - start, usage.ru_maxrss / unit, child.returncode


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
