"""LaTeX as Word (through pandoc), browsers and GitHub read it."""

from __future__ import annotations

from collections.abc import Sequence

from rbm_spec.targets.equation.notation import Notation
from rbm_spec.targets.equation.text import upright


def _number(text: str) -> str:
    """A comma between digits is not followed by a gap when it stands in braces."""
    return text.replace(",", "{,}")


def _lines(lines: Sequence[str]) -> str:
    return r"\begin{array}{c}" + r" \\ ".join(map(upright, lines)) + r"\end{array}"


LATEX = Notation(
    signs={
        "or": "«0» «words» «1»",
        "and": "«0» «words» «1»",
        "not": "«words» «0»",
        "=": "«0» = «1»",
        "!=": r"«0» \ne «1»",
        "<": "«0» < «1»",
        "<=": r"«0» \le «1»",
        ">": "«0» > «1»",
        ">=": r"«0» \ge «1»",
        "in": r"«0» \in \left\{«rest»\right\}",
        "in_period": r"«0» \in «words»",
        "in_plan": r"«0» \in «words»",
        "is_missing": "«0» «words»",
        "is_present": "«0» «words»",
        "+": "«0» + «1»",
        "-": "«0» - «1»",
        "neg": "-«0»",
        "*": r"«0» \times «1»",
        "/": r"\frac{«0»}{«1»}",
        "^": "«0»^{«1»}",
        "if": r"\begin{cases}«1» & «words» «0» \\ «2» & «otherwise»\end{cases}",
        "abs": r"\left|«0»\right|",
        "floor": r"\left\lfloor «0»\right\rfloor",
        "ceil": r"\left\lceil «0»\right\rceil",
        "min": r"\min\left(«all»\right)",
        "max": r"\max\left(«all»\right)",
        "brackets": r"\left(«0»\right)",
        "named": r"«words»\left(«all»\right)",
        "equals": "«0» = «1»",
        "about": r"«0» \approx «1»",
        "counted": r"\underset{«rows»}{«words»}",
        "over rows": r"\underset{«rows»}{«words»} «0»",
        "sum": r"\sum_{«rows»} «0»",
        "smallest": r"\min_{«rows»} «0»",
        "largest": r"\max_{«rows»} «0»",
    },
    name=upright,
    words=upright,
    number=_number,
    separator=lambda sign: f"{sign} ",
    lines=_lines,
)
