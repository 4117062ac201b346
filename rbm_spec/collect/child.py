"""The program of the child process in which returned files are read: bytes in, plain data out, within limits.

Everything is imported before the limits are set. From then on the process can neither open nor write a file, nor a
connection, as far as the system knows such limits (see docs/data.md). It says JSON, or columns as Arrow has them.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import zipfile
from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

from rbm_spec.collect import opendocument
from rbm_spec.collect.archive import Refused, parts_of
from rbm_spec.collect.openxml import read_sheets
from rbm_spec.collect.sheets import Sheet
from rbm_spec.collect.tables import Table, Trouble, Wanted
from rbm_spec.collect.text import LARGE, read_csv

LENGTH = 8
Marker = Callable[[bytes, Sequence[str], Sequence[Sequence[str]]], bytes]
Answer = tuple[dict[str, Any], bytes | memoryview, bytes]
"""What is said of a file, its columns, and the places of its rows where these do not simply follow each other."""


def main() -> None:
    """Answer one request after the other, until there are no more."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    setting = json.loads(receive(requests) or b"{}")
    {"arrow": _import_all, "marks": _import_for_marks}.get(setting["kind"], _import_for_archives)()
    opened = os.open(setting["path"], os.O_RDONLY | getattr(os, "O_BINARY", 0)) if setting["path"] else None
    confine(setting["memory"])
    send(answers, b"ready")
    while (request := receive(requests)) is not None:
        content = receive(requests) or b""
        said, body, places = answer(json.loads(request), content if opened is None else opened)
        send(answers, json.dumps(said).encode(), body, places)


def receive(stream: IO[bytes]) -> bytes | None:
    """The next frame: its length in eight bytes, then the frame. None at the end, or when it ends too early."""
    length = stream.read(LENGTH)
    content = stream.read(int.from_bytes(length)) if len(length) == LENGTH else b""
    return content if len(length) == LENGTH and len(content) == int.from_bytes(length) else None


def send(stream: IO[bytes], *frames: bytes | memoryview) -> None:
    """Write frames."""
    for frame in frames:
        stream.write(len(frame).to_bytes(LENGTH))
        stream.write(frame)
    stream.flush()


def _import_all() -> None:
    """What the readers of tables import when they need it, and what that imports in turn when it is first used."""
    import pyarrow as arrow
    import pyarrow.csv
    import pyarrow.parquet as parquet

    words = arrow.table({"a": ["b", "\x00"]})
    out = arrow.BufferOutputStream()
    parquet.write_table(words, out)
    wanted = {"dataset": "", "fields": ["a"], "times": [], "meaning": "", "file": ""}
    _table(wanted | {"kind": "parquet"}, out.getvalue().to_pybytes())
    _table(wanted | {"kind": "csv"}, b"a\n" + b"b\n" * LARGE)


def _import_for_archives() -> None:
    """The codecs that zipfile looks up when it first sees a name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "<a/>")
    parts_of(out.getvalue())
    codecs.lookup("cp437")


def _import_for_marks() -> None:
    """What openpyxl imports when it reads and writes a workbook with notes."""
    from openpyxl import Workbook

    mark, _ = _markers()

    _import_for_archives()
    out = io.BytesIO()
    Workbook().save(out)
    mark(mark(out.getvalue(), ["a"], [["Sheet", "A1", "b"]]), ["a"], [["Sheet", "A1", "b"]])


def confine(memory: int) -> None:
    """Give up what a reader does not need. Where the system knows no such limit, there is none."""
    try:
        import resource
    except ImportError:  # Windows
        return
    free = os.dup(0)
    os.close(free)
    for limit, most in (("CORE", 0), ("FSIZE", 0), ("NOFILE", free), ("AS", memory)):
        which = getattr(resource, f"RLIMIT_{limit}", None)
        if which is not None:
            _limit(which, most, for_good=True)


def _limit(which: int, most: int, for_good: bool) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most if for_good else hard))


def _limit_request(memory: int, seconds: int) -> None:
    """The limits of one file, below those of the process."""
    try:
        import resource
    except ImportError:
        return
    used = os.times()
    _limit(resource.RLIMIT_AS, memory, for_good=False)
    _limit(resource.RLIMIT_CPU, int(used.user + used.system) + seconds + 1, for_good=False)


def answer(request: dict[str, Any], content: bytes | int) -> Answer:
    """What a file holds; a failure of the reader is named, not raised."""
    _limit_request(request["memory"], request["seconds"])
    try:
        if request["kind"] == "workbook" and isinstance(content, bytes):
            return {"sheets": [_plain(sheet) for sheet in _sheets(content).values()]}, b"", b""
        if request["kind"] == "mark" and isinstance(content, bytes):
            return {}, _marked(content, request["head"], request["marks"]), b""
        return _table(request, content)
    except Refused as refused:
        return {"refused": str(refused)}, b"", b""
    except MemoryError:
        return {"failed": "memory"}, b"", b""
    except Exception:
        return {"failed": "broken"}, b"", b""


def _marked(content: bytes, head: list[str], marks: list[list[str]]) -> bytes:
    in_excel, in_opendocument = _markers()
    return (in_opendocument if opendocument.CONTENT in parts_of(content) else in_excel)(content, head, marks)


def _markers() -> tuple[Marker, Marker]:
    """What marks a copy of .xlsx, and of .ods."""
    from rbm_spec.collect import marks, odsmarks

    return marks.mark, odsmarks.mark


def _sheets(content: bytes) -> dict[str, Sheet]:
    parts = parts_of(content)
    return opendocument.read_sheets(parts) if opendocument.CONTENT in parts else read_sheets(parts)


def _plain(sheet: Sheet) -> list[Any]:
    rows = [
        [number, *(part for column, cell in row.items() for part in (column, cell.kind, cell.text))]
        for number, row in sheet.rows.items()
    ]
    return [sheet.name, sheet.hidden, sheet.part, sheet.merged, rows]


def _table(request: dict[str, Any], content: bytes | int) -> Answer:
    wanted = Wanted(request["dataset"], tuple(request["fields"]), tuple(request["times"]), request["meaning"])
    file = request["file"]
    table, troubles = _read(request["kind"], wanted, file, content)
    said: dict[str, Any] = {"troubles": [_fields(each) for each in troubles]}
    if table is None:
        return said, b"", b""
    (origin,) = table.origins
    said |= {"unit": origin.unit, "names": list(table.columns), "notes": table.notes}
    places = b""
    if isinstance(origin.places, range):
        said["rows"] = [origin.places.start, origin.places.stop]
    else:
        places = array("Q", origin.places).tobytes()
    if all(isinstance(column, list) for column in table.columns.values()):
        said["columns"] = "json"
        return said, json.dumps(list(table.columns.values())).encode(), places
    said["columns"] = "arrow"
    return said, _as_arrow(table.columns), places


def _read(kind: str, wanted: Wanted, file: str, content: bytes | int) -> tuple[Table | None, list[Trouble]]:
    if kind == "csv" and isinstance(content, bytes):
        return read_csv(wanted, file, content)
    from rbm_spec.collect.columnar import inspect_parquet, read_parquet

    if isinstance(content, int):
        with open(content, "rb", buffering=0, closefd=False) as opened:
            return inspect_parquet(wanted, file, opened)
    return read_parquet(wanted, file, content)


def _fields(trouble: Trouble) -> list[Any]:
    return [getattr(trouble, name) for name in Trouble.__match_args__]


def _as_arrow(columns: Any) -> memoryview:
    import pyarrow as arrow

    table = arrow.table(dict(columns))
    out = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return memoryview(out.getvalue())
