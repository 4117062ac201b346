"""Both engines of `rbm-spec calc` give the same table, files and faults, byte for byte, on sound and on faulty data."""

from __future__ import annotations

import csv
import difflib
import io
import random
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as arrow
import pyarrow.csv
import pyarrow.parquet as parquet
import pytest

from rbm_spec.cli.main import run
from rbm_spec.pipeline import check
from rbm_spec.plan.model import Field, Plan
from tests.cli.commands import ITU, here
from tests.collect import books

PLANTED = [
    "", " ", "x", "0", "-1", "1.5", "1e3", "007", "1" * 16, "0." + "1" * 16, "9" * 41, "2028-02-30", "0000-01-01",
    "2027-12-31", "2028-13-01", "2028-06-30T10:00:00", "TRUE", "true", "P5", "female", "é", "a,b", 'say "x"', "a\nb",
    "1" * 90, "NaN", "-0", "+1", "999999999999999", "2039-01-01", "1999-12-31",
]  # fmt: skip


@pytest.fixture(scope="module")
def itu() -> Plan:
    plan = check(ITU).plan
    assert plan is not None
    return plan


def sample(folder: Path, rows: int, seed: int) -> Path:
    assert run(["sample", str(ITU), "--into", str(folder), "--rows", str(rows), "--seed", str(seed)]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str], plan: Path, data: Path, period: str, engine: str) -> list[str]:
    """All lines that come out: the exit code, what is printed, what is said, the files."""
    capsys.readouterr()
    out = data.parent / "results"
    done = here(capsys, "calc", plan, "--data", data, "--period", period, "--engine", engine, "--all", "--out", out)
    files = [line for path in sorted(out.iterdir()) for line in (path.name, *path.read_text("utf-8").splitlines())]
    return [f"exit {done.code}", *done.out.splitlines(), *done.err.splitlines(), *files]


def assert_same(capsys: pytest.CaptureFixture[str], plan: Path, data: Path, period: str) -> list[str]:
    pandas, duckdb = (said(capsys, plan, data, period, engine) for engine in ("pandas", "duckdb"))
    assert "\n".join(difflib.unified_diff(pandas, duckdb, "pandas", "duckdb", n=0, lineterm="")) == ""
    return duckdb


@pytest.mark.parametrize("period", ["2027", "2028", "2030"])
def test_sample_data(capsys: pytest.CaptureFixture[str], tmp_path: Path, period: str) -> None:
    found = assert_same(capsys, ITU, sample(tmp_path / "data", 300, 5), period)
    assert found[0] == "exit 0"


def planted(path: Path, chance: random.Random, cells: int) -> None:
    """Some cells that anybody might have typed, a row that is there twice, and one without its last cells."""
    header, *rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    for _ in range(cells):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(PLANTED)
    rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.mark.parametrize("seed", range(4))
def test_planted_faults(capsys: pytest.CaptureFixture[str], tmp_path: Path, itu: Plan, seed: int) -> None:
    chance = random.Random(seed)
    data = sample(tmp_path / "data", 60, seed)
    for dataset in itu.datasets.values():
        if dataset.derivation is None and chance.random() < 0.8:
            planted(data / f"{dataset.id}.csv", chance, 12)
    found = assert_same(capsys, ITU, data, "2028")
    assert found[0] == "exit 1"


KINDS = {
    "integer": arrow.int64(), "number": arrow.float64(), "money": arrow.decimal128(18, 2), "date": arrow.date32(),
    "datetime": arrow.timestamp("us"), "boolean": arrow.bool_(),
}  # fmt: skip


def as_parquet(
    itu: Plan, data: Path, change: Callable[[Field, arrow.Array], arrow.Array] = lambda field, column: column
) -> None:
    """The tables of a folder with the types that a program would give their columns."""
    for path in sorted(data.glob("*.csv")):
        fields = itu.datasets[path.stem].fields
        options = arrow.csv.ConvertOptions(
            column_types={name: arrow.string() for name in fields}, strings_can_be_null=True, null_values=[""]
        )
        table = arrow.csv.read_csv(path, convert_options=options)
        columns = {}
        for name in table.column_names:
            column = table[name].combine_chunks()
            kind = KINDS.get(fields[name].spec.type) if fields[name].spec else None
            columns[name] = change(fields[name], column.cast(kind) if kind is not None else column)
        path.unlink()
        parquet.write_table(arrow.table(columns), path.with_suffix(".parquet"), row_group_size=64)


def test_parquet(capsys: pytest.CaptureFixture[str], tmp_path: Path, itu: Plan) -> None:
    data = sample(tmp_path / "data", 300, 7)
    as_parquet(itu, data)
    found = assert_same(capsys, ITU, data, "2028")
    assert found[0] == "exit 0"


WRONG_VALUES = {
    "integer": [10**15, -1, 7], "number": [0.1 + 0.2, float("inf"), float("nan"), -3.5, 1e16, 1e-30, 2.675],
    "date": ["1000-01-01", "2028-02-29"], "string": ["", "a\x07b", "x" * 600], "code": ["none"], "reference": ["none"],
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_planted_faults_in_parquet(capsys: pytest.CaptureFixture[str], tmp_path: Path, itu: Plan, seed: int) -> None:
    chance = random.Random(seed)
    data = sample(tmp_path / "data", 60, seed)

    def change(field: Field, column: arrow.Array) -> arrow.Array:
        wrong = WRONG_VALUES.get(field.spec.type if field.spec else "", [])
        values = column.to_pylist()
        for _ in range(3 if chance.random() < 0.5 else 0):
            if values and wrong:
                value = chance.choice([*wrong, None])
                values[chance.randrange(len(values))] = value
        if field.spec and field.spec.type == "date":
            values = [date.fromisoformat(each) if isinstance(each, str) else each for each in values]
        return arrow.array(values, column.type)

    as_parquet(itu, data, change)
    assert_same(capsys, ITU, data, "2028")


OTHER_KINDS = [
    arrow.int32(), arrow.int64(), arrow.float32(), arrow.float64(), arrow.bool_(), arrow.date32(),
    arrow.timestamp("ns"), arrow.timestamp("s"), arrow.decimal128(20, 3), arrow.string(), arrow.large_string(),
    arrow.dictionary(arrow.int8(), arrow.string()), arrow.null(),
]  # fmt: skip


@pytest.mark.parametrize("kind", OTHER_KINDS, ids=str)
@pytest.mark.parametrize("gaps", [False, True])
def test_columns_of_any_type(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, itu: Plan, kind: arrow.DataType, gaps: bool
) -> None:
    """A column of each type in the place of each field: what does not fit is said of each row."""
    values = {"int": 5, "float": 2.5, "bool": True, "date32[day]": date(2028, 3, 1), "decimal": Decimal("5.500")}
    whole = {"timestamp": datetime(2028, 3, 1, 9, 30), "string": "5", "large_string": "x", "dictionary": "2028-01-02"}
    value = next((each for name, each in {**values, **whole}.items() if str(kind).startswith(name)), None)
    chance = random.Random(str(kind))
    data = sample(tmp_path / "data", 20, 3)

    def change(field: Field, column: arrow.Array) -> arrow.Array:
        if chance.random() < 0.6:
            return column
        return arrow.array([None if gaps and at % 3 == 0 else value for at in range(len(column))]).cast(kind)

    as_parquet(itu, data, change)
    assert_same(capsys, ITU, data, "2028")


def test_very_many_faults(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Of one kind in one column a thousand are listed; the rest is counted."""
    data = sample(tmp_path / "data", 2500, 1)
    path = data / "staff_at_year_end.csv"
    header, *rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    for number, row in enumerate(rows):
        row[1 + number % 3] = "nobody knows"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows, *rows[:1200]])
    found = assert_same(capsys, ITU, data, "2028")
    assert sum("From here on" in line for line in found) > 2


def test_hostile_texts_in_parquet(capsys: pytest.CaptureFixture[str], tmp_path: Path, itu: Plan) -> None:
    """What is no UTF-8, and texts that would fill memory, are found without reading the file as a whole."""
    bad = arrow.array([b"ok", b"\xff\xfe", None] * 3, arrow.binary())
    wrong = {
        "courses": arrow.Array.from_buffers(arrow.string(), 9, bad.buffers()),
        "long": arrow.array(["y" * 100_001, "z\x00", "x"] * 3).dictionary_encode(),
    }
    for number, column in enumerate(wrong.values()):
        data = sample(tmp_path / str(number) / "data", 20, 3)
        table = arrow.table({"course_code": column})
        (data / "mandatory_courses.csv").unlink()
        parquet.write_table(table, data / "mandatory_courses.parquet")
        assert_same(capsys, ITU, data, "2028")


def test_not_a_parquet_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = sample(tmp_path / "data", 20, 3)
    (data / "mandatory_courses.csv").unlink()
    (data / "mandatory_courses.parquet").write_bytes(b"PAR1 and nothing else PAR1")
    found = assert_same(capsys, ITU, data, "2028")
    assert "mandatory_courses.parquet: RBM720 The file is damaged or no Parquet file." in found


def test_more_rows_than_the_memory_holds(capsys: pytest.CaptureFixture[str], tmp_path: Path, starter: Path) -> None:
    """Two million requests in Parquet with 200 MB for the database."""
    data = tmp_path / "data"
    data.mkdir()
    duckdb.sql(
        """SELECT 'r' || range AS request_id, ['north', 'south'][1 + range % 2] AS office, 'letter' AS channel,
        DATE '2028-01-01' + CAST(range % 300 AS INT) AS received_on,
        DATE '2028-01-01' + CAST(range % 300 + range % 7 AS INT) AS answered_on FROM range(2100000)"""
    ).write_parquet(str(data / "requests.parquet"))
    arguments = ("calc", starter, "--data", data, "--period", 2028, "--format", "csv", "--engine", "duckdb")
    done = here(capsys, *arguments, "--memory", "200MB")
    assert (done.code, done.err) == (0, "")
    total = next(csv.DictReader(io.StringIO(done.out)))
    assert (total["value"], total["n"]) == ("3.0", "2100000")
    assert list(data.iterdir()) == [data / "requests.parquet"]


def test_too_little_memory_is_said(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    done = here(capsys, "calc", starter, "--sample", "--period", 2028, "--engine", "duckdb", "--memory", "1MB")
    assert done.code == 74
    assert done.err.splitlines()[-1] == (
        "rbm-spec: The database needs more memory than it may use; --memory gives it more"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--memory", "2GB"], "--memory says what the database may use; it goes with --engine duckdb."),
        (["--engine", "duckdb", "--memory", "lots"], "Write a size such as 500MB or 4GB."),
        (["--engine", "oracle"], "'oracle' is not one of 'pandas', 'duckdb'."),
    ],
)
def test_usage(capsys: pytest.CaptureFixture[str], starter: Path, arguments: list[str], message: str) -> None:
    done = here(capsys, "calc", starter, "--sample", "--period", "2028", *arguments)
    assert done.code == 2
    assert message in done.err


def test_what_the_database_cannot_compute_is_refused(capsys: pytest.CaptureFixture[str], starter: Path) -> None:
    """Nothing is computed then, and the other engine can."""
    nested = "days(received_on, answered_on) / 1"
    for _ in range(14):
        nested = f"max({nested}, 2 / 7)"
    path = starter / "indicators" / "answer_time.yaml"
    text = path.read_text()
    path.write_text(text.replace("of: days(received_on, answered_on)", f"of: {nested}"))
    done = here(capsys, "calc", starter, "--sample", "--period", "2028", "--engine", "duckdb")
    assert (done.code, done.out) == (1, "")
    assert "RBM820" in done.err
    assert "The expression is too long for SQL, which has to repeat parts of it." in done.err
    assert "indicators/answer_time.yaml" in done.err
    assert here(capsys, "calc", starter, "--sample", "--period", "2028").code == 0


def test_returned_workbooks(capsys: pytest.CaptureFixture[str], tmp_path: Path, starter: Path) -> None:
    """Cells of a workbook, sound and faulty, and a CSV file beside it."""
    (starter / "datasets" / "items.yaml").write_text(books.ITEMS)
    data = tmp_path / "data"
    data.mkdir()
    rows = [
        ("A", "north", 1.5, 3, 2.25, True, date(2028, 3, 1), datetime(2028, 3, 1, 9, 30)),
        ("B", "nowhere", "x", 1.5, -1, "true", "2028-02-30", None),
        ("A", None, 0.1 + 0.2, 10**15, None, None, date(2028, 3, 2), None),
        (None, "south", 1, 1, 1, False, None, None),
    ]
    (data / "store.xlsx").write_bytes(books.filled(rows))
    (data / "requests.csv").write_text(
        "request_id,office,channel,received_on,answered_on\nA,north,letter,2028-03-01,2028-03-05\n"
    )
    found = assert_same(capsys, starter, data, "2028")
    assert found[0] == "exit 1"
    assert any("store.xlsx, sheet Items (made up), cell A10" in line and "is there twice" in line for line in found)
