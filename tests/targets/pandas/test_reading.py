"""Reading data: exact grammars and no guessing, one fault for each cell or row that is wrong, typed columns as is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.reading import unwanted
from rbm_spec.targets.pandas.runtime.columns import Dates, Texts
from rbm_spec.targets.pandas.runtime.definitions import Code, Codelist, Dataset, Field, Plan, Rule
from rbm_spec.targets.pandas.runtime.derive import latest_by
from rbm_spec.targets.pandas.runtime.files import read_bytes, read_text
from rbm_spec.targets.pandas.runtime.loading import collect, derive

YEAR = Period("2028", date(2028, 1, 1), date(2028, 12, 31))
LISTS = {
    "grade": Codelist("grade", "Grades", {"P5": Code("P5"), "D1": Code("D1"), "NA": Code("Namibia")}),
    "old": Codelist(
        "old", "Old", {"a": Code("A", valid_to=date(2027, 12, 31)), "b": Code("B", valid_from=date(2028, 6, 1))}
    ),
}
FIELDS = {
    "k": Field("string", "Key"),
    "n": Field("number", "Number", minimum=Decimal(-10), maximum=Decimal("99.5")),
    "i": Field("integer", "Whole"),
    "d": Field("date", "Day", minimum=date(2000, 1, 1)),
    "t": Field("datetime", "Moment"),
    "f": Field("boolean", "Flag"),
    "g": Field("code", "Grade", codelist="grade"),
    "o": Field("code", "Old code", codelist="old"),
    "r": Field("reference", "Other", dataset="other"),
    "p": Field("string", "Formed", pattern="[A-Z]{2}-[0-9]+"),
    "q": Field("string", "Needed", required=True),
}
MAIN = Dataset(
    "main", "Main", FIELDS, key=("k",), time="d",
    rules=(Rule(lambda rows, period: rows["n"].le(rows["i"]), "The number is at most the whole."),),
)  # fmt: skip
OTHER = Dataset("other", "Other", {"id": Field("string", "Id")}, key=("id",))


def plan(*datasets: Dataset) -> Plan:
    return Plan("p", "1.0.0", "Plan", date(2028, 1, 1), date(2031, 12, 31), 5, LISTS, datasets, ())


def faults(**columns: Any) -> list[tuple[int, str, str, str]]:
    """What is wrong with a table of `main`; what is not given is as it should be."""
    length = max(len(values) for values in columns.values())
    given = {"k": [str(i) for i in range(length)], "q": ["x"] * length} | columns
    frames: Mapping[str, pd.DataFrame] = {"main": pd.DataFrame(given), "other": pd.DataFrame({"id": ["o1", "o2"]})}
    whole = plan(MAIN, OTHER)
    found = derive(whole, collect(whole, frames), YEAR).faults
    assert {fault.dataset for fault in found} <= {"main"}
    return [(fault.row, fault.column, fault.value, fault.message) for fault in found]


GOOD = {
    "n": ["5", "-5", "0", "99.5", "-0.125", "007", "1.50", "0.000001"],
    "i": ["5", "-5", "0", "123456789012345", "007"],
    "d": ["2028-01-31", "2028-02-29", "9999-12-31"],
    "t": ["2028-01-31T09:30:00", "2028-01-31T09:30", "2028-01-31T23:59:59.999999", "0001-01-01T00:00:00"],
    "f": ["true", "false"],
    "g": ["P5", "NA"],
}
BAD = {
    "n": [
        "+5", "1_000", "(5)", "−5", "1 234", "٣", "1,5", ".5", "5.", "1e3", "nan", "inf", "0x10", " 5", "5 ",
        "=1+1", "NA", "1234567890123456", "0." + "1" * 60, "1" * 500,
    ],
    "i": ["1.0", "5.", "1234567890123456", "1e3", "true", "null"],
    "d": [
        "31.01.2028", "2028-1-1", "20280131", "2028-02-30", "2027-02-29", "0000-01-01", "2028-01-31T00:00:00", "today",
    ],
    "t": [
        "2028-01-31", "2028-01-31 09:30:00", "2028-01-31T09:30:00Z", "2028-01-31T24:00:00", "2028-01-31T09:30:00+01:00",
    ],
    "f": ["TRUE", "True", "yes", "1", "0", "t"],
    "g": ["p5", "P5 ", "P4", "N/A"],
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_the_grammar_takes(name: str) -> None:
    assert faults(**{name: GOOD[name]}) == []


@pytest.mark.parametrize("name", BAD)
def test_what_the_grammar_refuses(name: str) -> None:
    found = faults(**{name: BAD[name]})
    assert [(row, column, value) for row, column, value, _ in found] == [
        (row, name, value) for row, value in enumerate(BAD[name], start=1)
    ]


@pytest.mark.parametrize(
    ("columns", "row", "column", "value", "message"),
    [
        ({"n": ["1", "-10.5"]}, 2, "n", "-10.5", "Number is below -10."),
        ({"n": ["99.51"]}, 1, "n", "99.51", "Number is above 99.5."),
        ({"d": ["1999-12-31"]}, 1, "d", "1999-12-31", "Day is below 2000-01-01."),
        ({"q": ["x", ""]}, 2, "q", "", "Needed is required."),
        ({"p": ["AB-12", "AB-12\n"]}, 2, "p", "AB-12\n", "Formed does not have the form [A-Z]{2}-[0-9]+."),
        ({"p": ["AB-" + "1" * 500]}, 1, "p", "AB-" + "1" * 500, "Formed does not have the form [A-Z]{2}-[0-9]+."),
        ({"g": ["P6"]}, 1, "g", "P6", 'The list grade has no code "P6".'),
        ({"r": ["o1", "o3"]}, 2, "r", "o3", 'other has no row with the key "o3".'),
        ({"k": ["a", "b", "a"]}, 3, "k", "a", "The key a is there twice in main."),
        ({"k": ["a", ""]}, 2, "k", "", "The key (k) of a row of main is not complete."),
        ({"q": ["", "y"]}, 1, "q", "", "Needed is required."),
        ({"o": ["a"], "d": ["2028-01-01"]}, 1, "o", "a", 'The code "a" of old is not valid on 2028-01-01.'),
        ({"o": ["b"], "d": ["2028-05-31"]}, 1, "o", "b", 'The code "b" of old is not valid on 2028-05-31.'),
        ({"n": ["2", "1"], "i": ["1", "1"]}, 1, "", "", "The number is at most the whole."),
        ({"z": ["1"]}, 0, "z", "z", "main has no field z."),
    ],
)
def test_one_fault_each(columns: dict[str, list[str]], row: int, column: str, value: str, message: str) -> None:
    assert faults(**columns) == [(row, column, value, message)]


def test_codes_without_a_day_and_within_their_dates_are_fine() -> None:
    assert faults(o=["a", "a", "b"], d=["", "2027-12-31", "2028-06-01"]) == []


def test_rules_are_broken_only_when_false() -> None:
    assert faults(n=["2", "", "1"], i=["", "1", "1"]) == []


def test_references_to_what_was_not_submitted_are_not_faults() -> None:
    whole = plan(MAIN, OTHER)
    frame = pd.DataFrame({"k": ["1"], "q": ["x"], "r": ["o9"]})
    assert collect(whole, {"main": frame, "other": None}).faults == ()


def test_a_column_there_twice() -> None:
    frame = pd.DataFrame([["1", "2", "x"]], columns=["k", "k", "q"])
    found = collect(plan(MAIN, OTHER), {"main": frame}).faults
    assert [fault.message for fault in found] == ["A column of main is there twice."]


TYPED = {
    "n": [np.array([1.5, np.nan]), pd.array([1, None], "Int64"), pd.Series([Decimal("1.5"), None], dtype=object)],
    "i": [np.array([1.0, np.nan]), np.array([1, 2]), pd.array([1, None], "Int64"), pd.array(["1", None], "string")],
    "d": [
        np.array(["2028-01-31", "NaT"], "datetime64[ns]"),
        np.array(["2028-01-31", "NaT"], "datetime64[s]"),
        pd.Series([date(2028, 1, 31), None], dtype=object),
        pd.Series([datetime(2028, 1, 31), None], dtype=object),
    ],
    "t": [np.array(["2028-01-31T09:30:00.5", "NaT"], "datetime64[ns]"), pd.Series([datetime(2028, 1, 31, 9), None])],
    "f": [np.array([True, False]), pd.array([True, None], "boolean"), pd.Series([True, None], dtype=object)],
    "g": [pd.Categorical(["P5", None], ["P5", "no code, and unused"]), pd.array(["P5", None], "string")],
    "k": [pd.Series(["a", "b"], dtype=object), pd.Categorical(["a", "b"])],
}  # fmt: skip
WRONG = {
    "n": [
        np.array([np.inf, 1]), np.array([1234567890123456.0, 1]), pd.array([True, None], "boolean"),
        pd.Series(["x", 1.0], dtype=object),
    ],
    "i": [np.array([1.5, np.nan]), np.array([10**15, 1])],
    "d": [np.array(["2028-01-31T09:30", "NaT"], "datetime64[s]"), np.array(["1999-01-01", "NaT"], "datetime64[s]")],
    "t": [
        np.array(["2028-01-31T09:30:00.000000001", "NaT"], "datetime64[ns]"),
        pd.Series(pd.to_datetime(["2028-01-31T09:30:00Z", None])),
        pd.Series([date(2028, 1, 31), None], dtype=object),
    ],
    "f": [np.array([1, np.nan]), pd.Series([1, None], dtype=object)],
    "k": [pd.Series([1, "b"], dtype=object)],
    "g": [pd.Series([5, "P5"], dtype=object)],
}  # fmt: skip


@pytest.mark.parametrize(("name", "values"), [(name, each) for name, all_ in TYPED.items() for each in all_])
def test_typed_columns_are_taken(name: str, values: Any) -> None:
    assert faults(**{name: values}) == []


@pytest.mark.parametrize(("name", "values"), [(name, each) for name, all_ in WRONG.items() for each in all_])
def test_typed_columns_that_do_not_fit(name: str, values: Any) -> None:
    found = faults(**{name: values})
    assert [(row, column) for row, column, _, _ in found] == [(1, name)]


def test_numbers_keep_their_decimals() -> None:
    frame = pd.DataFrame({"k": ["1", "2", "3"], "q": "x", "n": [0.1, 2.675, np.nan], "i": ["5", "123456789012345", ""]})
    rows = collect(plan(MAIN, OTHER), {"main": frame}).rows["main"]
    assert rows["n"].places == 3
    assert rows["n"].whole.tolist()[:2] == [100, 2675]
    assert (rows["n"] * 3).eq(0.3).true.tolist() == [True, False, False]


def test_many_different_decimals_stay_exact() -> None:
    texts = ["0.000000000012345", "123456789012345", "-0.5"]
    field = {"k": Field("string", "K"), "v": Field("number", "V")}
    data = Dataset("data", "Data", field)
    rows = collect(plan(data), {"data": pd.DataFrame({"k": ["1", "2", "3"], "v": texts})}).rows["data"]
    assert [rows["v"].content(row) for row in range(3)] == [Decimal(text) for text in texts]


def test_the_newest_row_and_its_ties() -> None:
    source = Dataset(
        "source", "Source", {"g": Field("string", "G"), "d": Field("date", "D"), "v": Field("number", "V")}
    )
    newest = Dataset(
        "newest", "Newest", source.fields, source="source",
        compute=lambda rows, period: latest_by(rows, ("g",), "d", rows["v"].gt(0)),
    )  # fmt: skip
    frame = pd.DataFrame(
        [
            ["a", "2028-01-01", "1"], ["a", "2028-03-01", "2"], ["a", "2028-04-01", "-1"], ["b", "2028-01-01", "3"],
            ["b", "2028-01-01", "4"], ["", "2028-01-01", "5"], ["c", "", "6"],
        ],
        columns=["g", "d", "v"],
    )  # fmt: skip
    whole = plan(source, newest)
    data = derive(whole, collect(whole, {"source": frame}), YEAR)
    rows = data.rows["newest"]
    values = {rows["g"].content(row): rows["v"].content(row) for row in range(rows.length)}
    assert values["a"] == 2
    assert values[None] == 5
    assert set(values) == {"a", "b", None}
    assert data.faults == (Fault("newest", 0, "d", "b", Wrong("RBM712", "b has 2 newest rows, all of 2028-01-01.")),)


def test_csv_as_it_stands() -> None:
    frame, wrong = read_text("t", 'a,b\r\n"x, ""y""",NA\r\n\r\n"line\nbreak",\r\n')
    assert wrong == []
    assert frame.astype(object).to_numpy().tolist() == [['x, "y"', "NA"], ["line\nbreak", ""]]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n1\n1,2\n1,2,3\n", [1, 3]),
        (b'a,b\n1,"2\n', [1]),
        (b'a,b\n1,2\n1,"2"3\n', [2]),
        (b"a,b\n\xff,2\n", [0]),
    ],
)
def test_csv_that_is_none(content: bytes, rows: list[int]) -> None:
    frame, wrong = read_bytes("t", content)
    assert [fault.row for fault in wrong] == rows
    assert isinstance(frame, pd.DataFrame)


@pytest.mark.parametrize(("mark", "named"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_csv_that_is_parted_otherwise(mark: str, named: str) -> None:
    frame, wrong = read_bytes("t", f"a{mark}b\n1{mark}2,5\n".encode())
    assert frame.empty
    said = f"The columns are separated by {named}. Save the file with commas between them."
    assert wrong == [Fault("t", 0, "", "", Wrong("RBM717", said))]


def test_csv_of_nothing() -> None:
    assert read_bytes("t", b"")[0].empty
    assert len(read_bytes("t", b"\xef\xbb\xbfa,b\n")[0]) == 0


def test_columns_keep_codes_in_list_order() -> None:
    frame = pd.DataFrame({"k": ["1", "2"], "q": "x", "g": pd.Categorical(["NA", "P5"]), "d": ["", "2028-01-01"]})
    rows = collect(plan(MAIN, OTHER), {"main": frame}).rows["main"]
    assert isinstance(rows["g"], Texts)
    assert rows["g"].codes.tolist() == [2, 0]
    assert isinstance(rows["d"], Dates)
    assert rows["d"].values.dtype == "datetime64[D]"


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\x0b", "\ud800"])
def test_control_characters_are_faults_of_their_row(text: str) -> None:
    """In the words of `rbm-spec calc`, which reads files in another way."""
    _, faults = read_text("t", f'a,b\nA,\nB,"{text}"\nB,"{text}"\n')
    assert [(fault.row, fault.column, fault.value, fault.wrong) for fault in faults] == [
        (row, "b", text, unwanted(text)) for row in (2, 3)
    ]
    assert faults[0].code == "RBM706"
    assert faults[0].message.startswith("The cell holds ")
    assert unwanted("tab\tline\nreturn\r\u2028é") is None
