"""An archive of a plan or of a repository (.zip, .tar.gz) → the files of the plan. Nothing is unpacked onto the disk.

Archives come from anybody: how much is inflated is limited while it happens, links are not followed, and a name that
leads outside makes the whole archive unusable.
"""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from rbm_spec.load.folder import ACCEPTED
from rbm_spec.revisions.listing import PLAN_FILE, SPECS, Entry, Listing, Unusable, chosen, most_bytes

MOST_MEMBERS = 20_000
MOST_INFLATED = 256 * 1024 * 1024
MOST_PACKED = 64 * 1024 * 1024

_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, NotImplementedError)


def read(path: Path, wanted: str | None) -> Listing:
    """The plan in the archive at `path`. Raises Unusable, and OSError when it cannot be opened."""
    with path.open("rb") as opened:
        packed = opened.read(MOST_PACKED + 1)
    if len(packed) > MOST_PACKED:
        raise Unusable(f"The archive {path.name} is larger than {MOST_PACKED // 1024 // 1024} MB and is not read.")
    try:
        members = dict(_checked(_zip(packed) if path.suffix.lower() == ".zip" else _tar(packed), path.name))
    except (*_DAMAGED, ValueError, RuntimeError, OSError) as error:
        raise Unusable(f"The archive {path.name} is damaged, or is not what its name says.") from error
    members = _without_top(members)
    folders = {each.rpartition("/")[0] for each in members if each.rpartition("/")[2] == PLAN_FILE}
    plans = sorted(each for each in folders if not each or (each.startswith(f"{SPECS}/") and each.count("/") == 1))
    plan = chosen(plans, wanted if wanted in plans else None, f"the archive {path.name}")
    prefix = f"{plan}/" if plan else ""
    return Listing(
        {each.removeprefix(prefix): entry for each, entry in members.items() if each.startswith(prefix)}, plan
    )


def _checked(members: Iterator[tuple[str, Entry]], archive: str) -> Iterator[tuple[str, Entry]]:
    """The members with names that stay inside, each once."""
    seen: set[str] = set()
    for name, entry in members:
        parts = name.removeprefix("./").split("/")
        if not all(parts) or ".." in parts or "." in parts or "\\" in name or ":" in parts[0] or "\0" in name:
            raise Unusable(f"The archive {archive} holds a name that leads outside it, and is not read.")
        name = "/".join(parts)
        if name in seen:
            raise Unusable(f"The archive {archive} holds two files of one name, and is not read.")
        seen.add(name)
        if len(seen) > MOST_MEMBERS:
            raise Unusable(f"The archive {archive} holds more files than are read.")
        yield name, entry


def _without_top(members: dict[str, Entry]) -> dict[str, Entry]:
    """Archives of repositories put everything into one folder."""
    tops = {name.split("/", 1)[0] for name in members}
    if len(tops) != 1 or any("/" not in name for name in members) or tops == {SPECS}:
        return members
    return {name.split("/", 1)[1]: entry for name, entry in members.items()}


def _most_bytes(name: str) -> int:
    """How much is read of a member: 0 when it can be no file of a plan, wherever in the archive that lies."""
    parts = name.split("/")
    return most_bytes(parts[-1] if parts[-1] in (PLAN_FILE, ACCEPTED) else "/".join(parts[-2:]))


def _zip(packed: bytes) -> Iterator[tuple[str, Entry]]:
    left = MOST_INFLATED
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for member in archive.infolist():
            mode = member.external_attr >> 16
            if member.is_dir():
                continue
            if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
                yield member.filename, Entry("link" if stat.S_ISLNK(mode) else "other")
            elif member.file_size > (most := _most_bytes(member.filename)) or not most:
                yield member.filename, Entry("file")
            else:
                with archive.open(member) as opened:
                    content = opened.read(most + 1)
                left -= len(content)
                if left < 0:
                    raise Unusable("The archive unpacks to more than is read.")
                yield member.filename, Entry("file", content if len(content) <= most else None)


class _Inflated(io.RawIOBase):
    """What an archive inflates to, up to the limit."""

    def __init__(self, packed: bytes) -> None:
        is_packed = packed.startswith(b"\x1f\x8b")
        self._inside = gzip.GzipFile(fileobj=io.BytesIO(packed)) if is_packed else io.BytesIO(packed)
        self._left = MOST_INFLATED

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises Unusable beyond the limit."""
        content = self._inside.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise Unusable("The archive unpacks to more than is read.")
        return content


def _tar(packed: bytes) -> Iterator[tuple[str, Entry]]:
    with tarfile.open(fileobj=_Inflated(packed), mode="r|") as archive:
        for member in archive:
            if member.isdir():
                continue
            if not member.isreg():
                yield member.name, Entry("link" if member.issym() or member.islnk() else "other")
            elif member.size > (most := _most_bytes(member.name)) or not most:
                yield member.name, Entry("file")
            else:
                opened = archive.extractfile(member)
                assert opened is not None
                yield member.name, Entry("file", opened.read(most + 1))
