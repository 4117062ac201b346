"""The bytes of a file and edits of its text → new bytes; every byte outside the edits stays, line ends included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Write `new` in place of the characters from `first` up to, not with, `last` of the text as the gate reads it."""

    first: int
    last: int
    new: str


def spliced(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made. Of two edits that overlap the earlier one is made.

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    mark = MARK if raw.startswith(MARK) else b""
    text = raw.removeprefix(MARK).decode("utf-8")
    end = "\r\n" if "\r\n" in text and text.count("\r\n") == text.count("\n") else "\n"
    pieces: list[str] = []
    read = at = 0  # the same place in the text as the gate reads it, and in the text with its own line ends
    for edit in sorted(edits):
        if edit.first < read:
            continue
        start = _later(text, at, edit.first - read)
        pieces += [text[at:start], edit.new.replace("\n", end)]
        read, at = edit.last, _later(text, start, edit.last - edit.first)
    return mark + ("".join(pieces) + text[at:]).encode("utf-8")


def _later(text: str, at: int, characters: int) -> int:
    """The place so many characters later, where a line end of two characters counts once."""
    for _ in range(characters):
        at += 2 if text.startswith("\r\n", at) else 1
    return at
