"""Text of findings and specs → text that is safe on a terminal and in a log.

Everything that is printed for people goes through here: control characters become visible, long
lines are cut around what matters, and underlines have the width that a terminal gives the letters.
"""

from __future__ import annotations

import re

MOST = 500
_LINE = 100
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """`text` with control and invisible characters written as `\\u202e`; line ends too."""
    return _HIDDEN.sub(_escape, text)


def one_line(text: str, most: int = MOST) -> str:
    """`text` as a safe single line of at most `most` characters; it cannot start a command of CI."""
    text = visible(" ".join(text.split()))
    text = text if len(text) <= most else text[: most - 1] + "…"
    return f" {text}" if text.startswith("::") else text


def underlined(source: str, first: int, last: int) -> tuple[str, str]:
    """A line of source and the line below it that marks the characters `first` to `last`.

    Counted from 0, `last` is one past the end. Long lines are cut around the mark.
    """
    first = min(first, len(source))
    last = max(min(last, len(source)), first)
    start, end = _window(len(source), first, last)
    before = ("…" if start else "") + visible(source[start:first])
    marked = visible(source[first : min(last, end)])
    after = visible(source[last:end]) + ("…" if end < len(source) else "")
    return before + marked + after, " " * width(before) + "^" * max(width(marked), 1)


def width(text: str) -> int:
    """The columns that a terminal needs for `text`."""
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import wcswidth  # its tables take a while to load

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def padded(text: str, columns: int) -> str:
    """`text` in so many columns, on their left; on their right where `columns` is negative."""
    blanks = " " * (abs(columns) - width(text))
    return blanks + text if columns < 0 else text + blanks


def wrapped(text: str, columns: int, step: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, those after the first `step` further in; there is always a line.

    It is broken at blanks, a word only where it is wider than a line. Blanks inside a line stay as they are.
    """
    lines: list[str] = []
    line = ""
    for word in re.findall(r" *[^ ]+", text):
        if line.strip() and width(line + word) > columns:
            lines.append(line)
            line, word = " " * step, word.lstrip()
        for part in word if width(line + word) > columns else (word,):
            if line.strip() and width(line + part) > columns:
                lines.append(line)
                line = " " * step
            line += part
    return [*lines, line]


def _window(length: int, first: int, last: int) -> tuple[int, int]:
    if length <= _LINE:
        return 0, length
    last = min(last, first + _LINE - 20)
    start = max(0, min(first - (_LINE - (last - first)) // 2, length - _LINE))
    return start, min(length, start + _LINE)


def _escape(match: re.Match[str]) -> str:
    point = ord(match.group())
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
