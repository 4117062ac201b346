"""What can be shown of formulas, against facts worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

import pytest

from rbm_spec.expr.algebra import Different, Equal, Undecided, compare
from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.movement import derivative_sign, sharp_range
from rbm_spec.expr.nodes import Call, Expr, Name, fold
from rbm_spec.expr.parser import parse
from rbm_spec.expr.ranges import ANY, NONNEGATIVE, Range, possible_range, slope_sign
from rbm_spec.expr.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT
from rbm_spec.kernel.values import Value
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.source import Where

DAY = date(2028, 1, 1)
PLAN = Path(__file__).parents[2] / "specs" / "itu_2028_2031"
WINDOW = Window(DAY, DAY, DAY, DAY, frozenset())


def tree(text: str) -> Expr:
    expr, problems = parse(text, Where("formula"))
    assert expr is not None, problems
    return expr


def between(low: str | None, high: str | None) -> Range:
    return Range(None if low is None else Fraction(low), None if high is None else Fraction(high))


POSITIVE = dict.fromkeys("abc", NONNEGATIVE)
SAME = [
    ("100 * a / b", "a / b * 100"),
    ("a + b + c", "c + (b + a)"),
    ("(a - b) / b", "(0 - b + a) / b"),
    ("a * (b + c)", "a * b + a * c"),
    ("(a + b) ^ 2", "a ^ 2 + 2 * a * b + b ^ 2"),
    ("a / (2 * b)", "0.5 * a / b"),
    ("1 / (a + b) + 1 / (b + c)", "1 / (c + b) + 1 / (b + a)"),
    ("-a", "0 - a"),
    ("coalesce(a, 0) + b", "b + coalesce(a, 0)"),
    ("floor(b + a) * 2", "floor(a + b) + floor(b + a)"),
    ("2 ^ 3 ^ 2", "512"),
    ("(a + b) ^ 32", "(b + a) ^ 32"),
    (" + ".join(f"x{i} / y{i}" for i in range(20)), " + ".join(f"x{i} / y{i}" for i in reversed(range(20)))),
    ("a > b and not c < 1", "c >= 1 and b < a"),
    ("a in (1, 2)", "a = 2 or 1 = a"),
    ("not (a = 1 or b = 2)", "a != 1 and b != 2"),
]
DIFFERENT = [
    ("a / b", "b / a"),
    ("100 * a / b", "a / b"),
    ("a - b", "b - a"),
    # `a / a` is missing where a is 0; 1 never is
    ("a / a", "1"),
    ("a * b / b", "a"),
    # where c is 0 the first is missing, and the second is a * 0 / b
    ("a / (b / c)", "a * c / b"),
    ("-2 ^ 2", "4"),
    ("a / 0", "1"),
    # 0.5 + 0.5 is 1, which no floor of a half is
    ("floor(a) + floor(b)", "floor(b + a)"),
    ("0 * a", "0"),
    ("a > b", "a >= b"),
    # a = 1 or not is missing where a is
    ("a = 1 or a != 1", "true"),
    ("coalesce(a, 0)", "a"),
]
UNKNOWN = [
    # the same for every number, but only equal shapes of `if` and `abs` are known to be
    ("if(a > 0, a, -a)", "if(0 - a < 0, a, -a)"),
    ("abs(a - b)", "abs(b - a)"),
    # too large to be written out
    ("(a + b) ^ 32", "(b + a) ^ 31 * (a + b)"),
    (" + ".join(f"x{i} / y{i}" for i in range(20)), "-(0 - (" + " + ".join(f"x{i} / y{i}" for i in range(20)) + "))"),
]


def answer(one: str, other: str) -> bool | None:
    return {Equal: True, Different: False, Undecided: None}[type(compare(tree(one), tree(other)))]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(*pair, answer) for pairs, answer in ((SAME, True), (DIFFERENT, False), (UNKNOWN, None)) for pair in pairs],
)
def test_compare(one: str, other: str, expected: bool | None) -> None:
    assert answer(one, other) is expected
    assert answer(other, one) is expected


TYPES = {"start": DATE, "end": DATE, "began": DATETIME, "ended": DATETIME, "left": BOOLEAN, "word": TEXT, "n": NUMBER}
ROWS = [
    ("-days(end, start)", "days(start, end)", True),
    ("hours(ended, began) + n", "n - hours(began, ended)", True),
    ("days(start, end) / 7", "-(days(end, start) / 7)", True),
    ("days(start, end)", "days(end, start)", False),
    # from 31 January to 28 February no month is complete; the other way round, counted back, neither is shown
    ("-months(end, start)", "months(start, end)", None),
    ("not left and add_months(start, 6) <= end", "not left and end >= add_months(start, 6)", True),
    ("not left and add_months(start, 6) <= end", "not left and add_months(start, 3) <= end", False),
    ('left and n = 1 and word = "x"', '"x" = word and left and 1 = n', True),
    ('left and word = "x"', 'left and word = "y"', False),
    ("left", "not left", False),
    ("start <= end", "not (start > end)", True),
]


@pytest.mark.parametrize(("one", "other", "expected"), ROWS)
def test_compare_over_rows(one: str, other: str, expected: bool | None) -> None:
    """Names have types here; values tried for one are never given to a name of another type."""

    def typed(node: Expr, args: list[Expr]) -> Expr:
        match node:
            case Name(parts=(name,)):
                return replace(node, type=TYPES[name], role="field")
            case Call():
                return replace(node, args=tuple(args))
        return node

    found = compare(fold(tree(one), typed), fold(tree(other), typed))
    assert type(found) is {True: Equal, False: Different, None: Undecided}[expected]


def test_a_difference_comes_with_a_point() -> None:
    # 7 / 7 is 1 as well; where a is 0 the quotient is missing
    found = compare(tree("a / a"), tree("1"))
    assert isinstance(found, Different)
    assert (found.at.point, found.at.first.reason, found.at.second.content) == ({"a": 0}, "zero_denominator", 1)


def test_names_that_are_never_missing() -> None:
    assert answer("a - a + b", "b") is False
    assert isinstance(compare(tree("a - a + b"), tree("b"), present=["a"]), Equal)


HOSTILE = [
    "(" * 60 + "a" + ")" * 60,
    "(a+b+c+d+e+f)^4/(a-b)^3 + (a*b*c-d)^5",
    "((a + b) ^ 32) ^ 32",
    "123456789012345 ^ 32 ^ 1 * a ^ 24",
    " + ".join(["a"] * 450),
    " * ".join(f"(a{i} + b{i})" for i in range(6)),
    "/".join(f"(x{i}+y)" for i in range(11)),
    "(a^12 + b^12 + c + 1)^2 / (a^11 - b^7 + c^3)",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_hostile_formulas_are_answered(formula: str) -> None:
    """One that is written the other way round is never called different."""
    assert answer(formula, f"0 + ({formula})") is not False
    derivative_sign(tree(formula), "a", POSITIVE)
    sharp_range(tree(formula), POSITIVE)


@pytest.mark.parametrize(
    ("formula", "ranges", "expected"),
    [
        # rises with a and falls with b: 0 / (0 + 5) and 10 / (10 + 1)
        ("a / (a + b)", {"a": between("0", "10"), "b": between("1", "5")}, between("0", "10/11")),
        # tends to 1 as a grows, and b makes it less; b / (a + b) is what is left
        ("a / (a + b)", POSITIVE, between("0", "1")),
        ("100 * a / (a + b + c)", POSITIVE, between("0", "100")),
        ("100 * (a + b) / (a + b + c)", POSITIVE, between("0", "100")),
        ("100 - 100 * a / (a + b)", POSITIVE, between("0", "100")),
        # from -1 where there is no a to 1 where there is no b
        ("(a - b) / (a + b)", POSITIVE, between("-1", "1")),
        ("1 - a / b", POSITIVE, between(None, "1")),
        # b may be below 0, and a + b next to it
        ("a / (a + b)", {"a": NONNEGATIVE}, ANY),
        # a * c / (a + b) grows with c
        ("a * c / (a + b)", POSITIVE, between("0", None)),
        ("100 * (a * c) / (a * c + b * c)", POSITIVE, between("0", "100")),
        # at 0 there is a jump from one end of the numbers to the other
        ("1 / a", {"a": between("-1", "1")}, ANY),
        ("a - a", {"a": between("0", "5")}, between("0", "0")),
        ("a ^ 3", {"a": between("-2", "3")}, between("-8", "27")),
    ],
)
def test_sharp_range(formula: str, ranges: dict[str, Range], expected: Range) -> None:
    assert sharp_range(tree(formula), ranges) == expected


@pytest.mark.parametrize(
    ("formula", "name", "ranges", "sign"),
    [
        ("100 * a / b", "a", POSITIVE, 1),
        ("100 * a / b", "b", POSITIVE, -1),
        ("100 * a / b", "c", POSITIVE, 0),
        ("100 - a", "a", {}, -1),
        ("a - b", "b", {}, -1),
        # d/da a / (a + b) = b / (a + b)^2
        ("a / (a + b)", "a", POSITIVE, 1),
        ("a / (a + b)", "b", POSITIVE, -1),
        # d/da (a - b) / (a + b) = 2 b / (a + b)^2
        ("(a - b) / (a + b)", "a", POSITIVE, 1),
        ("a - a", "a", {}, 0),
        ("(a + b) ^ 2 - a ^ 2 - 2 * a * b", "a", {}, 0),
        # 2 a - 3 changes its sign at 1.5
        ("a ^ 2 - 3 * a", "a", POSITIVE, None),
        ("a * b", "a", {}, None),
        ("a * b", "a", {"b": between(None, "0")}, -1),
        # in steps, but never down
        ("floor(a)", "a", {}, 1),
        ("round(100 * a / b, 1)", "b", POSITIVE, -1),
        ("ceil(a * b)", "a", {}, None),
        # a distance falls until a is b and rises from there
        ("abs(a - b)", "a", {}, None),
        ("abs(a - b)", "a", {"a": between("5", None), "b": between("0", "5")}, 1),
        ("abs(a - b)", "b", {"a": between("5", None), "b": between("0", "5")}, -1),
        # in both branches the same way, and the condition is about something else
        ("if(c > 1, round(a / b, 0), a)", "a", POSITIVE, 1),
        ("if(c > 1, a, -a)", "a", POSITIVE, None),
        ("coalesce(a, 0)", "a", {}, 1),
        ("if(b > 0, a, 2 * a)", "a", {}, 1),
        ("if(a > 5, 0, a)", "a", {}, None),
        ("min(a, 100)", "a", {}, 1),
    ],
)
def test_derivative_sign(formula: str, name: str, ranges: dict[str, Range], sign: int | None) -> None:
    assert derivative_sign(tree(formula), name, ranges) == sign


@pytest.mark.parametrize(
    ("formula", "ranges", "expected"),
    [
        ("a + b", POSITIVE, between("0", None)),
        ("a - b", POSITIVE, ANY),
        ("100 * a", {"a": between("0", "1")}, between("0", "100")),
        ("100 - a", {"a": between("0", "100")}, between("0", "100")),
        ("a * b", {"a": between("-2", "3"), "b": between("-1", "5")}, between("-10", "15")),
        ("1 / a", {"a": between("2", "4")}, between("1/4", "1/2")),
        ("1 / a", {"a": between("-4", "-2")}, between("-1/2", "-1/4")),
        ("1 / a", {"a": between("-1", "1")}, ANY),
        ("a / b", POSITIVE, between("0", None)),
        ("abs(a)", {"a": between("-3", "2")}, between("0", "3")),
        ("abs(a)", {"a": between("-3", "-2")}, between("2", "3")),
        ("min(a, 100)", {"a": between("0", None)}, between("0", "100")),
        ("max(a, 0)", {}, between("0", None)),
        ("if(a > 0, 1, 2)", {}, between("1", "2")),
        ("a ^ 2", {}, between("0", None)),
        ("a ^ 3", {}, ANY),
        ("days(x, y)", {"days(x, y)": NONNEGATIVE}, between("0", None)),
        ("days(y, x)", {"days(x, y)": NONNEGATIVE}, ANY),
        ("month(x)", {}, between("1", "12")),
        ("-a", {"a": between("1", None)}, between(None, "-1")),
    ],
)
def test_possible_range(formula: str, ranges: dict[str, Range], expected: Range) -> None:
    assert possible_range(tree(formula), ranges) == expected


FORMULAS = [
    "a * b - a / b", "(a + b) / (a - b)", "abs(a - b) * b", "min(a, b, 2) + max(a, -b)", "a ^ 2 * b ^ 3", "1 / (a * b)",
    "if(a > b, a, b) / 2", "coalesce(a, b) - b", "-(a + b) * (a - 1)", "a / (b / a)", "(a - 2) ^ 4 / b", "a - b * a",
    "floor(a) * b", "abs(a) - ceil(b)", "round(a / b, 0)",
]  # fmt: skip
POINTS = [Fraction(n, 2) for n in range(-4, 5)]
INTERVALS = [("-2", "2"), ("0", "2"), ("-2", "0"), ("1", "2"), ("-2", "-1"), ("0", "0")]


def value(expr: Expr, a: Fraction, b: Fraction) -> object:
    def lookup(name: Name) -> Value:
        return Value(a if name.dotted == "a" else b)

    return evaluate(expr, lookup, WINDOW).content


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_value_lies_outside_and_no_step_goes_the_other_way(formula: str) -> None:
    """Every value that the reference evaluator gets on a grid is in the range, and moves as the sign says."""
    expr = tree(formula)
    for each in product(INTERVALS, INTERVALS):
        ranges = dict(zip("ab", (between(*pair) for pair in each), strict=True))
        inside = {name: [point for point in POINTS if known.holds(point)] for name, known in ranges.items()}
        found, sign = possible_range(expr, ranges), slope_sign(expr, "a", ranges)
        for b in inside["b"]:
            row = [(a, value(expr, a, b)) for a in inside["a"]]
            assert all(found.holds(y) for _, y in row if isinstance(y, Fraction)), (each, row, found)
            for (_, before), (_, after) in pairwise(row):
                if sign is not None and isinstance(before, Fraction) and isinstance(after, Fraction):
                    assert (after - before) * sign >= 0, (each, row, sign)
                    assert sign != 0 or after == before


def test_checking_a_plan_of_plain_formulas_does_not_load_sympy() -> None:
    program = (
        "import sys; from pathlib import Path; from rbm_spec.pipeline import check;"
        f"plan = check(Path({str(PLAN)!r})).plan; sys.exit(plan is None or 'sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
