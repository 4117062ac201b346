"""What was built last, so that a build of nothing new ends at once, and one after a switch of branches knows its own.

Two small files in the user's cache: for each plan the key of the build (program, libraries, spec files) and the digest
of the manifest that came of it, for each folder of outputs that manifest. Safe to delete; another version of anything
has another key; and outputs are believed only as far as their own digests go.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from rbm_spec.writers.compare import compare
from rbm_spec.writers.manifest import NAME, digest, read_manifest
from rbm_spec.writers.publish import replace_file

MOST_BYTES = 4 * 1024 * 1024


def build_key(folders: Iterable[Path]) -> str | None:
    """A digest of all that the bytes of a build depend on; None where something is too large to be read for this.

    `folders` are the plan, the program and its data; the libraries count by their versions.
    """
    state = hashlib.sha256()
    for folder in (None, *folders):
        for part in _libraries() if folder is None else _contents(folder, ""):
            if part is None:
                return None
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
    _keep(_path(place), json.dumps(asdict(built)).encode("utf-8", "surrogateescape"))


def remember_outputs(target: Path, manifest: bytes) -> None:
    """Keep the manifest of what was written into `target`. A cache that cannot be written is no fault."""
    _keep(_path(target, "outputs"), manifest)


def outputs_before(target: Path) -> Mapping[str, str]:
    """The digests of what the last build here wrote into `target`, by path; nothing where that is not known."""
    try:
        manifest = read_manifest(_path(target, "outputs").read_bytes())
    except OSError:
        return {}
    return manifest.outputs if manifest else {}


def _keep(path: Path, content: bytes) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, content)


def recall(place: Path, key: str) -> Built | None:
    """What was built last for `place`, if it had this key and still stands in its folder, whole."""
    try:
        built = Built(**json.loads(_path(place).read_bytes()))
        target = Path(built.target)
        fits = built.key == key and digest((target / NAME).read_bytes()) == built.manifest
        return built if fits and compare(target).whole else None
    except (OSError, ValueError, TypeError):
        return None


def _path(place: Path, kind: str = "builds") -> Path:
    name = hashlib.sha256(os.fsencode(place.absolute())).hexdigest()
    return _cache() / kind / f"{name}.json"


def _cache() -> Path:
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if (folder := Path(os.environ.get(variable, ""))).is_absolute():
            return folder / "rbm-spec"
    return Path("~/.cache/rbm-spec").expanduser()


def _libraries() -> Iterator[bytes]:
    yield sys.version.encode()
    with os.scandir(sysconfig.get_path("purelib")) as entries:
        yield from sorted(os.fsencode(entry.name) for entry in entries if entry.name.endswith(".dist-info"))


def _contents(folder: Path, below: str) -> Iterator[bytes | None]:
    """The name, kind and bytes of all that lies in `folder`; links are not followed, Python's caches left out."""
    with os.scandir(folder / below) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            status = entry.stat(follow_symlinks=False)
            name = below + entry.name
            if entry.name == "__pycache__":
                continue
            yield os.fsencode(name)
            yield str(stat.S_IFMT(status.st_mode)).encode()
            if stat.S_ISDIR(status.st_mode):
                yield from _contents(folder, f"{name}/")
            elif stat.S_ISREG(status.st_mode):
                yield (folder / name).read_bytes() if status.st_size <= MOST_BYTES else None
