"""Files that people send -> tables of text with places, and every fault of form in words."""

from __future__ import annotations

import os
import resource
import struct
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rbm_spec.collect.columnar import read_parquet
from rbm_spec.collect.folder import collect
from rbm_spec.collect.tables import Collected, Wanted
from rbm_spec.collect.text import read_csv
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.targets.pandas.imported import calculation
from tests.collect.books import HEADER, filled, plan

LINE = "code,office,amount,pieces,price,good,seen_on,counted_at\n"


def collected(folder: Path, files: dict[str, bytes | str]) -> Collected:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return collect(plan(), folder)


def said(found: Collected) -> list[str]:
    """The troubles as `file place: message`."""
    return [f"{each.file}{each.place and ' ' + each.place}: {each.message}" for each in found.troubles]


def contents(found: Collected, dataset: str = "items") -> list[tuple[object, ...]]:
    """The rows as the generated code reads them; without a fault for what is not required."""
    with calculation(plan()) as package:
        items = next(each for each in package.PLAN.datasets if each.id == dataset)
        reading = import_module(f"{package.__name__}.runtime.reading")
        columns, faults = reading.read_frame(items, found.tables[dataset].frame(), package.PLAN.codelists)
    assert [fault for fault in faults if fault.column != "code"] == []
    return [tuple(columns[name].content(row) for name in HEADER) for row in range(found.tables[dataset].rows)]


def test_the_same_rows_from_every_kind_of_file(tmp_path: Path) -> None:
    """CSV, Parquet and a workbook that openpyxl filled in are the same to the generated code."""
    text = (
        LINE + "A,north,1.5,3,10.25,true,2028-02-29,2028-02-29T09:30:00\n"
        '"B, ""2""",,-0.1,,0.1,false,,2028-12-31T23:59:59.25\nNA,,,,,,,\n'
    )
    values = [
        ("A", "north", 1.5, 3, 10.25, True, date(2028, 2, 29), datetime(2028, 2, 29, 9, 30)),
        ('B, "2"', None, -0.1, None, 0.1, False, None, datetime(2028, 12, 31, 23, 59, 59, 250_000)),
        ("NA", None, None, None, None, None, None, None),
    ]
    expected = [tuple(Fraction(str(cell)) if type(cell) in (int, float) else cell for cell in row) for row in values]
    table = arrow.table({name: [row[at] for row in values] for at, name in enumerate(HEADER)})
    parquet.write_table(table, tmp_path / "whole.parquet")
    for name, content in {
        "items.csv": text.encode(),
        "items.parquet": (tmp_path / "whole.parquet").read_bytes(),
        "anything.xlsx": filled(values),
    }.items():
        folder = tmp_path / name.replace(".", "_")
        folder.mkdir()
        found = collected(folder, {name: content})
        assert said(found) == [], name
        assert contents(found) == expected, name


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("pieces", arrow.array([3, None], arrow.int8())),
        ("pieces", arrow.array([3.0, None])),
        ("amount", arrow.array([Decimal("3.00"), None])),
        ("office", arrow.array(["north", None]).dictionary_encode()),
        ("seen_on", arrow.array([date(2028, 1, 1), None])),
        ("counted_at", arrow.array([datetime(2028, 1, 1, 10), None], arrow.timestamp("ns"))),
        ("counted_at", arrow.array([datetime(2028, 1, 1, 10), None], arrow.timestamp("s"))),
        ("good", arrow.array([True, None])),
        ("code", arrow.array(["x", None], arrow.large_string())),
        ("code", arrow.array([None, None])),
    ],
)
def test_types_of_parquet(tmp_path: Path, column: str, values: arrow.Array) -> None:
    parquet.write_table(arrow.table({column: values}), tmp_path / "items.parquet")
    got = [row[HEADER.index(column)] for row in contents(collect(plan(), tmp_path))]
    assert got == [
        value if type(value) not in (int, float, Decimal) else Fraction(value) for value in values.to_pylist()
    ]


def test_types_of_parquet_that_no_field_has(tmp_path: Path) -> None:
    zoned = arrow.array([datetime(2028, 1, 1)], arrow.timestamp("us", "Europe/Zurich"))
    for values in (zoned, arrow.array([[1]]), arrow.array([b"x"]), arrow.array([{"a": 1}])):
        parquet.write_table(arrow.table({"amount": values}), tmp_path / "items.parquet")
        found = collect(plan(), tmp_path)
        assert "which no field has" in said(found)[0]
        assert found.faulty == {"items"}


def hostile(tmp_path: Path, **columns: arrow.Array) -> Collected:
    parquet.write_table(arrow.table(columns), tmp_path / "items.parquet")
    return collect(plan(), tmp_path)


@pytest.mark.parametrize(
    ("days", "kind", "text"),
    [
        (-719_163, arrow.date32(), "0000-12-31"),
        (2_932_897, arrow.date32(), "10000-01-01"),
        (2**31 - 1, arrow.date32(), "5881580-07-11"),
        (-(2**31), arrow.date32(), "-5877641-06-23"),
        (-(2**62), arrow.timestamp("ms"), "-"),
        (2**62, arrow.timestamp("us"), "148108-"),
    ],
)
@pytest.mark.parametrize("column", ["seen_on", "counted_at"])
def test_days_outside_the_calendar_are_faults(
    tmp_path: Path, days: int, kind: arrow.DataType, text: str, column: str
) -> None:
    """The year 10000 begins 2,932,897 days after 1 January 1970; the day before the year 1 is 719,163 before it."""
    whole = arrow.int32() if kind == arrow.date32() else arrow.int64()
    found = hostile(tmp_path, code=arrow.array(["A", "B"]), **{column: arrow.array([0, days], whole).cast(kind)})
    assert said(found) == []
    (fault,) = faults(found)
    assert (fault.row, fault.column) == (2, column)
    assert fault.value.startswith(text)


def faults(found: Collected) -> list[Fault]:
    """What the generated code says about the items."""
    with calculation(plan()) as package:
        loading = import_module(f"{package.__name__}.runtime.loading")
        data = loading.collect(package.PLAN, {"items": found.tables["items"].frame()})
    return [fault for fault in data.faults if fault.dataset == "items"]


def test_a_required_column_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    (fault,) = faults(hostile(tmp_path, amount=arrow.array([1, 2, 3])))
    assert (fault.row, fault.column, fault.message) == (0, "code", "There is no column code. Code is required.")


def test_of_very_many_faults_the_first_are_listed(tmp_path: Path) -> None:
    codes = arrow.array([f"A{number}" for number in range(1500)])
    offices = arrow.array(["nowhere"] * 1500)
    found = faults(hostile(tmp_path, code=codes, office=offices))
    assert [fault.row for fault in found] == list(range(1, 1002))
    assert found[-1].message == "From here on 500 more are not listed."
    text = "code\n" + "A,B\n" * 1500
    (tmp_path / "items.parquet").unlink()
    lines = collected(tmp_path, {"items.csv": text}).troubles
    assert (len(lines), lines[-1].message) == (1001, "From here on 500 more are not listed.")


def test_what_the_footer_says_is_judged_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (message,) = said(hostile(tmp_path, code=arrow.nulls(20_000_001)))
    assert message.endswith("more than 20,000,000 rows or 250,000,000 cells are not read.")
    monkeypatch.setattr("rbm_spec.collect.limits.DECODED_BYTES", 10)
    parquet.write_table(arrow.table({"code": ["a" * 100]}), tmp_path / "items.parquet")
    _, (trouble,) = read_parquet(Wanted("items", ("code",)), "items.parquet", (tmp_path / "items.parquet").read_bytes())
    assert "would unpack to more" in trouble.message


def test_a_long_text_repeated_takes_the_memory_of_one(tmp_path: Path) -> None:
    """A file of some kilobytes that says 100 GB of text."""
    numbers = arrow.array(bytes(1_000_000), arrow.int8())
    found = hostile(tmp_path, code=arrow.DictionaryArray.from_arrays(numbers, arrow.array(["x" * 99_999])))
    assert (tmp_path / "items.parquet").stat().st_size < 200_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = collect(plan(), tmp_path)
    assert (said(found), found.tables["items"].rows) == ([], 1_000_000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\x0b"])
def test_control_characters_are_faults_of_their_row(tmp_path: Path, text: str) -> None:
    message = f"The cell holds a control character (U+{min(map(ord, text)):04X}), which no text has. Take it out."
    files = {"csv": f'code,office\nA,\n"{text}",\n'.encode()}
    parquet.write_table(arrow.table({"code": ["A", text]}), tmp_path / "items.parquet")
    files["parquet"] = (tmp_path / "items.parquet").read_bytes()
    for kind, content in files.items():
        folder = tmp_path / kind
        folder.mkdir()
        found = collected(folder, {f"items.{kind}": content})
        place = "line 3" if kind == "csv" else "row 2"
        assert [(each.place, each.column, each.value, each.message) for each in found.troubles] == [
            (place, "code", text, message)
        ]
        assert found.faulty == {"items"}


def test_half_a_character_in_parquet(tmp_path: Path) -> None:
    """Three bytes that would be U+D800, in the second row."""
    offsets, content = arrow.py_buffer(struct.pack("<3i", 0, 1, 4)), arrow.py_buffer(b"A\xed\xa0\x80")
    found = hostile(tmp_path, code=arrow.Array.from_buffers(arrow.string(), 2, [None, offsets, content]))
    assert [(each.place, each.column, each.message) for each in found.troubles] == [
        ("row 2", "code", "The cell holds text that is not UTF-8.")
    ]


def test_any_damage_of_parquet_is_a_sentence(tmp_path: Path) -> None:
    """Each byte of a small file changed, one after the other."""
    columns = {"code": ["A", "B"], "amount": [1.5, 2.5], "seen_on": [date(2028, 1, 1), None]}
    parquet.write_table(arrow.table(columns), tmp_path / "whole.parquet", compression="NONE")
    whole = (tmp_path / "whole.parquet").read_bytes()
    items = Wanted.of(plan().datasets["items"])
    for at in range(0, len(whole), 3):
        for byte in (0, 255, whole[at] ^ 1):
            table, troubles = read_parquet(items, "items.parquet", whole[:at] + bytes([byte]) + whole[at + 1 :])
            assert table is not None or troubles


def test_rows_of_parquet_are_counted(tmp_path: Path) -> None:
    parquet.write_table(arrow.table({"amount": [1, 2]}), tmp_path / "items.parquet")
    assert collect(plan(), tmp_path).place(Fault("items", 2, "amount", "2", Wrong("", ""))).place == "row 2"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("items.csv", "", [
            "items.csv line 1: The file is empty. Its first line names fields: code, office, amount, pieces, price, "
            "good, seen_on, counted_at."
        ]),
        ("items.csv", "code,ofice\n", ['items.csv line 1: items has no field "ofice". Did you mean `office`?']),
        ("items.csv", "code,code\n", ["items.csv line 1: The column code is there 2 times."]),
        ("items.csv", "code;office\n", [
            "items.csv line 1: The columns are separated by semicolons. Save the file with commas between them."
        ]),
        ("items.csv", 'code,office\nA,"no\nrth"\n\nB\nC,south,x\n', [
            "items.csv line 5: The row has 1 cells; the header has 2.",
            "items.csv line 6: The row has 3 cells; the header has 2.",
        ]),
        ("items.csv", b"code\nA\n\xff\n", [
            "items.csv line 3: The file is not written in UTF-8. Save it as CSV UTF-8."
        ]),
        ("items.csv", 'code\nA\n"B" x\n', [
            "items.csv line 3: From here on the file is no CSV: ',' expected after '\"'."
        ]),
        ("items.csv", 'code\nA\n"B', [
            "items.csv line 3: From here on the file is no CSV: unexpected end of data."
        ]),
        ("items.parquet", b"PAR1", ["items.parquet: The file is damaged or no Parquet file."]),
        ("itmes.csv", LINE, ['itmes.csv: The plan has no dataset "itmes". Did you mean `items`?']),
        ("items.xls", b"", ["items.xls: Files of the kind .xls are not read. Send .csv, .parquet, .xlsx or .ods."]),
    ],
)  # fmt: skip
def test_faults_of_form(tmp_path: Path, name: str, content: bytes | str, expected: list[str]) -> None:
    assert said(collected(tmp_path, {name: content})) == expected


def test_a_byte_order_mark_and_line_ends_do_not_count(tmp_path: Path) -> None:
    found = collected(tmp_path, {"items.csv": b"\xef\xbb\xbfcode,office\r\nA,north\r\n"})
    assert (said(found), dict(found.tables["items"].columns)) == ([], {"code": ["A"], "office": ["north"]})


def test_nothing_is_guessed(tmp_path: Path) -> None:
    words = ["NA", "null", "00123", "1_000", "(5)", "−5", "١", "1,5", " x ", "=1+1"]
    found = collected(tmp_path, {"items.csv": "code\n" + "".join(f'"{word}"\n' for word in words)})
    assert list(found.tables["items"].columns["code"]) == words


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(st.text('aé,"\r\n; \u2028\x00\x0b=1', max_size=4), min_size=1, max_size=4), max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_large_files_are_read_alike(
    monkeypatch: pytest.MonkeyPatch, rows: list[list[str]], end: str, last: bool
) -> None:
    """The fast way gives what the slow way gives, or leaves the file to it."""
    text = end.join(["code,office", *(",".join(row) for row in rows)]) + (end if last else "")
    items = Wanted.of(plan().datasets["items"])
    seen = []
    for large in (0, len(text) * 4 + 1):
        monkeypatch.setattr("rbm_spec.collect.text.LARGE", large)
        table, troubles = read_csv(items, "items.csv", text.encode())
        cells = table.frame().to_dict("list") if table else None
        seen.append((cells, list(table.origins[0].places) if table else None, troubles))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("code,office\nA,north\n", True),
        ("\ufeffcode,office\r\nA,north\r\nB,", True),
        ('code,office\n"A",north\n', False),
        ("code,office\n\nA,north\n", False),
        ("code,office\nA\n", False),
        ("code,office\nA,no\rrth\n", False),
        ("code,office\n" + "A" * 100_001 + ",\n", False),
    ],
)
def test_which_files_are_read_the_fast_way(monkeypatch: pytest.MonkeyPatch, text: str, fast: bool) -> None:
    monkeypatch.setattr("rbm_spec.collect.text.LARGE", 0)
    table, _ = read_csv(Wanted.of(plan().datasets["items"]), "items.csv", text.encode())
    assert (table is not None and isinstance(table.origins[0].places, range)) == fast


def test_files_that_are_left_alone(tmp_path: Path) -> None:
    found = collected(tmp_path, {"README.md": "x", ".items.csv": "x", "~$book.xlsx": "x", "datapackage.json": "{}"})
    assert (said(found), dict(found.tables)) == ([], {})


def test_a_dataset_given_twice(tmp_path: Path) -> None:
    book = filled([("A",)])
    found = collected(tmp_path, {"items.csv": LINE, "b.xlsx": book, "c.xlsx": book})
    assert said(found) == [
        "c.xlsx: items is in b.xlsx too. Send it once.",
        "items.csv: items is in b.xlsx too. Send it once.",
    ]
    assert found.faulty == {"items"}


def test_workbooks_of_two_offices_add_up(tmp_path: Path) -> None:
    other = filled([("B",), ("C",)], lambda book: setattr(book["rbm-spec"]["B4"], "value", "Another office"))
    found = collected(tmp_path, {"a.xlsx": filled([("A",)]), "b.xlsx": other})
    assert said(found) == []
    assert list(found.tables["items"].columns["code"]) == ["A", "B", "C"]
    places = [found.place(Fault("items", row, "office", "x", Wrong("", ""))) for row in (0, 1, 2, 3)]
    assert [(place.file, place.place) for place in places] == [
        ("a.xlsx", "sheet Items (made up)"),
        ("a.xlsx", "sheet Items (made up), cell B8"),
        ("b.xlsx", "sheet Items (made up), cell B8"),
        ("b.xlsx", "sheet Items (made up), cell B9"),
    ]


def test_places_of_lines(tmp_path: Path) -> None:
    found = collected(tmp_path, {"items.csv": 'code\n"A\nB"\n\nC\n'})
    assert [found.place(Fault("items", row, "code", "", Wrong("", ""))).place for row in (1, 2)] == ["line 2", "line 5"]
    assert found.place(Fault("nothing", 1, "", "", Wrong("", ""))).file == ""


def test_links_pipes_and_folders_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(LINE)
    data = tmp_path / "data"
    data.mkdir()
    (data / "items.csv").symlink_to(tmp_path / "secret")
    os.mkfifo(data / "requests.csv")
    (data / "folder.xlsx").mkdir()
    found = collect(plan(), data)
    assert said(found) == [
        "folder.xlsx: This is no file, and is not read.",
        "items.csv: This is a link, and is not read.",
        "requests.csv: This is no file, and is not read.",
    ]
    assert found.faulty == {"items", "requests"}


def test_the_digest_follows_names_and_bytes(tmp_path: Path) -> None:
    digests = [collected(tmp_path, {"items.csv": LINE}).digest]
    (tmp_path / "README.md").write_text("no data")
    assert collect(plan(), tmp_path).digest == digests[0]
    digests.append(collected(tmp_path, {"items.csv": LINE + "A,,,,,,,\n"}).digest)
    digests.append(collected(tmp_path, {"requests.csv": LINE + "A,,,,,,,\n"}).digest)
    assert len(set(digests)) == 3
