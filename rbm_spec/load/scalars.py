"""A plain (unquoted) scalar → a value, or why it is refused.

YAML 1.1 and 1.2 readers disagree about many plain scalars: `no` is false for one and a word for the
other, `012` is ten or twelve, `1:30` is ninety or text. What any of them would read as something
else than we do is refused; quotes settle it. One meaning is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rbm_spec.diagnostics import Fix, Rule, Severity

AMBIGUOUS = Rule("RBM111", "ambiguous-value", Severity.ERROR)
PLAIN_ON = Rule("RBM112", "plain-on", Severity.INFO)
NO_SUCH_DATE = Rule("RBM113", "no-such-date", Severity.ERROR)
TOO_MANY_DIGITS = Rule("RBM114", "too-many-digits", Severity.ERROR)

Scalar = str | int | float | bool | None
MOST_DIGITS = 15
LONGEST_WORD = 5
_SHORT = 40
SUSPECT = frozenset("0123456789+-.~=<")

_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "": None}
_SPELLINGS = {
    spelling
    for word in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    for spelling in (word, word.title(), word.upper())
} | {"~"}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", re.ASCII)
_KEY_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)

# In this order: the first that fits names the fault.
_SHAPES = tuple(
    (re.compile(pattern, re.ASCII), reading)
    for pattern, reading in (
        (r"[-+]?0[xob][0-9a-fA-F_]*", "a number in another base"),
        (r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?", "a number with base 60"),
        (r"[-+]?(\.[0-9_]+|[0-9][0-9_,]*(\.[0-9_]*)?)[eE][-+]?[0-9]+", "a number with an exponent"),
        (r"[-+]?0[0-9_]+", "an octal number"),
        (r"[-+]?[0-9][0-9_]*,[0-9_,]*(\.[0-9_]*)?", "a number with a comma"),
        (r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?", "a number"),
        (r"[-+]?\.[0-9_]+", "a number"),
        (r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "something that is not a number"),
        (
            r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9:.]*"
            r"([ \t]*(Z|[-+][0-9:]+))?",
            "a date with a time",
        ),
        (r"=|<<|-", "a special sign"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a plain scalar is not accepted, and what to write."""

    rule: Rule
    message: str
    hint: str
    fix: Fix | None = None


def typed(text: str) -> Scalar | Refused:
    """The value of a plain scalar: `null`, `true`, `false`, whole and decimal numbers, else text.

    Dates stay text, as written.
    """
    return _remembered(text) if len(text) <= _SHORT else _typed(text)


def _typed(text: str) -> Scalar | Refused:
    if text in _WORDS:
        return _WORDS[text]
    if match := _NUMBER.fullmatch(text):
        if _too_long(text):
            return _too_many_digits(text)
        return float(text) if match.group(1) else int(text)
    return _text(text)


def key(text: str) -> str | Refused:
    """A plain key: always text, as written."""
    return _remembered_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str | Refused:
    if text in _SPELLINGS:
        return _ambiguous("The key", text, "a truth value or nothing")
    if _KEY_NUMBER.fullmatch(text):
        return _too_many_digits(text) if _too_long(text) else text
    if _NUMBER.fullmatch(text):
        return _ambiguous("The key", text, "a number")
    return _text(text, "The key")


_remembered_key = lru_cache(maxsize=4096)(_key)
_remembered = lru_cache(maxsize=4096)(_typed)


def _text(text: str, noun: str = "") -> str | Refused:
    if text in _SPELLINGS:
        if text.lower() in _WORDS:
            return Refused(
                AMBIGUOUS,
                f"`{text}` is read as a word by some YAML readers and as {text.lower()} by others.",
                f'Write {text.lower()}, or "{text}" in quotes if the word is meant.',
                Fix(text, text.lower(), safe=True),
            )
        return _ambiguous(noun, text, "nothing" if text == "~" else "a truth value")
    if _DATE.fullmatch(text):
        return text if _exists(text) else _no_such_date(text)
    for pattern, reading in _SHAPES:
        if pattern.fullmatch(text):
            return _ambiguous(noun, text, reading)
    return text


def _ambiguous(noun: str, text: str, reading: str) -> Refused:
    shown = clip(text)
    what = f"{noun} `{shown}`" if noun else f"`{shown}`"
    message = f"{what} is read as {reading} by some YAML readers and as something else by others."
    # A key is text in any case; of a value it is not known whether text was meant.
    fix = Fix(text, f'"{text}"', safe=bool(noun))
    return Refused(AMBIGUOUS, message, _advice(noun, text, shown, reading), fix)


def _advice(noun: str, text: str, shown: str, reading: str) -> str:
    quoted = f'"{shown}"'
    if noun:
        return f"Write {quoted}: with quotes."
    if text.lower() in {"y", "yes", "on"}:
        return f"Write true, or {quoted} in quotes if the word is meant."
    if text.lower() in {"n", "no", "off"}:
        return f"Write false, or {quoted} in quotes if the word is meant."
    if text == "~":
        return "Write null, or leave the key out."
    if "number" in reading and "not a number" not in reading:
        return f"Write plain digits, as in 1000 or 0.5, or {quoted} in quotes if text is meant."
    return f"Write {quoted} in quotes."


def _too_long(text: str) -> bool:
    return sum(map(str.isdigit, text.lstrip("-0."))) > MOST_DIGITS


def _too_many_digits(text: str) -> Refused:
    return Refused(
        TOO_MANY_DIGITS,
        f"The number {clip(text)} has more than {MOST_DIGITS} digits and would not stay exact.",
        "Round it, or put it in quotes if it is a code.",
    )


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _no_such_date(text: str) -> Refused:
    year, month, day = map(int, text.split("-"))
    if _exists(padded := f"{year:04}-{month:02}-{day:02}"):
        fix = Fix(text, padded, safe=True)
        return Refused(NO_SUCH_DATE, f"The date {text} is written with too few digits.", f"Write {padded}.", fix)
    return Refused(
        NO_SUCH_DATE,
        f"There is no day {text} in the calendar.",
        "Dates are written year-month-day, as in 2028-01-31; or use quotes if no date is meant.",
    )


def clip(text: str, most: int = 40) -> str:
    """`text` cut to what a message may quote."""
    return text if len(text) <= most else text[: most - 1] + "…"
