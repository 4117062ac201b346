"""The patterns that a field may demand of its text: the part of regular expressions that every engine reads alike.

Allowed are characters, `.`, classes such as `[A-Z0-9_-]`, the repetitions `? * + {n} {n,m}` of one of these, groups
with alternatives that are not repeated, and a backslash before punctuation. A pattern always covers the whole text.
Nothing repeated is repeated again and the ways to match are counted, so that no text can keep a matcher busy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_LENGTH = 500
"""Text longer than this never matches."""
MAX_PATTERN = 200
MAX_WAYS = 2_000_000

_ATOM = r"(?:\\[^\w\s]|\[\^?(?:\\[^\w\s]|[^\\\[\]\s])+\]|[^\\\[\](){}?*+|^$])"
_PIECE = re.compile(rf"(?P<atom>{_ATOM})(?P<repeat>[?*+]|\{{(?P<low>[0-9]{{1,3}})(?:,(?P<high>[0-9]{{1,3}}))?\}})?")

_SPELT = re.compile(r"\\(?P<escaped>.)|\[(?P<no>\^?)(?P<members>(?:\\.|[^\\\]])+)\]|(?P<other>.)", re.DOTALL)
_REPEAT = re.compile(r"[?*+]|\{[0-9]+(?:,[0-9]+)?\}")
_MEMBER = re.compile(r"\\?(.)", re.DOTALL)
_SAFE = re.compile(r"[A-Za-z0-9_,:;@/-]")
_TWO_HALVES = r"[\ud800-\udbff][\udc00-\udfff]"
_HALVES = r"\ud800-\udfff"
_LAST_HALF = 0xFFFF


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


def portable(pattern: str) -> str | None:
    """The pattern as Python, Java and JavaScript read it alike; None where it cannot be written so.

    Java and JavaScript do not count characters as we do: there `.` and `[^a]` take half of some, so these are written
    out. It covers the whole text: some programs demand that anyway, others look for it anywhere. Nothing in it is a
    quotation mark, a space, or a brace after a dollar sign.
    """
    made, at = [], 0
    while at < len(pattern):
        if repeat := _REPEAT.match(pattern, at):
            made.append(repeat.group())
            at = repeat.end()
            continue
        atom = _SPELT.match(pattern, at)
        assert atom is not None
        if (said := _atom(atom)) is None:
            return None
        made.append(said)
        at = atom.end()
    return f"^({''.join(made)})$"


def _atom(atom: re.Match[str]) -> str | None:
    if members := atom["members"]:
        if any(ord(each) > _LAST_HALF for each in members):
            return None
        inside = _members(members)
        return f"({_TWO_HALVES}|[^{inside}{_HALVES}])" if atom["no"] else f"[{inside}]"
    match atom["other"]:
        case None:
            return _character(atom["escaped"])
        case "(" | ")" | "|" as sign:
            return sign
        case ".":
            return rf"({_TWO_HALVES}|[^\u000a{_HALVES}])"
        case character:
            return _character(character)


def _members(text: str) -> str:
    """The members of a class. A bare hyphen between two of them stays the sign of a range."""
    found = list(_MEMBER.finditer(text))
    inner = found[1:-1]
    return "".join("-" if each in inner and each.group() == "-" else _escaped(each[1]) for each in found)


def _character(character: str) -> str:
    if ord(character) > _LAST_HALF:
        return f"({character})"
    return character if _SAFE.fullmatch(character) else _escaped(character)


def _escaped(character: str) -> str:
    return character if character.isascii() and character.isalnum() else rf"\u{ord(character):04x}"


def one_of(texts: Iterable[str]) -> str:
    """A pattern that these texts have, and no others; it can be read anywhere, as `portable` patterns can."""
    return f"^({'|'.join(''.join(map(_character, text)) for text in texts)})$"
