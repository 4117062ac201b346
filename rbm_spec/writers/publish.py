"""Files in memory -> the target folder, in one step: stage beside it, sync, swap, sweep.

- `outputs/.staging-<plan>`: the build in progress; whatever a killed one left is swept first
- `outputs/.replaced-<plan>`: the old build, for a moment, where two folders cannot trade places in one step
- `outputs/<plan>`: always a whole build
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from rbm_spec.writers.compare import compare
from rbm_spec.writers.lock import locked
from rbm_spec.writers.manifest import NAME
from rbm_spec.writers.swap import exchange

STAGING, REPLACED = ".staging-", ".replaced-"
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", re.ASCII)
_FRESH = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotOurs(Exception):
    """The target holds `files` that no build wrote: nothing is replaced."""

    def __init__(self, folder: Path, files: tuple[str, ...]) -> None:
        super().__init__(folder, files)
        self.folder = folder
        self.files = files


def publish(
    target: Path,
    files: Mapping[str, bytes],
    waiting: Callable[[], None] = lambda: None,
    before: Mapping[str, str] | None = None,
) -> None:
    """Make `target` hold exactly `files`, which include the manifest; `waiting` is called when another build runs.

    `before` are the digests of what the last build here wrote, by path: what is still so may go without being named.
    Raises NotOurs, and OSError with the old build untouched.
    """
    _check_paths(files)
    parent, name = target.parent, target.name
    parent.mkdir(parents=True, exist_ok=True)
    staging, replaced = parent / (STAGING + name), parent / (REPLACED + name)
    with locked(parent, waiting):
        _repair(target, staging, replaced)
        _refuse_foreign(target, before)
        try:
            _stage(staging, files)
            _swap(staging, target, replaced)
        except BaseException:
            with suppress(OSError):
                _repair(target, staging, replaced)
            raise
        _sync_folder(parent)
        with suppress(OSError):  # the new build is in place; the next one sweeps what is left of the old
            _repair(target, staging, replaced)


def sweep(target: Path) -> None:
    """Take away what a killed build of `target` has left beside it. Raises OSError."""
    staging, replaced = (target.parent / (mark + target.name) for mark in (STAGING, REPLACED))
    if os.path.lexists(staging) or os.path.lexists(replaced):
        with locked(target.parent, lambda: None):
            _repair(target, staging, replaced)


def create(target: Path, files: Mapping[str, bytes]) -> None:
    """Make a new folder `target` that holds `files`. Raises NotOurs where there is something already, and OSError."""
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise NotOurs(target, (target.name,))
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = target.parent / (STAGING + target.name)
    _remove(staging)
    try:
        _stage(staging, files)
        staging.rename(target)
    except BaseException:
        with suppress(OSError):
            _remove(staging)
        raise


def fill(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a folder beside `target`, then move each of its files in; others in `target` stay.

    Links in the place of a file are replaced, not followed. Raises OSError.
    """
    if target.is_symlink():
        raise OSError(errno.ELOOP, "This is a link to another place; outputs are not written through links", target)
    staging = target.parent / (STAGING + target.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove(staging)
    try:
        staging.mkdir()
        write(staging)
        target.mkdir(exist_ok=True)
        _move(staging, target)
    finally:
        with suppress(OSError):
            _remove(staging)


def fill_with(target: Path, files: Mapping[str, bytes]) -> None:
    """`fill` with files by their path below the folder."""

    def write(staging: Path) -> None:
        for path, content in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(content)

    fill(target if target.name else target.absolute(), write)


def _move(staging: Path, target: Path) -> None:
    """Each file of one folder into another, and folders of the same name into each other."""
    for path in sorted(staging.iterdir()):
        other = target / path.name
        if path.is_dir() and other.is_dir() and not other.is_symlink():
            _move(path, other)
        else:
            path.replace(other)


def replace_file(path: Path, content: bytes) -> None:
    """Make the file at `path` hold `content`, whole or not at all. A link is replaced, not followed."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "There is no such folder", str(path.parent))
    staging = path.parent / f"{STAGING}{path.name}"
    _remove(staging)
    try:
        _write(staging, content)
        staging.replace(path)
    except BaseException:
        with suppress(OSError):
            _remove(staging)
        raise


def _check_paths(files: Mapping[str, bytes]) -> None:
    """Targets name files by ids, so these are our own mistakes and never a user's."""
    if NAME not in files:
        raise ValueError("a build needs a manifest")
    for path in files:
        if not all(_PART.fullmatch(part) for part in path.split("/")):
            raise ValueError(f"not a path for an output: {path!r}")
    if len({path.casefold() for path in files}) != len(files):
        raise ValueError("two outputs have one name where case does not count")


def _repair(target: Path, staging: Path, replaced: Path) -> None:
    """Undo what a killed build left: its staging goes, an old build that it had set aside comes back."""
    _remove(staging)
    if replaced.is_dir() and not replaced.is_symlink() and not os.path.lexists(target):
        replaced.rename(target)
    else:
        _remove(replaced)


def _refuse_foreign(target: Path, before: Mapping[str, str] | None) -> None:
    """A link, a file, or a folder with something of the user's in it is not replaced."""
    if target.is_symlink():
        raise OSError(errno.ELOOP, "This is a link to another place; outputs are not written through links", target)
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    if strangers := compare(target, before).strangers:
        raise NotOurs(target, strangers)


def _stage(staging: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, the manifest last, and make sure that they are on the disk."""
    staging.mkdir()
    folders = [staging]
    for path in sorted(files, key=lambda path: (path == NAME, path)):
        for depth in range(1, path.count("/") + 1):
            folder = staging.joinpath(*path.split("/")[:depth])
            if folder not in folders:
                folder.mkdir()
                folders.append(folder)
        _write(staging / path, files[path])
    for folder in reversed(folders):
        _sync_folder(folder)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, _FRESH, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except OSError as error:
        raise _at(error, path) from error
    finally:
        os.close(descriptor)  # some file systems tell of a full disk only here


def _swap(staging: Path, target: Path, replaced: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not exchange(staging, target):
        target.rename(replaced)
        staging.rename(target)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise _at(error, folder) from error
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    """Take away what this module itself has put there; a link goes, what it leads to stays."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _at(error: OSError, path: Path) -> OSError:
    """The same error, with the path that the system call did not know."""
    return OSError(error.errno, error.strerror, str(path))
