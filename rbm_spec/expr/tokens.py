"""Text of an expression -> its words and signs, each with its characters; what is spelled as elsewhere is said.

It knows the habits of Excel, SQL and Python well enough to name the right spelling. A sign of theirs is read as ours,
so that the rest is looked at too; at anything else reading ends.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rbm_spec import scripts
from rbm_spec.diagnostics import Fix, Rule, Severity
from rbm_spec.source import Span

SYNTAX = Rule("RBM401", "syntax", Severity.ERROR)
SPELLING = Rule("RBM402", "foreign-spelling", Severity.ERROR)
LIMIT = Rule("RBM403", "expression-limit", Severity.ERROR)

MAX_DIGITS = 15

TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>[0-9]+(?:\.[0-9]+)?)(?![0-9A-Za-z_.])
  | (?P<word>[A-Za-z][A-Za-z0-9_]*)
  | (?P<text>"[^"]*"|'[^']*')
  | (?P<sign><=|>=|!=(?!=)|==|<>|&&|\|\||\*\*|[-+*/^=<>(),.])
  | (?P<end>\Z)
  )""",
    re.VERBOSE | re.ASCII,
)
WORD = re.compile(r"\w+")
BLANKS = " \t\n\r\f\v"
BAD_NUMBER = re.compile(r"[0-9.][0-9A-Za-z_.]*", re.ASCII)

FOREIGN = {
    "==": "=", "<>": "!=", "&&": "and", "||": "or", "**": "^", "!": "not", "&": "and", "|": "or",
    "−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip
AMBIGUOUS = ("!", "&", "|")  # `!a = b` binds otherwise elsewhere, and `&` joins text in Excel
ADVICE = {
    "%": "There is no % here: a percentage is written 100 * part / whole, and x > 50% is x > 50.",
    ";": "One expression ends the text; arguments are separated by commas.",
    "“": 'Text stands in straight quotes: "…".', "”": 'Text stands in straight quotes: "…".',
    "„": 'Text stands in straight quotes: "…".', "«": 'Text stands in straight quotes: "…".',
    "‘": "Text stands in straight quotes: '…'.", "’": "Text stands in straight quotes: '…'.",
    "[": "Square brackets are not in the language; lists stand in ( ).",
}  # fmt: skip


class Token(NamedTuple):
    """`kind` is number, word, text, sign or end."""

    kind: str
    text: str
    span: Span


class Problem(Exception):
    """Carries the one problem from where it is seen to `parse`; it goes no further."""

    def __init__(self, rule: Rule, span: Span, message: str, hint: str | None = None, fix: Fix | None = None) -> None:
        self.rule, self.span, self.message, self.hint, self.fix = rule, span, message, hint, fix


def tokens(text: str, spelled: list[Problem]) -> list[Token]:
    """The words and signs of `text`, with an `end` token last; what is spelled as elsewhere goes into `spelled`."""
    found: list[Token] = []
    position = 0
    while True:
        match = TOKEN.match(text, position)
        kind = (match.lastgroup or "") if match else "sign"
        shown, span = (match[kind], match.span(kind)) if match else _unreadable(text, position)
        if kind == "sign" and shown in FOREIGN:
            spelled.append(_foreign(text, shown, span))
            shown = FOREIGN[shown]
            kind = "word" if shown.isalpha() else "sign"
        found.append(Token(kind, shown, span))
        if kind == "end":
            return found
        if kind == "number" and len(shown.replace(".", "")) > MAX_DIGITS:
            raise Problem(LIMIT, span, f"The number {shown} has more than 15 digits.")
        position = span[1]


def _unreadable(text: str, position: int) -> tuple[str, Span]:
    """The foreign sign that stands there; anything else is a problem."""
    start = position + len(text[position:]) - len(text[position:].lstrip(BLANKS))
    sign = text[start]
    span = (start, start + 1)
    if sign in "\"'":
        raise Problem(
            SYNTAX, (start, len(text)), "This text is not closed: the second quote is missing.",
            f"End it with {sign}; text that holds one kind of quote stands in the other.",
        )  # fmt: skip
    if sign in "0123456789." and (match := BAD_NUMBER.match(text, start)):
        raise Problem(
            SYNTAX, match.span(), f"`{match[0]}` is not a number.",
            "Numbers are digits, or digits, a point and digits: 1000, 0.5.",
        )  # fmt: skip
    if sign in FOREIGN:
        return sign, span
    word = next(each for each in WORD.finditer(text) if each.start() <= start < each.end()) if sign.isalpha() else None
    if word and (foreign := scripts.foreign(word.group())):
        raise Problem(SYNTAX, word.span(), *foreign)
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    raise Problem(SYNTAX, span, f"The character `{shown}` has no meaning here.", ADVICE.get(sign))


def _foreign(text: str, sign: str, span: Span) -> Problem:
    ours = FOREIGN[sign]
    new = ours
    if ours.isalpha():
        before, after = text[: span[0]][-1:], text[span[1] :][:1]
        new = f"{' ' if before.strip() else ''}{ours}{' ' if after.strip() else ''}"
    fix = Fix(sign, new, safe=sign not in AMBIGUOUS)
    return Problem(SPELLING, span, f"`{sign}` is not in the language.", f"Write ` {ours} ` instead.", fix)
