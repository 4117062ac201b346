r"""Patterns of text fields: a small part of regular expressions, matched in time that grows with the text alone.

A pattern comes with a spec and must not be able to stop whoever reads data with it. So only what can be decided in one
pass is known: characters, `.`, classes, `\d \w \s` and their opposites (ASCII), groups, `|`, `* + ? {m} {m,n}`.
A pattern always speaks of the whole text; `^` at its start and `$` at its end change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

MAX_STATES = 2000
MAX_CACHED = 20_000
MANY = 10_000
SPECIAL = frozenset("\\^$.|?*+()[]{}")
DIGITS = frozenset("0123456789")
WORDS = DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
SPACES = frozenset(" \t\n\r\f\v")
CLASSES = {"d": DIGITS, "w": WORDS, "s": SPACES}
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}

Test = Callable[[str], bool]


class PatternError(ValueError):
    """A pattern that is not one, or that needs more than this module knows."""


@dataclass
class _State:
    """A state with the characters that lead on, or with steps that need none."""

    test: Test | None = None
    after: list[int] = field(default_factory=list)


class Pattern:
    """A pattern ready to match; raises PatternError if it cannot be."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._states: list[_State] = []
        body = text.removeprefix("^")
        self._text = body[:-1] if body.endswith("$") and not body.endswith("\\$") else body
        start, end = self._alternatives(0)
        if self._at < len(self._text):
            raise PatternError(f"unexpected {self._text[self._at]!r}")
        self._end = end
        self._start = self._closure({start})
        self._cache: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def matches(self, text: str) -> bool:
        """Whether the whole text has this form."""
        at = self._start
        for character in text:
            step = (at, character)
            if step not in self._cache:
                if len(self._cache) >= MAX_CACHED:
                    self._cache.clear()
                self._cache[step] = self._closure(
                    {
                        after
                        for number in at
                        for after in self._states[number].after
                        if (test := self._states[number].test) is not None and test(character)
                    }
                )
            at = self._cache[step]
            if not at:
                return False
        return self._end in at

    def _closure(self, states: set[int]) -> frozenset[int]:
        pending, found = list(states), set(states)
        while pending:
            state = self._states[pending.pop()]
            if state.test is None:
                fresh = [after for after in state.after if after not in found]
                found.update(fresh)
                pending += fresh
        return frozenset(found)

    def _state(self, test: Test | None = None, *after: int) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternError("too long when its repetitions are written out")
        self._states.append(_State(test, list(after)))
        return len(self._states) - 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise PatternError("ends too early")
        self._at += 1
        return character

    def _alternatives(self, depth: int) -> tuple[int, int]:
        if depth > 20:
            raise PatternError("too deeply nested")
        start, end = self._state(), self._state()
        while True:
            first, last = self._sequence(depth)
            self._states[start].after.append(first)
            self._states[last].after.append(end)
            if self._peek() != "|":
                return start, end
            self._next()

    def _sequence(self, depth: int) -> tuple[int, int]:
        start = end = self._state()
        while self._peek() not in ("", "|", ")"):
            begin = self._at
            first, last = self._item(depth)
            least, most = self._repetition()
            if (least, most) != (1, 1):
                first, last = self._repeated(begin, self._at, depth, least, most)
            self._states[end].after.append(first)
            end = last
        return start, end

    def _repeated(self, begin: int, after: int, depth: int, least: int, most: int) -> tuple[int, int]:
        """The item that is written at `begin`, so many times one after the other."""
        start = end = self._state()
        exits = []
        for count in range(least if most >= MANY else most):
            if count >= least:
                exits.append(end)
            end = self._copy(begin, depth, end)
        if most >= MANY:
            loop = self._state()
            self._states[end].after.append(loop)
            self._states[self._copy(begin, depth, loop)].after.append(loop)
            end = loop
        last = self._state()
        for number in (*exits, end):
            self._states[number].after.append(last)
        self._at = after
        return start, last

    def _copy(self, begin: int, depth: int, before: int) -> int:
        self._at = begin
        first, last = self._item(depth)
        self._states[before].after.append(first)
        return last

    def _repetition(self) -> tuple[int, int]:
        sign = self._peek()
        if sign not in ("*", "+", "?", "{") or not sign:
            return 1, 1
        self._next()
        least, most = {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}.get(sign) or self._counts()
        if self._peek() == "?":
            self._next()
        if self._peek() in ("*", "+", "?", "{") and self._peek():
            raise PatternError("a repetition of a repetition")
        return least, most

    def _counts(self) -> tuple[int, int]:
        inner, brace, _ = self._text[self._at :].partition("}")
        low, comma, high = inner.partition(",")
        if (
            not brace
            or not low.isascii()
            or not low.isdigit()
            or not (high == "" or (high.isascii() and high.isdigit()))
        ):
            raise PatternError("a repetition is written {2}, {2,} or {2,5}")
        self._at += len(inner) + 1
        least = int(low[:5])
        most = int(high[:5]) if high else MANY if comma else least
        if most < least:
            raise PatternError("a repetition whose end is before its start")
        return least, most

    def _item(self, depth: int) -> tuple[int, int]:
        character = self._next()
        if character == "(":
            return self._group(depth)
        if character in "*+?{":
            raise PatternError(f"nothing before {character!r} to repeat")
        if character in "^$":
            raise PatternError(f"{character!r} inside")
        end = self._state()
        return self._state(self._test(character), end), end

    def _group(self, depth: int) -> tuple[int, int]:
        if self._peek() == "?":
            if self._text[self._at : self._at + 2] != "?:":
                raise PatternError("a group that looks ahead, back, or has a name")
            self._at += 2
        start, end = self._alternatives(depth + 1)
        if self._peek() != ")":
            raise PatternError("a bracket that is not closed")
        self._next()
        return start, end

    def _test(self, character: str) -> Test:
        if character == ".":
            return lambda each: each != "\n"
        if character == "[":
            return self._class()
        if character == "\\":
            allowed, opposite = self._escape()
            return (lambda each: each not in allowed) if opposite else (lambda each: each in allowed)
        return lambda each: each == character

    def _escape(self) -> tuple[frozenset[str], bool]:
        """The characters that an escape stands for, and whether it means all others."""
        character = self._next()
        if character.lower() in CLASSES:
            return CLASSES[character.lower()], character.isupper()
        if character in CONTROLS:
            return frozenset(CONTROLS[character]), False
        if character.isalnum():
            raise PatternError(f"\\{character} is not known here")
        return frozenset(character), False

    def _class(self) -> Test:
        opposite = self._peek() == "^"
        if opposite:
            self._next()
        tests: list[Test] = []
        while True:
            character = self._next()
            if character == "]" and tests:
                break
            tests.append(self._member(character))
        return lambda each: any(test(each) for test in tests) != opposite

    def _member(self, character: str) -> Test:
        low = frozenset(character)
        if character == "\\":
            low, other = self._escape()
            if other:
                return lambda each: each not in low
        if self._peek() != "-" or self._text[self._at + 1 : self._at + 2] in ("]", ""):
            return lambda each: each in low
        self._next()
        end = self._next()
        high = self._escape()[0] if end == "\\" else frozenset(end)
        if len(low) != 1 or len(high) != 1 or min(high) < min(low):
            raise PatternError("a range whose ends do not fit")
        first, last = min(low), min(high)
        return lambda each: first <= each <= last


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The pattern, made ready once."""
    return Pattern(pattern)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole `text` has the form `pattern`; raises PatternError."""
    return compiled(pattern).matches(text)


def problem(pattern: str) -> str | None:
    """Why a pattern cannot be used, None when it can."""
    try:
        compiled(pattern)
    except PatternError as error:
        return str(error)
    return None
