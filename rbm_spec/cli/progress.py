"""What a command is doing, on standard error, once it takes longer than a second and somebody is looking."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from rbm_spec.cli.console import tell

PATIENCE = 1.0  # seconds


class Progress:
    """`with Progress() as progress: progress.step("workbooks")`. Prints nothing where standard error is no terminal."""

    def __init__(self) -> None:
        self._doing = ""
        self._shown = False
        self._timer = threading.Timer(PATIENCE, self._show) if sys.stderr.isatty() else None
        self._lock = threading.Lock()

    def __enter__(self) -> Progress:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def step(self, doing: str) -> None:
        """Say what begins now."""
        with self._lock:
            self._doing = doing
            shown = self._shown
        if shown:
            tell(f"… {doing}")

    def _show(self) -> None:
        with self._lock:
            self._shown = True
            doing = self._doing
        tell(f"… {doing}")


class Bar:
    """How many of many are done, on one line of a terminal; nothing anywhere else."""

    WIDTH = 30

    def __init__(self, total: int, doing: str) -> None:
        self._total, self._doing = total, doing
        self._shows = sys.stderr.isatty() and total > 1

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shows:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def step(self, doing: str, number: int, total: int) -> None:
        """So many of a stretch of the work are done."""
        self._total = total
        self.reach(number, doing)

    def reach(self, number: int, doing: str | None = None) -> None:
        """So many are done; `doing` is what begins now, where that changes."""
        if doing is not None:
            self._doing = doing
        if self._shows:
            filled = "█" * (self.WIDTH * number // self._total)
            sys.stderr.write(f"\r\x1b[K\r{self._doing} {filled:░<{self.WIDTH}} {number:,} of {self._total:,}")
            sys.stderr.flush()
