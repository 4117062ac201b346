"""A plan's folder → the bytes of its files.

Only regular files in the folders of the language are opened, never through a link, and never more
than a file may hold; whatever else lies there is a finding. Nothing blocks on a pipe or a device.

The same judgement serves for what lies elsewhere than on the disk: a `Shelf` says what is there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load.gate import MOST_BYTES, too_large
from rbm_spec.load.schema import FOLDERS, meant_folder
from rbm_spec.source import Where

UNKNOWN_FOLDER = Rule("RBM130", "unknown-folder", Severity.ERROR)
STRAY_FILE = Rule("RBM131", "stray-file", Severity.ERROR)
NOT_A_FILE = Rule("RBM134", "not-a-regular-file", Severity.ERROR)
NOT_READABLE = Rule("RBM135", "not-readable", Severity.ERROR)
NO_PLAN = Rule("RBM139", "no-plan", Severity.ERROR)

ACCEPTED = "accepted_changes.yaml"  # read by `diff` alone
APPROVALS = "approvals.yaml"  # read by `approve` and `status`
_IGNORED_FILES = frozenset(("README.md", ACCEPTED, APPROVALS))
_IGNORED_FOLDERS = frozenset(("translations",))
_PLACES = ", ".join(f"{folder}/" for folder in FOLDERS.values())


def is_left_alone(name: str) -> bool:
    """Whether nothing is said of a name: hidden files, and what editors keep beside those that they write."""
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


class Shelf(Protocol):
    """Where the files of a plan lie. Paths are relative to the plan, with forward slashes."""

    def entries(self, below: str) -> Sequence[tuple[str, bool]]:
        """Names in a folder (`""` for the top, else `"datasets/"`) and whether each is a folder, sorted.

        Raises OSError if it cannot be listed. Names that are left alone are left out.
        """

    def read(self, file: str, most: int = MOST_BYTES) -> bytes | Finding:
        """The bytes of a file, at most so many, or why it is not read."""


def read_folder(folder: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The plan's files by path below `folder`, sorted, and what lies there that should not.

    Raises OSError if `folder` itself cannot be listed.
    """
    return read_shelf(Disk(folder))


def read_shelf(shelf: Shelf) -> tuple[dict[str, bytes], list[Finding]]:
    """The same for files that lie anywhere."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    entries = shelf.entries("")
    for name, is_folder in entries:
        if is_folder and name in FOLDERS.values():
            _read_files(shelf, f"{name}/", files, findings)
        elif is_folder and name.endswith((".yaml", ".yml")):
            findings.append(not_a_file(name, "a folder"))
        elif is_folder:
            findings += _unknown_folder(name)
            if (meant := meant_folder(name)) and (meant, True) not in entries:
                _read_specs(shelf, f"{name}/", files)
        elif name in FOLDERS.values():
            findings.append(not_a_file(name, "a link or a file where a folder belongs"))
        elif name == "plan.yaml":
            _read(shelf, name, files, findings)
        else:
            findings += _stray(name, "")
    if "plan.yaml" not in files and not any(one.where.file in {"plan.yaml", "plan.yml"} for one in findings):
        message = "This folder has no file plan.yaml, so it is not a plan."
        findings.append(NO_PLAN.found(Where("plan.yaml"), message, "Write one, or name the plan's folder itself."))
    return dict(sorted(files.items())), findings


def _read_files(shelf: Shelf, below: str, files: dict[str, bytes], findings: list[Finding]) -> None:
    try:
        entries = shelf.entries(below)
    except OSError as error:
        findings.append(_not_readable(below.rstrip("/"), error))
        return
    for name, is_folder in entries:
        if is_folder and name.endswith((".yaml", ".yml")):
            findings.append(not_a_file(below + name, "a folder"))
        elif is_folder:
            message = f"A folder inside {below} is not read."
            findings.append(UNKNOWN_FOLDER.found(Where(below + name), message, f"Move its files into {below}."))
        elif name.endswith(".yaml"):
            _read(shelf, below + name, files, findings)
        else:
            findings += _stray(name, below)


def _read_specs(shelf: Shelf, below: str, files: dict[str, bytes]) -> None:
    """The specs in a folder with a wrong name, which is what is wrong and not that they are nowhere else."""
    with suppress(OSError):
        for name, is_folder in shelf.entries(below):
            if name.endswith(".yaml") and not is_folder:
                _read(shelf, below + name, files, [])


def _read(shelf: Shelf, file: str, files: dict[str, bytes], findings: list[Finding]) -> None:
    match shelf.read(file):
        case bytes() as raw:
            files[file] = raw
        case finding:
            findings.append(finding)


# Where the system cannot refuse links while opening, they are refused by name.
_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Disk:
    """The shelf that a folder is."""

    folder: Path

    def entries(self, below: str) -> Sequence[tuple[str, bool]]:
        """Links are no folders."""
        with os.scandir(self.folder / below) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        return [(each.name, each.is_dir(follow_symlinks=False)) for each in entries if not is_left_alone(each.name)]

    def read(self, file: str, most: int = MOST_BYTES) -> bytes | Finding:
        """Opens without following links and without waiting; judges what was opened, not the name."""
        path = self.folder / file
        try:
            if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
                return not_a_file(file, "a link to another file")
            with open(os.open(path, os.O_RDONLY | _CAREFUL), "rb") as opened:  # noqa: PTH123 - a descriptor
                status = os.fstat(opened.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return not_a_file(file, "a pipe or a device")
                return too_large(file, most) if status.st_size > most else opened.read(status.st_size)
        except OSError as error:
            return not_a_file(file, "a link to another file") if path.is_symlink() else _not_readable(file, error)


def _unknown_folder(name: str) -> list[Finding]:
    if name in _IGNORED_FOLDERS:
        return []
    near = meant_folder(name)
    message = f"The folder {shown(name)}/ is not part of a plan."
    hint = f"Rename it to {near}/." if near else f"Move it out of the plan, which has the folders {_PLACES}."
    return [UNKNOWN_FOLDER.found(Where(shown(name)), message, hint)]


def _stray(name: str, below: str) -> list[Finding]:
    if name in _IGNORED_FILES:
        return []
    where = Where(shown(below + name))
    if name.endswith((".yml", ".YAML", ".YML")):
        stem = name.rpartition(".")[0]
        message = f"The file {shown(name)} is not read: the names of specs end in .yaml."
        return [STRAY_FILE.found(where, message, f"Rename it to {shown(stem)}.yaml.")]
    if name.endswith(".yaml"):
        message = f"The file {shown(name)} lies at the top of the plan, where only plan.yaml belongs."
        return [STRAY_FILE.found(where, message, f"Move it into the folder of its kind: {_PLACES}.")]
    message = f"The file {shown(name)} is not part of a plan."
    return [STRAY_FILE.found(where, message, "Move it elsewhere; a plan holds .yaml files and README.md.")]


def not_a_file(file: str, what: str) -> Finding:
    """The finding for something that is not a regular file."""
    message = f"This is {what}. It is not read."
    return NOT_A_FILE.found(Where(shown(file)), message, "Put the real thing in its place.")


def _not_readable(file: str, error: OSError) -> Finding:
    message = f"This cannot be read: {error.strerror or 'unknown reason'}."
    return NOT_READABLE.found(Where(shown(file)), message, "Check who may read it.")


def shown(name: str) -> str:
    """A name that is safe to print and to compare, also when its bytes are not UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()
