"""How each operator and function of the catalogue is typeset, and how strongly it binds.

`<0>`, `<1>` … are the arguments, `<rest>` all but the first, `<all>` all; `<words>` is the operator's phrase in the
language of the document. `needs` is the strength that an argument must have to stand there without brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHOICE, LOGIC_OR, LOGIC_AND, LOGIC_NOT, COMPARISON, SUM, PRODUCT, QUOTIENT, POWER, LABEL, ATOM = range(11)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One operator in LaTeX. `needs` holds one strength for each argument, the last one for all that follow."""

    latex: str
    strength: int
    needs: tuple[int, ...]


def _infix(sign: str, strength: int, left: int, right: int) -> Spelling:
    return Spelling(f"<0> {sign} <1>", strength, (left, right))


def _compared(sign: str) -> Spelling:
    return _infix(sign, COMPARISON, SUM, SUM)


SPELLINGS: Mapping[str, Spelling] = {
    "or": _infix("<words>", LOGIC_OR, LOGIC_OR, LOGIC_AND),
    "and": _infix("<words>", LOGIC_AND, LOGIC_AND, LOGIC_NOT),
    "not": Spelling("<words> <0>", LOGIC_NOT, (COMPARISON + 1,)),
    "=": _compared("="),
    "!=": _compared(r"\ne"),
    "<": _compared("<"),
    "<=": _compared(r"\le"),
    ">": _compared(">"),
    ">=": _compared(r"\ge"),
    "in": Spelling(r"<0> \in \left\{<rest>\right\}", COMPARISON, (SUM, COMPARISON)),
    "in_period": Spelling(r"<0> \in <words>", COMPARISON, (SUM,)),
    "in_plan": Spelling(r"<0> \in <words>", COMPARISON, (SUM,)),
    "is_missing": Spelling("<0> <words>", COMPARISON, (SUM,)),
    "is_present": Spelling("<0> <words>", COMPARISON, (SUM,)),
    "+": _infix("+", SUM, SUM, PRODUCT),
    "-": _infix("-", SUM, SUM, PRODUCT),
    "neg": Spelling("-<0>", SUM, (PRODUCT,)),
    "*": _infix(r"\times", PRODUCT, PRODUCT, QUOTIENT),
    "/": Spelling(r"\frac{<0>}{<1>}", QUOTIENT, (LOGIC_OR,)),
    "^": Spelling("<0>^{<1>}", POWER, (ATOM, LOGIC_OR)),
    "if": Spelling(
        r"\begin{cases}<1> & <words> <0> \\ <2> & <otherwise>\end{cases}", CHOICE, (LOGIC_OR, LOGIC_OR, LOGIC_OR)
    ),
    "abs": Spelling(r"\left|<0>\right|", ATOM, (LOGIC_OR,)),
    "floor": Spelling(r"\left\lfloor <0>\right\rfloor", ATOM, (LOGIC_OR,)),
    "ceil": Spelling(r"\left\lceil <0>\right\rceil", ATOM, (LOGIC_OR,)),
    "min": Spelling(r"\min\left(<all>\right)", ATOM, (LOGIC_OR,)),
    "max": Spelling(r"\max\left(<all>\right)", ATOM, (LOGIC_OR,)),
}

NAMED = (
    "days", "working_days", "months", "hours", "add_days", "add_months", "year", "month", "quarter", "coalesce",
    "round",
)  # fmt: skip
"""Functions without a sign of their own: their words, then the arguments in brackets."""

UNSUPPORTED: Mapping[str, str] = {}
"""What has no equation, with the reason that is printed in its place. A test sees that nothing is in neither table."""
