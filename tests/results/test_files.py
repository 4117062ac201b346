"""What figures look like in files: cells that can be read back, numbers in full, targets in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbm_spec import resources
from rbm_spec.kernel.lines import cell_text, csv_text
from rbm_spec.kernel.release import Observation
from rbm_spec.results.facts import facts
from rbm_spec.results.files import Provenance, to_csv
from tests.targets.plans import compiled, starter

SOURCE = Provenance("starter_plan", "0.1.0", "2028", "s", "d")


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ((), ""),
        ((("grade", "P5"),), "grade=P5"),
        ((("grade", "P5"), ("gender", None)), "grade=P5;gender="),
        ((("name", "a;b=c%d"),), "name=a%3Bb%3Dc%25d"),
        ((("name", "日本 \x1b[31m\n"),), "name=日本 %1B[31m%0A"),
    ],
)
def test_cells(by: tuple[tuple[str, str | None], ...], text: str) -> None:
    assert cell_text(by) == text


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b.c"]), st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
)
def test_cells_can_be_read_back(by: list[tuple[str, str]]) -> None:
    text = cell_text(tuple(by))
    parts = [part.partition("=") for part in text.split(";")] if text else []
    assert [(path, unquote(code)) for path, _, code in parts] == by
    assert text.isprintable()


def test_nothing_in_csv_is_hidden() -> None:
    """Line ends, colours and marks that turn the direction of text are escapes."""
    text = csv_text(("a", "b"), [["x\x1b[31m\r\n", True], ["\u202e", None]])
    assert text == "a,b\nx\\x1b[31m\\r\\n,true\n\\u202e,\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("\u00a0 =1+1", "\\xa0 =1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("- item", "'- item"),
        ("-14648.5", "-14648.5"),
        ("-7", "-7"),
        ("1 out of 2", "1 out of 2"),
        ("a=1", "a=1"),
        ("\u22127.5", "\u22127.5"),
    ],
)
def test_nothing_in_csv_is_a_formula(text: str, written: str) -> None:
    """As in the list of the Open Worldwide Application Security Project; numbers stay numbers."""
    assert csv_text(("a",), [[text]]) == f"a\n{written}\n"


def observation(value: object, **changes: object) -> Observation:
    """One figure of the starter plan in 2028."""
    known = {
        "indicator": "answer_time", "component": "", "period": "2028", "by": (), "value": value, "published": "7.0",
        "reason": None, "status": "A", "confidentiality": "F", "n": 2, "assessment": None,
    }  # fmt: skip
    return Observation(**{**known, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7), "7.0"),
        (Fraction(200, 3), "66.66666666666667"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(10**15), "1000000000000000"),
        (Fraction("-0.07"), "-0.07"),
        (True, "true"),
        (None, ""),
    ],
)
def test_numbers_are_written_in_full(value: object, text: str) -> None:
    (fact,) = facts(starter(), [observation(value)])
    line = to_csv([fact], SOURCE).splitlines()[1]
    assert Decimal(line.split(",")[4]) == Decimal(text) if text[-1:].isdigit() else line.split(",")[4] == text
    assert "E" not in line


def test_targets_in_words() -> None:
    """The target of the year, and a point on the way to it: 10 in 2027 and 4 in 2031 make 8.5 in 2028."""
    folder = resources.generators() / "init"
    text = (folder / "indicators" / "answer_time.yaml").read_text()
    text = text.replace("value: tbd}", "value: 10}").replace("{2031: tbd}", "{2031: {at_most: 4}}\ntrajectory: linear")
    plan = compiled(folder, {"indicators/answer_time.yaml": text})
    said = [
        fact.target
        for fact in facts(
            plan,
            [
                observation(Fraction(7)),
                observation(Fraction(7), period="2031"),
                observation(Fraction(7), by=(("office", "north"),)),
            ],
        )
    ]
    assert said == ["at most 8.5", "at most 4", None]
