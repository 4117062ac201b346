"""What people type is put right where it can mean one thing only; what can mean two is refused with both."""

from __future__ import annotations

import pytest

from rbm_spec.expr.types import Kind, Type
from rbm_spec.ingest.careless import put_right
from rbm_spec.model.spec import FieldSpec
from rbm_spec.plan.model import Field
from rbm_spec.source import Where

CODES = {"F": None, "NA": None}


def field(kind: str, unit: str | None = None) -> Field:
    spec = FieldSpec(kind, None, None, None, unit, "Label", None, False, None, None, None, Where("x.yaml"))
    return Field("x", Type(Kind.TEXT), "Label", spec)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "９５ %", "0.95"),
        ("number", "95\u00a0%", "0.95"),
        ("number", "١٢٫٥", "12.5"),
        ("number", "−5", "-5"),
        ("number", "+5", "5"),
        ("number", ".5", "0.5"),
        ("number", "1,234.5", "1234.5"),
        ("number", "n/a", ""),
        ("number", "–", ""),
        ("number", " ", ""),
        ("integer", "1\u202f234", "1234"),
        ("integer", "12.0", "12"),
        ("integer", "1,234,567", "1234567"),
        ("money", "1’234.50", "1234.5"),
        ("boolean", "TRUE", "true"),
        ("date", "31.12.2028", "2028-12-31"),
        ("date", "05/05/2028", "2028-05-05"),
        ("date", "2028/2/1", "2028-02-01"),
        ("date", "2028-02-01 00:00:00", "2028-02-01"),
        ("date", "２０２８-０２-０１", "2028-02-01"),
        ("datetime", "2028-02-01 9:30", "2028-02-01T09:30"),
        ("string", " a\u00a0", "a"),
        ("code", "Ｆ ", "F"),
        ("code", "NA", "NA"),  # Namibia
        ("code", "n/a", ""),
    ],
)
def test_put_right(kind: str, text: str, expected: str) -> None:
    read = put_right(field(kind), text, CODES, "en")
    assert (read.text, read.refused) == (expected, "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "1.234"), ("number", "(5)"), ("number", "1_000"), ("number", "1e5"), ("number", "NaN"),
        ("number", "1 2"), ("number", "5 %%"), ("number", "1,23,45"), ("number", "=1+1"), ("integer", "95 %"),
        ("integer", "1.5"), ("date", "1/2/28"), ("date", "2028-02-30"), ("date", "2028-02-01 12:00"),
        ("string", "１"), ("code", "f"), ("boolean", "ja"), ("money", "95 %"), ("number", "1" * 300 + " %"),
    ],
)  # fmt: skip
def test_left_as_it_is(kind: str, text: str) -> None:
    read = put_right(field(kind), text, CODES, "en")
    assert (read.text, read.refused) == (text, "")


@pytest.mark.parametrize(
    ("kind", "text", "refused"),
    [
        (
            "date",
            "01/02/2028",
            '"01/02/2028" can be 1 February 2028 or 2 January 2028. Write 2028-02-01 or 2028-01-02.',
        ),
        ("number", "1,234", '"1,234" can be 1234 or 1.234. Write one of these.'),
        ("number", "1,5", 'Decimals follow a point here: write 1.5 if that is meant by "1,5".'),
        ("money", "1 200,75", 'Decimals follow a point here: write 1200.75 if that is meant by "1 200,75".'),
        ("money", "1 200,750", 'Decimals follow a point here: write 1200.750 if that is meant by "1 200,750".'),
    ],
)
def test_refused_with_the_way_out(kind: str, text: str, refused: str) -> None:
    assert put_right(field(kind), text, CODES, "en").refused == refused


@pytest.mark.parametrize(("text", "expected"), [("1,5", "1.5"), ("1.234,5", "1234.5"), ("1 234,5", "1234.5")])
def test_the_comma_of_the_language(text: str, expected: str) -> None:
    assert put_right(field("number"), text, CODES, "fr").text == expected


def test_percent_of_a_field_in_percent() -> None:
    assert put_right(field("number", "percent"), "95 %", CODES, "en").text == "95"
