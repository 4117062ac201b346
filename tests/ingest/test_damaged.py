"""Files that are damaged or hostile: each is refused in words, the sound ones beside them count, nothing is lost."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from rbm_spec.store.folder import read_store
from tests.collect.books import SHEET, filled, rebuilt, template
from tests.ingest.test_ingest import HEAD, A, B, Office
from tests.ingest.test_ingest import office as office
from tests.ingest.test_ingest import starter as starter

SOUND = filled([["S", "north"]])
PART = "xl/worksheets/sheet2.xml"


def cut(part: str, old: bytes, new: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return rebuilt(SOUND, change)


def added(name: str, content: bytes) -> bytes:
    return rebuilt(SOUND, lambda parts: parts.update({name: content}))


def noisy(seed: int) -> bytes:
    content = bytearray(SOUND)
    chance = random.Random(seed)
    for _ in range(40):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def typed(cell: str, value: object) -> bytes:
    return filled([["S", "north"]], lambda book: book[SHEET].__setitem__(cell, value))


def hidden(book: openpyxl.Workbook) -> None:
    book[SHEET].sheet_state = "hidden"


def renamed(book: openpyxl.Workbook) -> None:
    book[SHEET].title = "Mine"


def without_stamp(book: openpyxl.Workbook) -> None:
    del book["rbm-spec"]


def another_plan(book: openpyxl.Workbook) -> None:
    for row in book["rbm-spec"]:
        if row[0].value == "plan":
            row[1].value = "another_plan"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/workbook.xml", b" " * (120 * 1024 * 1024))
    return out.getvalue()


DAMAGED = {
    "empty.xlsx": b"",
    "half.xlsx": SOUND[: len(SOUND) // 2],
    "without-end.xlsx": SOUND[:-30],
    "noise-1.xlsx": noisy(1),
    "noise-2.xlsx": noisy(2),
    "noise-3.xlsx": noisy(3),
    "html.xlsx": b"<html><table><tr><td>A</td></tr></table></html>",
    "csv.xlsx": (HEAD + A).encode(),
    "gzip.xlsx": gzip.compress(SOUND, mtime=0),
    "old.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),  # .xls, and what a password makes of .xlsx
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(601),
    "bomb.xlsx": bomb(),
    "macro.xlsx": added("xl/vbaProject.bin", b"x"),
    "link.xlsx": added("xl/externalLinks/externalLink1.xml", b"<x/>"),
    "embedded.xlsx": added("xl/embeddings/oleObject1.bin", b"x"),
    "connection.xlsx": added("xl/connections.xml", b"<x/>"),
    "entities.xlsx": added("xl/new.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "outside.xlsx": added("../../outside.xml", b"<x/>"),
    "doctype.xlsx": cut(PART, b"<worksheet", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet'),
    "row-twice.xlsx": cut(PART, b'<row r="8"', b'<row r="7"'),
    "far-away.xlsx": cut(PART, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "no-book.xlsx": rebuilt(SOUND, lambda parts: parts.pop("xl/workbook.xml")),
    "no-stamp.xlsx": filled([["S"]], without_stamp),
    "other-plan.xlsx": filled([["S"]], another_plan),
    "hidden.xlsx": filled([["S"]], hidden),
    "renamed.xlsx": filled([["S"]], renamed),
    "formula.xlsx": typed("C8", "=1+1"),
    "error.xlsx": typed("C8", "#DIV/0!"),
    "control.xlsx": cut(PART, b"<v>S</v>", b"<v>S_x0007_</v>") if b"<v>S</v>" in SOUND else typed("C8", "x\ty"),
    "huge.xlsx": typed("C8", "9" * 400),
    "no-id.xlsx": typed("K8", "beside"),
    "untouched.xlsx": template(),
    "half.ods": SOUND[:400],
    "empty.ods": b"\n",
    "latin.csv": (HEAD + A).encode() + b"\xe9,north,,,,,2028-01-01,\n",
    "items-semicolons.csv": (HEAD + A).replace(",", ";").encode(),
    "items-latin.csv": HEAD.encode() + b"\xe9,north,,,,,2028-01-01,\n",
    "items-ragged.csv": (HEAD + "A,north\n").encode(),
    "items-quote.csv": (HEAD + '"A,north\n').encode(),
    "items-nul.csv": (HEAD + "A\0,north,,,,,2028-01-01,\n").encode(),
    "items-columns.csv": b"code,colour\nA,red\n",
    "items-twice.csv": b"code,code\nA,B\n",
    "items-empty.csv": b"\n\n",
    "items-half.parquet": b"PAR1" + bytes(40),
    "items.txt": (HEAD + B).encode(),
    "document.pdf": b"%PDF-1.7\n",
}


def test_each_is_one_refusal_in_words(office: Office) -> None:
    files = {"a-sound.xlsx": SOUND, **DAMAGED, "items-sound.csv": HEAD + A + B}
    said = office.send(files)
    by_name = {each["file"]: each for each in said["files"]}
    accepted = {name for name, each in by_name.items() if each["state"] == "accepted"}
    assert accepted == {"a-sound.xlsx", "items-sound.csv"}
    for name in DAMAGED:
        assert by_name[name]["state"] == "refused", name
        for one in by_name[name]["findings"]:
            assert one["message"].endswith((".", "?")), (name, one)
            assert "Error" not in one["message"], (name, one)
            assert "Traceback" not in one["message"], (name, one)
    assert sorted(office.counting()) == [("a-sound.xlsx", 1), ("items-sound.csv", 2)]


def test_nothing_is_lost(office: Office) -> None:
    office.send(DAMAGED)
    kept = {path.read_bytes() for path in (office.folder / "kept" / "files").iterdir()}
    assert kept == set(DAMAGED.values())
    ledger = read_store(office.folder / "kept").ledger
    assert {each.state for each in ledger.submissions} == {"refused"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "This is a link, and is not read."),
        (lambda path: path.mkdir(), "This is no file, and is not read."),
        (lambda path: None, "No such file or directory."),
    ],
)
def test_what_is_no_file(office: Office, make: Callable[[Path], object], message: str) -> None:
    from tests.cli.commands import here

    path = office.folder / "items.csv"
    make(path)
    asked = ["--received", "2029-02-01", "--period", "2028", "--sender", "Store"]
    done = here(office.capsys, "ingest", office.plan, path, *asked)
    assert (done.code, message in done.out) == (1, True)
