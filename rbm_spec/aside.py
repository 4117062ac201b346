"""Work -> the same work in a child process, while this one goes on with something else."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work`; whoever calls the answer waits for it and gets what came out.

    Where no process can be forked, or where the child dies or fails, the work is done when the answer is called: that
    is slower, and an error is raised as if there had been no child.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1:
        return work
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return work
    if child == 0:
        os.close(reading)  # or the answer to a parent that is gone would wait for the child itself to read it
        _work_and_leave(work, writing)
    os.close(writing)

    def answer() -> T:
        with open(reading, "rb") as stream:  # noqa: PTH123 - there is no path, only a pipe
            said = stream.read()
        _, status = os.waitpid(child, 0)
        if status != 0:
            return work()
        found: T = pickle.loads(said)  # noqa: S301 - our own words, from our own child
        return found

    return answer


def _work_and_leave(work: Callable[[], object], writing: int) -> NoReturn:
    """In the child: nothing but the answer leaves it, not even what is still buffered for the screen."""
    try:
        with open(writing, "wb") as stream:
            stream.write(pickle.dumps(work()))
        os._exit(0)
    finally:
        os._exit(1)
