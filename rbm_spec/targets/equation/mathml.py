"""MathML as browsers draw it by themselves: elements and attributes of MathML Core and no others.

Equations run from left to right in every language; words that run the other way do so inside their own element, so
that they turn nothing else around. Choices are aligned by the class `choices`; pages that show equations have its rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

from rbm_spec.targets.equation.notation import Notation
from rbm_spec.targets.equation.text import plain

NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def document(inner: str, alternative: str) -> str:
    """`inner` as an equation on a line of its own; `alternative` is read where equations cannot be."""
    told = escape(plain(alternative).strip())
    return f'<math xmlns="{NAMESPACE}" display="block" dir="ltr" alttext="{told}">{inner}</math>'


def name(text: str) -> str:
    """`text` as what an operator stands beside; one letter alone is not set in italics."""
    inner = plain(text).strip()
    upright = ' mathvariant="normal"' if len(inner) == 1 else ""
    return f"<mi{upright}{_direction(inner)}>{escape(inner)}</mi>"


def words(text: str) -> str:
    """`text` between operands. Blanks at its ends would be dropped, so they are such that do not break.

    Not for names: MathML takes these words for a kind of space, so an operator beside them gets no room.
    """
    text = plain(text)
    inner = text.strip()
    start, end = ("\u00a0" if inner and sign.isspace() else "" for sign in (text[:1], text[-1:]))
    return f"<mtext{_direction(inner)}>{start}{escape(inner)}{end}</mtext>"


def _direction(text: str) -> str:
    return ' dir="rtl"' if runs_from_right(text) else ""


def runs_from_right(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((each in ("R", "AL") for each in directions if each in ("L", "R", "AL")), False)


def _lines(lines: Sequence[str]) -> str:
    rows = "".join(f"<mtr><mtd>{name(line)}</mtd></mtr>" for line in lines)
    return f"<mtable>{rows}</mtable>"


def _row(inner: str) -> str:
    return f"<mrow>{inner}</mrow>"


def _infix(sign: str) -> str:
    return _row(f"«0»<mo>{sign}</mo>«1»")


def _fenced(before: str, after: str, inner: str = "«0»") -> str:
    fence = 'fence="true" stretchy="true"'
    return _row(f'<mo form="prefix" {fence}>{before}</mo>{inner}<mo form="postfix" {fence}>{after}</mo>')


def _function(name: str, inner: str) -> str:
    return _row(f"{name}<mo>\u2061</mo>{inner}")


_ARGUMENTS = _fenced("(", ")", "«all»")
_CHOICES = "<mtr><mtd>«1»</mtd><mtd><mrow>«words»«0»</mrow></mtd></mtr><mtr><mtd>«2»</mtd><mtd>«otherwise»</mtd></mtr>"

MATHML = Notation(
    signs={
        "or": _row("«0»«words»«1»"),
        "and": _row("«0»«words»«1»"),
        "not": _row("«words»«0»"),
        "=": _infix("="),
        "!=": _infix("≠"),
        "<": _infix("&lt;"),
        "<=": _infix("≤"),
        ">": _infix("&gt;"),
        ">=": _infix("≥"),
        "in": _row("«0»<mo>∈</mo>" + _fenced("{", "}", "«rest»")),
        "in_period": _row("«0»<mo>∈</mo>«words»"),
        "in_plan": _row("«0»<mo>∈</mo>«words»"),
        "is_missing": _row("«0»«words»"),
        "is_present": _row("«0»«words»"),
        "+": _infix("+"),
        "-": _infix("−"),
        "neg": _row('<mo form="prefix">−</mo>«0»'),
        "*": _infix("×"),
        "/": "<mfrac>«0»«1»</mfrac>",
        "^": "<msup>«0»«1»</msup>",
        "if": _row(
            f'<mo form="prefix" fence="true" stretchy="true">{{</mo><mtable class="choices">{_CHOICES}</mtable>'
        ),
        "abs": _fenced("|", "|"),
        "floor": _fenced("⌊", "⌋"),
        "ceil": _fenced("⌈", "⌉"),
        "min": _function("<mi>min</mi>", _ARGUMENTS),
        "max": _function("<mi>max</mi>", _ARGUMENTS),
        "brackets": _fenced("(", ")"),
        "named": _function("«words»", _ARGUMENTS),
        "equals": _infix("="),
        "about": _infix("≈"),
        "counted": "<munder>«words»«rows»</munder>",
        "over rows": _function("<munder>«words»«rows»</munder>", "«0»"),
        "sum": _row('<munder><mo largeop="true" movablelimits="false">∑</mo>«rows»</munder>«0»'),
        "smallest": _function("<munder><mi>min</mi>«rows»</munder>", "«0»"),
        "largest": _function("<munder><mi>max</mi>«rows»</munder>", "«0»"),
    },
    name=name,
    words=words,
    number=lambda text: f"<mn>{escape(text)}</mn>",
    separator=lambda sign: f'<mo separator="true">{escape(sign)}</mo>',
    lines=_lines,
)
