"""What was built last, so that a build of nothing new ends at once.

One small file for each plan, in the user's cache: the key of the build (program, libraries, spec files) and the digest
of the manifest that came of it. Safe to delete; another version of anything has another key; and outputs
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
from dataclasses import asdict, dataclass
from pathlib import Path

from rbm_spec.writers.compare import compare
from rbm_spec.writers.manifest import NAME, digest
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


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: its key, the folder it wrote, the digest of the manifest, whether there were findings."""

    key: str
    target: str
    manifest: str
    clean: bool


def remember(place: Path, built: Built) -> None:
    """Keep what was built last for `place`. A cache that cannot be written is no fault."""
    path = _path(place)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, json.dumps(asdict(built)).encode("utf-8", "surrogateescape"))


def recall(place: Path, key: str) -> Built | None:
    """What was built last for `place`, if it had this key and still stands in its folder, whole."""
    try:
        built = Built(**json.loads(_path(place).read_bytes()))
        target = Path(built.target)
        fits = built.key == key and digest((target / NAME).read_bytes()) == built.manifest
        return built if fits and compare(target).whole else None
    except (OSError, ValueError, TypeError):
        return None


def _path(place: Path) -> Path:
    name = hashlib.sha256(os.fsencode(place.absolute())).hexdigest()
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
