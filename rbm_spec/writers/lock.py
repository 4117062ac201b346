"""One build at a time in one folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0  # seconds
_BUSY = (errno.EWOULDBLOCK, errno.EACCES, errno.EEXIST)
_STEP = 0.05


@contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of `folder`; calls `waiting` once when another process has it. Raises OSError after a minute."""
    descriptor = _patiently(folder, waiting)
    try:
        yield
    finally:
        os.close(descriptor)


def _patiently(folder: Path, waiting: Callable[[], None]) -> int:
    deadline = time.monotonic() + PATIENCE
    told = False
    while True:
        try:
            return _acquire(folder)
        except OSError as error:
            if error.errno not in _BUSY:
                raise
        if time.monotonic() > deadline:
            raise OSError(errno.EAGAIN, "Another rbm-spec is still writing into this folder", str(folder))
        if not told:
            waiting()
            told = True
        time.sleep(_STEP)


if sys.platform == "win32":

    def _acquire(folder: Path) -> int:
        """A file that the system deletes when its only handle is closed."""
        return os.open(folder / ".lock", os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)

else:
    import fcntl

    _UNKNOWN = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP)

    def _acquire(folder: Path) -> int:
        """A lock on the folder itself, so that no lock file stays behind."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _UNKNOWN:  # some network file systems: go on as one did before there were locks
                return descriptor
            os.close(descriptor)
            raise OSError(error.errno, error.strerror, str(folder)) from error
        return descriptor
