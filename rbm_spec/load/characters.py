"""Bytes of a file → its text, and the characters that no spec may hold.

Refused is what a reader cannot see or what turns the order of letters around: control characters,
bidirectional controls, characters without width, halves of surrogate pairs, and code points that
are never characters. Persian, Hindi and emoji need the zero-width joiner, non-joiner and the
variation selectors, so these are text; the gate refuses them in keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TypeVar

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.source import Where

NOT_UTF8 = Rule("RBM101", "not-utf8", Severity.ERROR)
FORBIDDEN_CHARACTER = Rule("RBM102", "forbidden-character", Severity.ERROR)
TAB = Rule("RBM104", "tab", Severity.ERROR)

JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")
_MOST = 100
T = TypeVar("T")
_STAND_IN = "\ue000"

_RANGES = (
    # C0, DEL and C1; the tab has a rule of its own
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F),
    # default-ignorable characters, bidirectional controls, tags
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
    (0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    # halves of pairs, and what is never a character
    (0xD800, 0xDFFF), (0xFDD0, 0xFDEF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)  # fmt: skip
FORBIDDEN = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in _RANGES) + "]")
_PLAIN = bytes([0x0A, *range(0x20, 0x7F)])
_NAMES = {
    0x00: "NULL",
    0x09: "TAB",
    0x0D: "CARRIAGE RETURN without a line feed",
    0x1B: "ESCAPE",
    0x85: "NEXT LINE",
    0xFEFF: "BYTE ORDER MARK in the middle of the file",
}


def decode(file: str, raw: bytes) -> tuple[str | None, list[Finding]]:
    """The text with `\\n` line ends and no byte order mark; None when it is not UTF-8."""
    if raw.count(0) > len(raw) // 4:
        return None, [NOT_UTF8.found(Where(file), "This file is stored as UTF-16; only UTF-8 is read.", _SAVE_AS)]
    try:
        return as_text(raw, "strict"), []
    except UnicodeDecodeError as error:
        at = len(as_text(raw[: error.start], "replace"))
        byte = raw[error.start]
        message = f"The byte 0x{byte:02X} here is not UTF-8, so the letter that was meant is unknown."
        return None, [NOT_UTF8.found(Where(file).chars((at, at + 1)), message, _SAVE_AS)]


_SAVE_AS = "In your editor, choose “Save with encoding” and UTF-8, and check letters with accents."


def as_text(raw: bytes, errors: str = "replace") -> str:
    """`raw` as text; what is not UTF-8 becomes U+FFFD unless `errors` is `strict`."""
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors).replace("\r\n", "\n")


def rare(text: str) -> str:
    """The characters of `text` that need a look: all but printable ASCII and line feeds.

    Several times faster than a search of the whole text, since nearly all of it is ASCII.
    """
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def forbidden(text: str) -> Iterator[re.Match[str]]:
    """The characters of `text` that may not stand in any file."""
    return FORBIDDEN.finditer(text)


def described(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    point = ord(character)
    name = _NAMES.get(point) or unicodedata.name(character, "")
    if not name:
        name = "a character without a name" if unicodedata.category(character) != "Cc" else "a control character"
    return f"U+{point:04X} {name}"


def check(file: str, text: str) -> list[Finding]:
    """Findings for forbidden characters and tabs: one for each kind of character on each line."""
    few = rare(text)
    findings = _forbidden_findings(file, text) if FORBIDDEN.search(few) else []
    return findings + _tab_findings(file, text) if "\t" in few else findings


def cleaned(text: str) -> str:
    """The text with a stand-in for each refused character, so that the rest is read too.

    `without_stand_ins` takes them out again where lengths no longer matter.
    """
    few = rare(text)
    text = text.replace("\t", " ") if "\t" in few else text
    return FORBIDDEN.sub(_STAND_IN, text) if FORBIDDEN.search(few) else text


def without_stand_ins(text: str) -> str:
    """A value or key of a cleaned text as its author sees it."""
    return text.replace(_STAND_IN, "")


def _forbidden_findings(file: str, text: str) -> list[Finding]:
    found: dict[tuple[int, str], tuple[int, int]] = {}
    line = last = 0
    for match in forbidden(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        found.setdefault((line, match.group()), match.span())
    return [
        FORBIDDEN_CHARACTER.found(
            Where(file).chars(span),
            f"The character {described(character)} may not stand in a spec: nobody can see it.{more}",
            "Delete it. It often comes along when text is pasted from another program.",
        )
        for ((_, character), span), more in capped(list(found.items()))
    ]


def _tab_findings(file: str, text: str) -> list[Finding]:
    return [
        TAB.found(
            Where(file).chars(match.span(1)),
            f"There is a tab on this line. YAML readers do not agree on what a tab means.{more}",
            "Replace the tab by spaces; two spaces for each level.",
        )
        for match, more in capped(list(re.finditer(r"^[^\t\n]*(\t+)", text, re.MULTILINE)))
    ]


def capped(items: list[T]) -> Iterator[tuple[T, str]]:
    """The first hundred or so of `items`; with the last of them comes a sentence about the rest."""
    for number, item in enumerate(items[: _MOST + 1]):
        rest = len(items) - _MOST - 1
        yield item, f" The same fault follows {rest:,} times more." if number == _MOST and rest else ""
