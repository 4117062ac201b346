"""How much of a period was submitted, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from rbm_spec.kernel.periods import parse
from rbm_spec.kernel.submissions import EVERYTHING, Submissions

START = date(2028, 1, 1)


@pytest.mark.parametrize(
    ("label", "frequency", "submitted", "share"),
    [
        ("2028", "annual", [], "none"),
        ("2028", "annual", ["2028"], "whole"),
        ("2028", "annual", ["2027", "2029"], "none"),
        ("2028", "annual", ["2028-Q1", "2028-Q2", "2028-Q3", "2028-Q4"], "whole"),
        ("2028", "annual", ["2028-Q4", "2028-Q2", "2028-Q1"], "part"),
        ("2028-Q2", "quarterly", ["2028"], "whole"),
        ("2028-2029", "biennial", ["2028"], "part"),
        ("2028-2029", "biennial", ["2029"], "part"),
        ("2028-2029", "biennial", ["2029", "2028"], "whole"),
        ("2028-2029", "biennial", ["2028", "2028-Q1", "2029"], "whole"),
        ("2030", "plan", ["2028", "2029"], "part"),
        ("2030", "plan", ["2028", "2029", "2030"], "whole"),
    ],
)
def test_share(label: str, frequency: str, submitted: list[str], share: str) -> None:
    shapes = {4: "annual", 7: "quarterly", 9: "biennial"}
    found = [parse(each, shapes[len(each)], START) for each in submitted]
    spans = [(each.start, each.end) for each in found if each is not None]
    period = parse(label, frequency, START)
    assert period is not None
    assert Submissions({"items": spans}).share("items", period) == share


def test_what_nobody_says_is_there() -> None:
    period = parse("2028", "annual", START)
    assert period is not None
    assert EVERYTHING.share("items", period) == "whole"
