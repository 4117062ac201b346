"""A folder of returned files -> the tables that they hold, with everything that is wrong with the files.

`<dataset>.csv`, `<dataset>.parquet` and entry workbooks (`*.xlsx`, `*.ods`) are read, other data files named as not
read, and the rest left alone. Links, pipes and devices are never opened. A dataset comes from one file; only workbooks
of different offices add up.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rbm_spec.collect import limits, rules
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.tables import Collected, Table, Trouble, Wanted, joined
from rbm_spec.collect.workbook import read_workbook, unreadable
from rbm_spec.diagnostics import Rule
from rbm_spec.plan.model import Plan
from rbm_spec.plan.stamp import short_hash
from rbm_spec.suggest import hint

OTHER_DATA = (".xls", ".xlsm", ".xlsb", ".tsv")
_PASSING = ("~$", ".")
NO_FILE = "This is no file, and is not read."
CAREFUL = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass
class _Found:
    """What has been read so far; `givers` says which file and office gave each dataset."""

    plan: Plan
    readers: Readers
    period: str = ""
    in_place: bool = False
    tables: dict[str, list[Table]] = field(default_factory=dict)
    givers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    hashes: dict[str, str] = field(default_factory=dict)

    def wrong(self, file: str, message: str, dataset: str = "", rule: Rule = rules.NOT_READ) -> None:
        self.troubles.append(Trouble(file, 0, "", dataset, "", "", message, rule.code))


def collect(plan: Plan, folder: Path, period: str = "", in_place: bool = False) -> Collected:
    """Everything in `folder`, the files in the order of their names. Raises OSError if it cannot be listed.

    `period` is what will be computed; workbooks for another one are faulty. With `in_place` the rows of Parquet files
    stay in them, and these may have any size.
    """
    with Readers() as readers:
        found = _Found(plan, readers, period, in_place)
        for name in _names(folder):
            path = folder / name
            match path.suffix.lower():
                case ".csv" | ".parquet" as ending:
                    _take_table(found, path, dataset_of(plan, path.stem), ending)
                case ".xlsx" | ".ods":
                    _take_workbook(found, path)
                case ending if ending in OTHER_DATA:
                    found.wrong(name, f"Files of the kind {ending} are not read. Send .csv, .parquet, .xlsx or .ods.")
    return _collected(found)


def _names(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from sorted(entry.name for entry in entries if not entry.name.startswith(_PASSING))


def dataset_of(plan: Plan, stem: str) -> str:
    """The dataset of a file: servers name their exports after forms, `<plan>_<dataset>.csv`."""
    found = stem.removeprefix(f"{plan.spec.id}_")
    return found if stem not in plan.datasets and found in plan.datasets else stem


def _take_table(found: _Found, path: Path, stem: str, ending: str) -> None:
    dataset = found.plan.datasets.get(stem)
    if dataset is None:
        known = [each.id for each in found.plan.datasets.values() if each.derivation is None]
        near = hint(stem, known)
        return found.wrong(path.name, f'The plan has no dataset "{stem}".' + (f" {near}" if near else ""))
    if dataset.derivation is not None:
        source = dataset.derivation.source
        return found.wrong(path.name, f"{stem} is computed from {source}; send {source} instead.", stem)
    if found.in_place and ending == ".parquet":
        if not _hash(found, path, stem):
            return None
        table, troubles = found.readers.inspect(Wanted.of(dataset), path)
    else:
        content = _read(found, path, limits.TABLE_BYTES, stem)
        if content is None:
            return None
        wanted = Wanted.of(dataset, short_hash(found.plan, stem))
        table, troubles = found.readers.table(ending.removeprefix("."), wanted, path.name, content)
    found.troubles += troubles
    if troubles:
        found.faulty.add(stem)
    _take(found, path.name, "", stem, table)


def _take_workbook(found: _Found, path: Path) -> None:
    content = _read(found, path, limits.FILE_BYTES, "")
    if content is None:
        return
    try:
        sheets = found.readers.sheets(content)
        returned = read_workbook(found.plan, path.name, sheets, found.period)
    except Refused as refused:
        returned = unreadable(path.name, refused)
    found.troubles += returned.troubles
    found.faulty |= returned.faulty
    for table in returned.tables:
        _take(found, path.name, returned.owner, table.dataset, table)


def _take(found: _Found, file: str, owner: str, dataset: str, table: Table | None) -> None:
    """Keep a table, unless the dataset is there already from another file that it does not add to."""
    others = found.givers.setdefault(dataset, [])
    for other, office in others:
        if not owner or not office or owner == office:
            found.wrong(file, f"{dataset} is in {other} too. Send it once.", dataset, rules.SENT_TWICE)
            found.faulty.add(dataset)
            return
    others.append((file, owner))
    if table is not None:
        found.tables.setdefault(dataset, []).append(table)


def _collected(found: _Found) -> Collected:
    tables = {dataset: joined(several) for dataset, several in sorted(found.tables.items())}
    listed = "\n".join(sorted(f"{digest} {name}" for name, digest in found.hashes.items()))
    digest = hashlib.sha256(listed.encode("utf-8", "surrogateescape")).hexdigest()
    return Collected(tables, tuple(sorted(found.troubles)), frozenset(found.faulty), digest, hashes=found.hashes)


def _read(found: _Found, path: Path, most: int, dataset: str) -> bytes | None:
    """The bytes of a regular file of at most `most`; judges what was opened, not its name."""
    try:
        content = content_of(path, most)
    except OSError as error:
        content = _unread(path, error)
    if isinstance(content, bytes):
        _note(found, path, hashlib.sha256(content).hexdigest())
        return content
    _refuse(found, path, content, dataset)
    return None


def _hash(found: _Found, path: Path, dataset: str) -> bool:
    """Note the hash of a regular file of any size; False where it cannot be read."""
    try:
        with os.fdopen(os.open(path, CAREFUL), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                return _refuse(found, path, NO_FILE, dataset)
            _note(found, path, hashlib.file_digest(opened, "sha256").hexdigest())
            return True
    except OSError as error:
        return _refuse(found, path, _unread(path, error), dataset)


def _note(found: _Found, path: Path, digest: str) -> None:
    found.hashes[path.name] = digest


def _unread(path: Path, error: OSError) -> str:
    return "This is a link, and is not read." if path.is_symlink() else f"{error.strerror}."


def _refuse(found: _Found, path: Path, message: str, dataset: str) -> bool:
    found.wrong(path.name, message, dataset, rules.UNREADABLE)
    if dataset:
        found.faulty.add(dataset)
    return False


def content_of(path: Path, most: int) -> bytes | str:
    """The bytes of a regular file that is no link, or why they are not read. Raises OSError."""
    descriptor = os.open(path, CAREFUL)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > most:
        os.close(descriptor)
        return f"The file is larger than {most // 1024 // 1024:,} MB." if stat.S_ISREG(status.st_mode) else NO_FILE
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(most)
