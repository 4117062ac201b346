"""What was built last, so that a build of nothing new ends at once.

One small file for each output folder, in the user's cache: the key of the build (program, libraries, spec files) and
the digest of the manifest that came of it. Safe to delete; another version of anything has another key; and outputs
are believed only as far as their own digests go.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from rbm_spec.writers.publish import replace_file


def build_key(inputs: Mapping[str, bytes], folders: Iterable[Path]) -> str:
    """A digest of all that the bytes of a build depend on.

    `inputs` are the spec files, `folders` hold the program and its data; the libraries count by their versions.
    """
    state = hashlib.sha256()
    parts = [*_libraries(), *_sources(folders), *_flat(inputs)]
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


def remember(target: Path, key: str, manifest: str) -> None:
    """Keep that `key` gave the manifest of digest `manifest`. A cache that cannot be written is no fault."""
    path = _path(target)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, json.dumps({"key": key, "manifest": manifest}).encode())


def recall(target: Path, key: str) -> str | None:
    """The digest of the manifest that `key` gave in `target`, if that was the last build there."""
    try:
        kept = json.loads(_path(target).read_bytes())
        return str(kept["manifest"]) if kept["key"] == key else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _path(target: Path) -> Path:
    name = hashlib.sha256(os.fsencode(target.absolute())).hexdigest()
    return _cache() / "builds" / f"{name}.json"


def _cache() -> Path:
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if (folder := Path(os.environ.get(variable, ""))).is_absolute():
            return folder / "rbm-spec"
    return Path("~/.cache/rbm-spec").expanduser()


def _libraries() -> Iterator[bytes]:
    yield sys.version.encode()
    with os.scandir(sysconfig.get_path("purelib")) as entries:
        yield from sorted(os.fsencode(entry.name) for entry in entries if entry.name.endswith(".dist-info"))


def _sources(folders: Iterable[Path]) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                yield path.relative_to(folder).as_posix().encode()
                yield path.read_bytes()


def _flat(inputs: Mapping[str, bytes]) -> Iterator[bytes]:
    for file, content in sorted(inputs.items()):
        yield file.encode("utf-8", "surrogateescape")
        yield content
