"""Which patterns a field may demand, and that none of them can be made slow."""

from __future__ import annotations

import pytest

from rbm_spec.plan.patterns import MAX_LENGTH, matches, problem


@pytest.mark.parametrize(
    "pattern",
    ["VN-[0-9]{4}-[0-9]{3}(/[0-9]{1,2}|)", "[A-Z][a-z]+ [0-9]*", r"[^\]]{3}\.x", "(a|b)c?", ".+@.+", "[٠-٩]{2}"],
)
def test_allowed(pattern: str) -> None:
    assert problem(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+", "(a|a)*b", "a**", r"(.)\1", "(?=a)a", r"\d+", "^a$", ".*.*.*", "(", ")", "[a", "a{2}{3}", "[z-a]",
        "a{0,999}" * 3, "x" * 201,
    ],
)  # fmt: skip
def test_refused(pattern: str) -> None:
    assert problem(pattern) is not None


def test_a_pattern_covers_the_whole_text() -> None:
    assert matches("[a-z]+", "abc")
    assert not matches("[a-z]+", "abc\n")
    assert not matches("[a-z]+", "../../x")
    assert not matches("[0-9]+", "٣")


def test_long_text_never_matches() -> None:
    assert matches(".+", "x" * MAX_LENGTH)
    assert not matches(".+", "x" * (MAX_LENGTH + 1))
