"""What it takes, against changes worked out by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from rbm_spec.expr.points import WINDOW
from rbm_spec.kernel.definitions import Condition
from rbm_spec.solve.change import Change, Limits, Problem, change
from tests.expr.test_algebra import tree

WHOLE = Limits(low=F(0), step=F(1))
CENTS = Limits(low=F(0), step=F(1, 100))
ANY = Limits()
VALUES = {"a": 64, "b": 80, "c": 3}


def problem(formula: str, kind: str, *numbers: str, **values: int) -> Problem:
    known = {name: F(value) for name, value in {**VALUES, **values}.items()}
    return Problem(tree(formula), known, Condition(kind, tuple(map(F, numbers))), WINDOW)


def ways(found: Change) -> tuple[F | None, F | None]:
    return found.up and found.up.value, found.down and found.down.value


@pytest.mark.parametrize(
    ("asked", "name", "limits", "expected"),
    [
        # 95 % of 80 is 76
        (problem("100 * a / b", "at_least", "95"), "a", WHOLE, (76, None)),
        # 95.1 % of 80 is 76.08: 76 are not enough
        (problem("100 * a / b", "at_least", "95.1"), "a", WHOLE, (77, None)),
        # 64 of 67 are 95.52 %, of 68 only 94.1 %
        (problem("100 * a / b", "at_least", "95"), "b", WHOLE, (None, 67)),
        # the part cannot exceed its whole
        (problem("100 * a / b", "at_least", "101"), "a", Limits(F(0), F(80), F(1)), (None, None)),
        (problem("100 * a / b", "at_least", "101"), "a", WHOLE, (81, None)),
        # above and below: a / (a + 16) is 0.95 at 304, 64 / (64 + b) at 64 / 0.95 - 64 = 3.4, and 1 only at b = 0
        (problem("100 * a / (a + b)", "at_least", "95", b=16), "a", WHOLE, (304, None)),
        (problem("100 * a / (a + b)", "at_least", "95", b=16), "b", WHOLE, (None, 3)),
        (problem("100 * a / (a + b)", "at_least", "100", b=16), "a", WHOLE, (None, None)),
        (problem("100 * a / (a + b)", "at_least", "100", b=16), "b", WHOLE, (None, 0)),
        # exactly two thirds of 80 are no whole number
        (problem("100 * a / b", "exactly", "66.6"), "a", WHOLE, (None, None)),
        (problem("a / b", "exactly", "0.5"), "a", WHOLE, (None, 40)),
        # 3 out of 4 of 80
        (problem("a / b", "k_of_n", "3", "4", a=59), "a", WHOLE, (60, None)),
        # below 30: a mean of days has no step; the boundary itself is in
        (problem("a", "at_most", "30"), "a", ANY, (None, 30)),
        # one third is rounded to the safe side
        (problem("3 * a", "at_least", "200"), "a", ANY, (F("66.7"), None)),
        # money: 10.005 cents do not exist
        (problem("a / 2", "at_least", "32.0025"), "a", CENTS, (F("64.01"), None)),
        # between 20 and 30, from above and from below
        (problem("a", "between", "20", "30"), "a", WHOLE, (None, 30)),
        (problem("a", "between", "20", "30", a=3), "a", WHOLE, (20, None)),
        (problem("a", "toward", "50", "5"), "a", WHOLE, (None, 55)),
        # a square: 10 and -10
        (problem("c ^ 2", "at_least", "100"), "c", Limits(step=F(1)), (10, -10)),
        # c^2 >= 2 begins at the root of two
        (problem("c ^ 2", "at_least", "2", c=0), "c", Limits(), (F("1.5"), F("-1.5"))),
        (problem("c ^ 2", "at_least", "2", c=0), "c", Limits(step=F(1, 100)), (F("1.42"), F("-1.42"))),
        # pieces: capped at 100, so 120 is never reached
        (problem("min(100 * a / b, 100)", "at_least", "100"), "a", WHOLE, (80, None)),
        (problem("min(100 * a / b, 100)", "at_least", "120"), "a", WHOLE, (None, None)),
        (problem("if(a > 70, 10, 5)", "at_least", "10"), "a", WHOLE, (71, None)),
        (problem("abs(a - b)", "at_least", "20"), "a", WHOLE, (100, 60)),
        (problem("max(a, c) - c", "at_most", "0"), "a", WHOLE, (None, 3)),
        # on the other side of a pole: a / (b - 60) is 64 at b = 61, and nothing at 60
        (problem("a / (b - 60)", "at_least", "10"), "b", WHOLE, (None, 66)),
        (problem("a / (b - 60)", "at_most", "-1"), "b", WHOLE, (None, 59)),
        # rounding: tried one by one. floor(65 / 5) is 13
        (problem("floor(a / 5)", "at_least", "13"), "a", WHOLE, (65, None)),
        # coalesce gives the first once there is something to divide by
        (problem("coalesce(a / c, 0)", "at_least", "1", c=0), "c", WHOLE, (1, None)),
    ],
)
def test_change(asked: Problem, name: str, limits: Limits, expected: tuple[F | None, F | None]) -> None:
    assert not asked.meets(name, asked.values[name])  # type: ignore[arg-type]
    found = change(asked, name, limits)
    assert ways(found) == expected
    for way, sign in ((found.up, 1), (found.down, -1)):
        if way is not None:
            assert asked.meets(name, way.value)
            if limits.step:
                assert not asked.meets(name, way.value - sign * limits.step)


@pytest.mark.parametrize(("formula", "name"), [("a - a", "a"), ("a / b", "c"), ("a + 0 * c", "c"), ("max(a, 0)", "c")])
def test_no_effect(formula: str, name: str) -> None:
    assert change(problem(formula, "at_least", "1000"), name, ANY).no_effect


def test_where_a_row_of_values_ends() -> None:
    found = change(problem("a", "between", "20", "30"), "a", WHOLE)
    assert found.down is not None
    assert found.down.until == 20
    found = change(problem("100 * a / b", "at_least", "95"), "b", Limits(low=F(64), step=F(1)))
    assert found.down is not None
    assert found.down.until is None


@pytest.mark.parametrize(
    "formula", ["(" * 50 + "a" + ") ^ 3" * 50, " * ".join(["(a + b / a)"] * 40), "+".join(["abs(a - 1)"] * 40)]
)
def test_hostile_formulas_are_answered(formula: str) -> None:
    change(problem(formula, "at_least", "1000000000000000"), "a", WHOLE)
