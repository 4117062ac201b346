"""How strongly each operator and function of the catalogue binds in an equation, whatever the notation.

`needs` is the strength that an argument must have to stand there without brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHOICE, LOGIC_OR, LOGIC_AND, LOGIC_NOT, COMPARISON, SUM, PRODUCT, QUOTIENT, POWER, LABEL, ATOM = range(11)


@dataclass(frozen=True, slots=True)
class Shape:
    """One operator. `needs` holds one strength for each argument, the last one for all that follow."""

    strength: int
    needs: tuple[int, ...]


COMPARED = Shape(COMPARISON, (SUM, SUM))
TESTED = Shape(COMPARISON, (SUM,))
FENCED = Shape(ATOM, (LOGIC_OR,))

SHAPES: Mapping[str, Shape] = {
    "or": Shape(LOGIC_OR, (LOGIC_OR, LOGIC_AND)),
    "and": Shape(LOGIC_AND, (LOGIC_AND, LOGIC_NOT)),
    "not": Shape(LOGIC_NOT, (COMPARISON + 1,)),
    "=": COMPARED, "!=": COMPARED, "<": COMPARED, "<=": COMPARED, ">": COMPARED, ">=": COMPARED,
    "in": Shape(COMPARISON, (SUM, COMPARISON)),
    "in_period": TESTED, "in_plan": TESTED, "is_missing": TESTED, "is_present": TESTED,
    "+": Shape(SUM, (SUM, PRODUCT)),
    "-": Shape(SUM, (SUM, PRODUCT)),
    "neg": Shape(SUM, (PRODUCT,)),
    "*": Shape(PRODUCT, (PRODUCT, QUOTIENT)),
    "/": Shape(QUOTIENT, (LOGIC_OR, LOGIC_OR)),
    "^": Shape(POWER, (ATOM, LOGIC_OR)),
    "if": Shape(CHOICE, (LOGIC_OR, LOGIC_OR, LOGIC_OR)),
    "abs": FENCED, "floor": FENCED, "ceil": FENCED, "min": FENCED, "max": FENCED,
}  # fmt: skip

NAMED = (
    "days", "working_days", "months", "hours", "add_days", "add_months", "year", "month", "quarter", "coalesce",
    "round",
)  # fmt: skip
"""Functions without a sign of their own: their words, then the arguments in brackets. A test sees that every
function is in a table."""
