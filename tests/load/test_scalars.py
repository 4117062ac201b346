"""What goes without quotes, and what is refused with the way out."""

from __future__ import annotations

import pytest

from rbm_spec.load.gate import read_tree
from rbm_spec.load.scalars import Refused, key, typed

ACCEPTED = {
    "null": None,
    "": None,
    "true": True,
    "false": False,
    "0": 0,
    "-7": -7,
    "2031": 2031,
    "123456789012345": 123456789012345,
    "0.5": 0.5,
    "-12.25": -12.25,
    "2.675": 2.675,
    "2028-01-31": "2028-01-31",
    "2028-02-29": "2028-02-29",
    "0.1.0": "0.1.0",
    "2028-Q2": "2028-Q2",
    "2028-2029": "2028-2029",
    "n/a": "n/a",
    "No answer": "No answer",
    "nO": "nO",
    "tbd": "tbd",
    "10 000": "10 000",
    "31/12/2028": "31/12/2028",
    "P5": "P5",
    "1/3": "1/3",
    "a = 1": "a = 1",
    "-x": "-x",
}
AMBIGUOUS = (
    *("y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"),
    *("True", "TRUE", "False", "FALSE", "Null", "NULL", "~"),
    *("012", "-012", "08", "007", "0o12", "0x1F", "0xA", "0b101", "1_000", "1_0.5", "1,000"),
    *("1:30", "190:20:30", "1:30.5", "1e3", "1.5e3", "1E-3", ".5", "5.", "+1", "+0.5"),
    *(".inf", "-.inf", ".Inf", ".nan", ".NaN", "=", "<<", "-", "2028-01-31T09:30:00"),
)


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str) -> None:
    value = typed(text)
    assert value == ACCEPTED[text]
    assert type(value) is type(ACCEPTED[text])


@pytest.mark.parametrize("text", [*AMBIGUOUS, "2028-01-31 09:30:00", "2028-01-31 09:30:00 +01:00"])
def test_ambiguous(text: str) -> None:
    refused = typed(text)
    assert isinstance(refused, Refused)
    assert refused.rule.code == "RBM111"
    assert text in refused.message


@pytest.mark.parametrize("text", ["2027-02-29", "2028-13-01", "2028-04-31", "0000-01-01"])
def test_a_date_that_does_not_exist(text: str) -> None:
    refused = typed(text)
    assert isinstance(refused, Refused)
    assert refused.rule.code == "RBM113"
    assert text in refused.message


def test_a_date_with_too_few_digits_is_written_out_in_the_hint() -> None:
    refused = typed("2028-1-5")
    assert isinstance(refused, Refused)
    assert refused.hint == "Write 2028-01-05."


@pytest.mark.parametrize("text", ["1234567890123456", "-0.1234567890123456", "9" * 5000])
def test_sixteen_digits_are_too_many(text: str) -> None:
    refused = typed(text)
    assert isinstance(refused, Refused)
    assert refused.rule.code == "RBM114"
    assert len(refused.message) < 200


def test_fifteen_digits_after_the_point_are_not() -> None:
    assert typed("0.123456789012345") == 0.123456789012345


@pytest.mark.parametrize("text", ["2031", "2028-01-01", "geneva", "P5", "-1"])
def test_keys_are_text_as_written(text: str) -> None:
    assert key(text) == text


@pytest.mark.parametrize("text", ["no", "Y", "true", "null", "1.5", "012", "1:30", "2027-02-29"])
def test_keys_that_are_refused(text: str) -> None:
    assert isinstance(key(text), Refused)


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", AMBIGUOUS)
def test_quotes_settle_it(text: str, quote: str) -> None:
    tree, findings = read_tree("x.yaml", f"{quote}{text}{quote}: {quote}{text}{quote}".encode())
    assert tree is not None
    assert tree.data == {text: text}
    assert findings == []
