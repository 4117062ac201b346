"""The patterns that a field may demand of its text: the part of regular expressions that every engine reads alike.

Allowed are characters, `.`, classes such as `[A-Z0-9_-]`, the repetitions `? * + {n} {n,m}` of one of these, groups
with alternatives that are not repeated, and a backslash before punctuation. A pattern always covers the whole text.
Nothing repeated is repeated again and the ways to match are counted, so that no text can keep a matcher busy.
"""

from __future__ import annotations

import re

MAX_LENGTH = 500
"""Text longer than this never matches."""
MAX_PATTERN = 200
MAX_WAYS = 2_000_000

_ATOM = r"(?:\\[^\w\s]|\[\^?(?:\\[^\w\s]|[^\\\[\]\s])+\]|[^\\\[\](){}?*+|^$])"
_PIECE = re.compile(rf"(?P<atom>{_ATOM})(?P<repeat>[?*+]|\{{(?P<low>[0-9]{{1,3}})(?:,(?P<high>[0-9]{{1,3}}))?\}})?")


def problem(pattern: str) -> str | None:
    """Why the pattern is not allowed, or None."""
    if len(pattern) > MAX_PATTERN:
        return f"A pattern has at most {MAX_PATTERN} characters."
    position, depth, ways = 0, 0, 1
    while position < len(pattern):
        sign = pattern[position]
        if sign in "()|":
            depth += (sign == "(") - (sign == ")")
            if depth < 0:
                return "A bracket is closed that was not opened."
            position += 1
            if sign == ")" and pattern[position : position + 1] in ("?", "*", "+", "{"):
                return "A group cannot be repeated; repeat a single character or a class such as [A-Z]."
            continue
        piece = _PIECE.match(pattern, position)
        if piece is None:
            return f"`{pattern[position : position + 10]}` is not understood in a pattern."
        ways *= _ways(piece)
        position = piece.end()
    if depth:
        return "A bracket is not closed."
    if ways > MAX_WAYS:
        return "The pattern leaves too many ways to match; give fixed numbers, as in [0-9]{4}."
    try:
        re.compile(pattern)
    except re.error as error:
        return f"The pattern is not a regular expression: {error.msg}."
    return None


def _ways(piece: re.Match[str]) -> int:
    repeat, low, high = piece["repeat"], piece["low"], piece["high"]
    if repeat is None:
        return 1
    if repeat in ("*", "+"):
        return MAX_LENGTH
    if repeat == "?":
        return 2
    return max(1, int(high) - int(low) + 1) if high else 1


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text has the form."""
    return len(text) <= MAX_LENGTH and re.fullmatch(pattern, text) is not None
