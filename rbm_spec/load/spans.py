"""A scalar as written → for each character of its value, the characters of the source that made it.

Quotes, escapes, folded lines and indentation make value and source differ. The source is read once
more by YAML's rules, keeping offsets; the result is compared with the value that the YAML library
gave, so a difference of opinion can never underline the wrong characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Piece = tuple[str, int, int]  # a character of the value, and its stretch of the source

_ESCAPES = dict(
    zip(
        '0abt\tnvfre "/\\N_LP',
        '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029',
        strict=True,
    )
)
_HEX = {"x": 2, "u": 4, "U": 8}
_BLANK = re.compile(r"[ \t\n]*")


def pieces(text: str, start: int, end: int, style: str, value: str) -> list[Piece] | None:
    """One piece for each character of `value`, written at `text[start:end]`; else None."""
    if style in {"|", ">"}:
        return _block(text, start, end, style, value)
    quote = len(style) if style in {"'", '"'} else 0
    found = list(_flow(text, start + quote, end - quote, style))
    return found if "".join(piece[0] for piece in found) == value else None


def _flow(text: str, at: int, end: int, style: str) -> Iterator[Piece]:
    while at < end:
        character = text[at]
        if character in " \t\n":
            stop = min(_BLANK.match(text, at).end(), end)  # type: ignore[union-attr]
            yield from _white(text, at, stop)
            at = stop
        elif style == "'" and character == "'":
            yield "'", at, at + 2
            at += 2
        elif style == '"' and character == "\\":
            if text[at + 1] == "\n":
                stop = min(_BLANK.match(text, at + 1).end(), end)  # type: ignore[union-attr]
                yield from (("\n", here, here + 1) for here in range(at + 2, stop) if text[here] == "\n")
                at = stop
            else:
                piece = _escape(text, at)
                yield piece
                at = piece[2]
        else:
            yield character, at, at + 1
            at += 1


def _white(text: str, at: int, stop: int) -> Iterator[Piece]:
    breaks = [here for here in range(at, stop) if text[here] == "\n"]
    if not breaks:
        yield from ((text[here], here, here + 1) for here in range(at, stop))
    elif len(breaks) == 1:
        yield " ", breaks[0], breaks[0] + 1
    else:
        yield from (("\n", here, here + 1) for here in breaks[1:])


def _escape(text: str, at: int) -> Piece:
    letter = text[at + 1]
    if letter in _HEX:
        stop = at + 2 + _HEX[letter]
        return chr(int(text[at + 2 : stop], 16)), at, stop
    return _ESCAPES[letter], at, at + 2


def _block(text: str, start: int, end: int, style: str, value: str) -> list[Piece] | None:
    body = text.find("\n", start, end) + 1
    if not body:
        return [] if not value else None
    first = re.compile(r"(?:[ ]*\n)*([ ]*)").match(text, body)
    deepest = len(first.group(1)) if first else 0
    for indent in range(deepest, -1, -1):  # less than the first line's when the header says so
        found = _lines(text, body, end, indent, style == "|")[: len(value)]
        if "".join(piece[0] for piece in found) == value:
            return found
    return None


def _lines(text: str, at: int, end: int, indent: int, literal: bool) -> list[Piece]:
    found: list[Piece] = []
    breaks: list[Piece] = []  # line ends since the last line that was not empty
    was_blank = True
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = at + min(indent, len(text[at:stop]) - len(text[at:stop].lstrip(" ")))
        if line < stop:
            is_blank = text[line] in " \t"
            found += _joined(breaks, literal or was_blank or is_blank)
            found += ((text[here], here, here + 1) for here in range(line, stop))
            breaks, was_blank = [], is_blank
        breaks.append(("\n", stop, stop + 1))
        at = stop + 1
    return found + breaks


def _joined(breaks: list[Piece], keep: bool) -> list[Piece]:
    if keep or not breaks:
        return breaks
    if len(breaks) == 1:
        return [(" ", *breaks[0][1:])]
    return breaks[1:]
