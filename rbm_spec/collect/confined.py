"""The bytes of returned files -> what they hold, read in child processes with limits.

A file on which a reader breaks down, runs too long or needs too much memory is one file that could not be read: the
child ends, another one takes its place, and the files after it are read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from rbm_spec.collect import limits, rules
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.child import receive, send
from rbm_spec.collect.sheets import Cell, Sheet
from rbm_spec.collect.tables import Origin, Table, Trouble, Wanted
from rbm_spec.collect.text import LARGE

PROGRAM = "import sys; sys.path.append(sys.argv[1]); from rbm_spec.collect.child import main; main()"
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)
ROOT = Path(__file__).parents[2]
KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
UNREAD = "This file could not be read: "
BROKEN = UNREAD + "the program that reads it breaks down on it. Save the data as a new file and send that."


def too_long(seconds: int) -> str:
    """What is said of a file that takes too long."""
    return f"{UNREAD}it takes longer than {seconds} seconds. Save the data as a new file and send that."


def too_much(memory: int) -> str:
    """What is said of a file that needs too much memory."""
    return f"{UNREAD}unpacked it needs more than {memory // 1024 // 1024:,} MB of memory. Send it in parts."


class Readers:
    """One child for small files and one for those that need Arrow, each begun with the first file that needs it."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program
        self._children: dict[str, _Child] = {}

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in self._children.values():
            child.end()

    def sheets(self, content: bytes) -> dict[str, Sheet]:
        """All sheets of a workbook by name. Raises Refused; OSError when there can be no child."""
        said, _, _ = self._ask("plain", {"kind": "workbook", "memory": limits.PLAIN_MEMORY}, content)
        return {sheet.name: sheet for sheet in map(_sheet, said["sheets"])}

    def table(self, kind: str, wanted: Wanted, file: str, content: bytes) -> tuple[Table | None, list[Trouble]]:
        """The table in the bytes of a CSV or Parquet file, and what is wrong with its form."""
        child = "plain" if kind == "csv" and len(content) < LARGE else "arrow"
        wide = min(limits.TABLE_MEMORY + limits.MEMORY_FOR_EACH_BYTE * len(content), limits.MOST_MEMORY)
        memory = limits.PLAIN_MEMORY if child == "plain" else wide
        return self._table(child, wanted, file, {"kind": kind, "memory": memory}, content)

    def inspect(self, wanted: Wanted, path: Path) -> tuple[Table | None, list[Trouble]]:
        """The same of a Parquet file whose rows stay in it."""
        self._end("arrow")
        self._children["arrow"] = _Child(self._program, "arrow", str(path.absolute()))
        table, troubles = self._table(
            "arrow", wanted, path.name, {"kind": "parquet", "memory": limits.TABLE_MEMORY}, b""
        )
        self._end("arrow")
        return (None if table is None else Table(table.dataset, {}, table.origins, path)), troubles

    def marked(self, content: bytes, head: Sequence[str], marks: Sequence[Sequence[str]]) -> bytes:
        """A copy of a workbook with marks: sheet, cell, sentence. Raises Refused where none can be made."""
        request = {"kind": "mark", "memory": limits.MARKS_MEMORY, "head": list(head), "marks": [list(m) for m in marks]}
        _, body, _ = self._ask("marks", request, content)
        return body

    def _table(
        self, child: str, wanted: Wanted, file: str, request: dict[str, Any], content: bytes
    ) -> tuple[Table | None, list[Trouble]]:
        request |= {"dataset": wanted.id, "fields": wanted.fields, "file": file}
        request |= {"times": wanted.times, "meaning": wanted.meaning}
        try:
            said, body, places = self._ask(child, request, content)
        except Refused as refused:
            return None, [Trouble(file, 0, "", wanted.id, "", "", str(refused), rules.UNREADABLE.code)]
        return _read_table(wanted, file, said, body, places), [Trouble(*each) for each in said["troubles"]]

    def _ask(self, kind: str, request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
        if kind not in self._children:
            self._children[kind] = _Child(self._program, kind)
        try:
            said, body, places = self._children[kind].ask(request | {"seconds": limits.SECONDS}, content)
            if "failed" in said:
                _fail(said["failed"], request["memory"])
        except Refused:
            self._end(kind)
            raise
        if "refused" in said:
            raise Refused(said["refused"])
        return said, body, places

    def _end(self, kind: str) -> None:
        if kind in self._children:
            self._children.pop(kind).end()


def _fail(how: str, memory: int) -> NoReturn:
    raise Refused(too_much(memory) if how == "memory" else BROKEN)


class _Child:
    """A process that is asked about one file after the other; after a failure it is of no more use."""

    def __init__(self, program: str, kind: str, path: str = "") -> None:
        self._late = False
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", program, str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ONE_THREAD | {name: os.environ[name] for name in KEPT if name in os.environ},
            start_new_session=True,
        )
        memory = {"plain": limits.PLAIN_MEMORY, "marks": limits.MARKS_MEMORY}.get(kind, limits.MOST_MEMORY)
        if not self._exchange([json.dumps({"kind": kind, "path": path, "memory": memory}).encode()], 1):
            self.end()
            raise OSError(f"The process that reads returned files cannot be started with {sys.executable}.")

    def ask(self, request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
        """What it says of a file. Raises Refused when it does not answer."""
        answer = self._exchange([json.dumps(request).encode(), content], 3)
        if answer is not None:
            said, body, places = answer
            return json.loads(said), body, places
        if self._late:
            raise Refused(too_long(limits.WALL_SECONDS))
        if self._ended() == -_OUT_OF_TIME:
            raise Refused(too_long(limits.SECONDS))
        raise Refused(BROKEN)

    def _exchange(self, frames: Sequence[bytes], answers: int) -> list[bytes] | None:
        """Send, and receive so many frames; None when the child is gone, or has been ended because it was too slow."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        timer = threading.Timer(limits.WALL_SECONDS, self._stop)
        timer.daemon = True
        timer.start()
        try:
            send(self._process.stdin, *frames)
            found = [receive(self._process.stdout) for _ in range(answers)]
        except (OSError, ValueError):
            found = [None]
        finally:
            timer.cancel()
        frames_found = [frame for frame in found if frame is not None]
        return frames_found if len(frames_found) == answers else None

    def _ended(self) -> int:
        """The code with which it ended; one that only fell silent is ended."""
        try:
            return self._process.wait(limits.LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                continue


def _sheet(said: list[Any]) -> Sheet:
    name, hidden, part, merged, rows = said
    sheet = Sheet(name, hidden, part, merged=merged)
    for number, *cells in rows:
        sheet.rows[number] = dict(zip(cells[::3], map(Cell, cells[1::3], cells[2::3]), strict=True))
    return sheet


def _read_table(wanted: Wanted, file: str, said: dict[str, Any], body: bytes, places: bytes) -> Table | None:
    if "columns" not in said:
        return None
    columns = json.loads(body) if said["columns"] == "json" else _from_arrow(body)
    at: Sequence[int] = range(*said["rows"]) if "rows" in said else array("Q", places)
    read = dict(zip(said["names"], columns, strict=True))
    return Table(wanted.id, read, (Origin(file, at, said["unit"]),), notes=tuple(said["notes"]))


def _from_arrow(body: bytes) -> list[Any]:
    import pyarrow as arrow

    with arrow.ipc.open_stream(body) as stream:
        table = stream.read_all()
    table.validate(full=True)
    return list(table.columns)
