"""A store on disk: opened to read what counts, or to add what came, whole or not at all.

- `ledger.sqlite`: replaced in one step, after all else is on the disk
- `files/<sha256>`: the bytes of each file, as they came
- `data/<sha256>.parquet`: the rows of a dataset in an accepted file
- `specs/<sha256>.zip`: the plan under which files were judged

Everything but the ledger is named by its hash and never changes; what a killed ingest leaves is named by no ledger.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from rbm_spec.store.database import from_bytes, to_bytes
from rbm_spec.store.ledger import Ledger, Unsound
from rbm_spec.writers import replace_file
from rbm_spec.writers.lock import locked
from rbm_spec.writers.publish import STAGING

LEDGER = "ledger.sqlite"
FILES, DATA, SPECS = "files", "data", "specs"
MOST_LEDGER = 1024 * 1024 * 1024
MOST_SPEC = 64 * 1024 * 1024
_CAREFUL = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1024 * 1024
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass
class Store:
    """A folder and its ledger."""

    folder: Path
    ledger: Ledger
    added: list[Path] = field(default_factory=list)

    def file(self, sha256: str) -> Path:
        """Where the bytes of a file are."""
        return self.folder / FILES / sha256

    def data(self, sha256: str) -> Path:
        """Where the rows of a delivery are."""
        return self.folder / DATA / f"{sha256}.parquet"

    def plan_files(self, digest: str) -> dict[str, bytes]:
        """The files of a plan. Raises OSError."""
        path = self.folder / SPECS / f"{digest}.zip"
        content = _content(path, MOST_SPEC)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(each.file_size for each in archive.infolist()) > MOST_SPEC:
                    raise _damaged("it holds a plan that is too large", path)
                return {each: archive.read(each) for each in archive.namelist()}
        except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError) as error:
            raise _damaged("it holds a plan that cannot be read", path) from error

    def keep(self, folder: str, name: str, content: bytes) -> None:
        """Put bytes into the store; they count once the ledger names them."""
        place = self.folder / folder / name
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            replace_file(place, content)
        self.added.append(place)

    def keep_plan(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Put a plan into the store."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), files[name], zipfile.ZIP_DEFLATED, 6)
        self.keep(SPECS, f"{digest}.zip", out.getvalue())

    def commit(self, ledger: Ledger) -> None:
        """From now on what was kept counts. Raises OSError with the store as it was before."""
        for folder in dict.fromkeys(place.parent for place in self.added):
            _sync(folder)
        _sync(self.folder)
        replace_file(self.folder / LEDGER, to_bytes(ledger))
        _sync(self.folder)
        self.ledger = ledger


def read_store(folder: Path) -> Store:
    """A store that is there. Raises OSError where there is none, or one that no ingest has written."""
    path = folder / LEDGER
    try:
        return Store(folder, from_bytes(_content(path, MOST_LEDGER)))
    except Unsound as unsound:
        raise _damaged(str(unsound), path) from unsound
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "There is no store here; rbm-spec ingest begins one", folder) from error


@contextmanager
def writing(folder: Path, plan: str, waiting: Callable[[], None]) -> Iterator[Store]:
    """The only one who writes into a store, which begins here where there is none. Raises OSError."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "This is a link to another place; stores are not written through links", folder)
    folder.mkdir(parents=True, exist_ok=True)
    ours = (FILES, DATA, SPECS, STAGING + LEDGER)
    if not (folder / LEDGER).exists() and any(each.name not in ours for each in folder.iterdir()):
        raise OSError(errno.ENOTEMPTY, "There are other files here; a store begins in a folder of its own", folder)
    with locked(folder, waiting):
        _sweep(folder)
        yield read_store(folder) if (folder / LEDGER).exists() else Store(folder, Ledger(plan))


def _sweep(folder: Path) -> None:
    """Take away what a killed ingest had only begun to write."""
    for each in (folder, folder / FILES, folder / DATA, folder / SPECS):
        for path in each.glob(f"{STAGING}*") if each.is_dir() and not each.is_symlink() else ():
            path.unlink()


def digest_of(path: Path) -> str:
    """SHA-256 of a regular file that is no link. Raises OSError."""
    with os.fdopen(_opened(path), "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _content(path: Path, most: int) -> bytes:
    with os.fdopen(_opened(path), "rb") as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise _damaged("it is larger than a ledger can be", path)
    return content


def _opened(path: Path) -> int:
    descriptor = os.open(path, _CAREFUL)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "This is no file of a store", path)
    return descriptor


def _damaged(why: str, path: Path) -> OSError:
    return OSError(errno.EIO, f"The store is damaged: {why}", str(path))


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
