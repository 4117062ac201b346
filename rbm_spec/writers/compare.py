"""An output folder -> what of it is not as its manifest says. Reads only, never through links."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rbm_spec.writers.manifest import MOST_BYTES, NAME, Manifest, claimed, read_manifest

_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1024 * 1024
_PASSING = ("__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini")
_PASSING_STARTS = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`manifest` is None where there is no build. The other four list files below the folder, sorted.

    `strangers` are files that no build wrote; those that programs leave behind by themselves do not count. `left` are
    files as the build before wrote them, which the manifest does not name: a branch was switched under them.
    """

    manifest: Manifest | None
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether each file of the build is there as it was written, and no other."""
        return self.manifest is not None and not (self.missing or self.changed or self.strangers or self.left)


def compare(folder: Path, before: Mapping[str, str] | None = None) -> Comparison:
    """Hold `folder` against its own manifest; `before` are the digests of what the last build here wrote, by path.

    Raises OSError for what cannot be read.
    """
    files = dict(_files(folder)) if folder.is_dir() and not folder.is_symlink() else {}
    content = _read(folder / NAME) if NAME in files else b""
    manifest = read_manifest(content)
    listed = manifest.outputs if manifest else {}
    known = before or {}
    unnamed = sorted(files.keys() - claimed(content))
    left = tuple(file for file in unnamed if file in known and files[file] and _digest(folder / file) == known[file])
    return Comparison(
        manifest,
        missing=tuple(sorted(listed.keys() - files.keys())),
        changed=tuple(
            file
            for file in sorted(listed.keys() & files.keys())
            if not files[file] or _digest(folder / file) != listed[file]
        ),
        strangers=tuple(file for file in unnamed if file not in left),
        left=left,
    )


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, bool]]:
    """Each file below `folder` and whether it is a regular one; empty folders do not count."""
    with os.scandir(folder / below) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name in _PASSING or entry.name.startswith(_PASSING_STARTS):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder, f"{below}{entry.name}/")
            else:
                yield below + entry.name, entry.is_file(follow_symlinks=False)


def _read(path: Path) -> bytes:
    with os.fdopen(_open(path), "rb") as opened:
        return opened.read(MOST_BYTES)


def _digest(path: Path) -> str:
    state = hashlib.sha256()
    with os.fdopen(_open(path), "rb") as opened:
        while chunk := opened.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def _open(path: Path) -> int:
    """Judges what was opened, not its name; never waits for a pipe."""
    descriptor = os.open(path, os.O_RDONLY | _CAREFUL)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(22, "Not a regular file", str(path))
    return descriptor
