"""A file on which a reader breaks down is one finding about that file; the files before and after it are read."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from rbm_spec.collect import limits
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.confined import BROKEN, Readers, too_long, too_much
from rbm_spec.collect.folder import collect
from rbm_spec.collect.tables import Wanted
from tests.collect.books import SHEET, filled, plan, rebuilt, template

CODES = Wanted("items", ("code",))
SOUND = filled([("A",)])
# A reader that does what the file tells it to, as one that was taken over by a file would.
TAKEN_OVER = f"""
import os, signal, socket, sys
sys.path.append(sys.argv[1])
from rbm_spec.collect import child

def parts_of(content, real=child.parts_of):
    match content:
        case b"killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"aborted":
            os.abort()
        case b"left":
            os._exit(0)
        case b"endless":
            while True:
                pass
        case b"asleep":
            signal.pause()
        case b"large":
            return bytearray({limits.PLAIN_MEMORY})
        case b"deep":
            return parts_of(content)
        case b"file" | b"connection":
            try:
                open(__file__ if "__file__" in globals() else sys.executable) if content == b"file" else socket.socket()
            except OSError as error:
                raise child.Refused(error.strerror)
    return real(content)

child.parts_of = parts_of
child.main()
"""


def refusal(readers: Readers, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        readers.sheets(content)
    return str(refused.value)


def test_files_after_a_failure_are_read() -> None:
    with Readers(TAKEN_OVER) as readers:
        for content, message in {
            b"killed": BROKEN,
            b"aborted": BROKEN,
            b"left": BROKEN,
            b"deep": BROKEN,
            b"large": too_much(limits.PLAIN_MEMORY),
        }.items():
            assert refusal(readers, content) == message
            assert SHEET in readers.sheets(SOUND)


@pytest.mark.parametrize("content", [b"file", b"connection"])
def test_a_reader_opens_nothing(content: bytes) -> None:
    with Readers(TAKEN_OVER) as readers:
        assert refusal(readers, content) == "Too many open files"
        assert SHEET in readers.sheets(SOUND)


def test_a_reader_that_computes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    with Readers(TAKEN_OVER) as readers:
        monkeypatch.setattr(limits, "SECONDS", 0)
        assert refusal(readers, b"endless") == too_long(0)
        monkeypatch.undo()
        assert SHEET in readers.sheets(SOUND)


def test_a_reader_that_sleeps_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    with Readers(TAKEN_OVER) as readers:
        assert SHEET in readers.sheets(SOUND)
        monkeypatch.setattr(limits, "WALL_SECONDS", 1)
        assert refusal(readers, b"asleep") == too_long(1)
        monkeypatch.undo()
        assert SHEET in readers.sheets(SOUND)


def test_a_reader_that_cannot_be_started() -> None:
    with Readers("raise SystemExit(1)") as readers, pytest.raises(OSError, match="cannot be started"):
        readers.sheets(SOUND)


def test_modules_beside_the_data_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "zipfile", "pyarrow", "rbm_spec"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Readers() as readers:
        assert SHEET in readers.sheets(SOUND)
        assert readers.table("parquet", CODES, "items.parquet", b"")[0] is None


def test_damaged_parquet_is_one_finding_about_that_file() -> None:
    """Bytes of the footer changed, the file cut short, a page that lies: whatever the decoder does."""
    out = io.BytesIO()
    parquet.write_table(arrow.table({"code": [f"A{number % 7}" for number in range(500)]}), out)
    whole = out.getvalue()
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    chance = random.Random(2028)
    with Readers() as readers:
        for _ in range(150):
            content = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                content[chance.randrange(footer, len(content))] = chance.randrange(256)
            table, troubles = readers.table("parquet", CODES, "items.parquet", bytes(content))
            assert table is not None or len(troubles) >= 1
        for cut in (0, 3, 4, 12, footer, len(whole) - 9, len(whole) - 1):
            table, troubles = readers.table("parquet", CODES, "items.parquet", whole[:cut])
            assert (table, len(troubles)) == (None, 1)
        table, troubles = readers.table("parquet", CODES, "items.parquet", whole)
        assert (table is not None and table.rows, troubles) == (500, [])


def test_parquet_that_stays_where_it_is(tmp_path: Path) -> None:
    parquet.write_table(arrow.table({"code": ["A", "\x00"]}), tmp_path / "items.parquet")
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1PAR1")
    with Readers() as readers:
        table, troubles = readers.inspect(CODES, tmp_path / "items.parquet")
        assert (table is not None and table.path, [each.place for each in troubles]) == (
            tmp_path / "items.parquet", ["row 2"],
        )  # fmt: skip
        table, (trouble,) = readers.inspect(CODES, tmp_path / "damaged.parquet")
        assert (table, trouble.message) == (None, "The file is damaged or no Parquet file.")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(150 * 1024 * 1024))
    return out.getvalue()


def test_hostile_workbooks_among_sound_ones(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet2.xml"

    def with_rows(rows: bytes) -> bytes:
        def change(parts: dict[str, bytes]) -> None:
            parts[part] = parts[part].replace(b"</sheetData>", rows + b"</sheetData>")

        return rebuilt(template(), change)

    endless = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(8, 20_010))
    files = {
        "a.xlsx": SOUND,
        "bomb.xlsx": bomb(),
        "deep.xlsx": with_rows(b"<a>" * 100_000 + b"</a>" * 100_000),
        "endless.xlsx": with_rows(endless),
        "short.xlsx": SOUND[: len(SOUND) // 2],
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = collect(plan(), tmp_path)
    assert [each.file for each in found.troubles] == sorted(set(files) - {"a.xlsx"})
    assert found.tables["items"].columns["code"] == ["A"]
