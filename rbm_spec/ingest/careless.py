"""The text of a cell as people type it -> the text that the field's grammar wants, where it can mean only one thing.

Digits of other scripts, spaces that group digits, a decimal comma where the language has one, `95 %`, `n/a`, dates in
another order: each is put right and told. What can mean two things is refused, with both. Nothing is put right that
fits already, and text stays as it was typed but for spaces around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rbm_spec.kernel.reading import NUMBERS, parse
from rbm_spec.plan.model import Field

COMMA = frozenset(("fr", "es", "ru", "de", "it", "pt", "nl", "pl", "uk", "tr", "id", "vi"))
"""Languages that write 1.5 as 1,5."""
ABSENT = frozenset(("n/a", "n.a.", "na", "n.d.", "s.o.", "н/д", "-", "–", "—"))
LONGEST = 200
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
PERCENT = "percent"
_MARKS = str.maketrans({"\u066b": ".", "\u066c": "'", "\u066a": "%", "\uff05": "%", "\uff0c": ",", "\uff0e": ".",
                        "\uff0f": "/", "\uff0d": "-", "\uff1a": ":", "\u2212": "-", "\u2010": "-", "\u2011": "-",
                        "\u2013": "-", "\u060c": ",", "\u2019": "'", "\u02bc": "'"})  # fmt: skip
_NUMBER = re.compile(r"(?P<sign>[+-]?) ?(?P<digits>[0-9][0-9 ',.]*|\.[0-9]+) ?(?P<percent>%?)", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[ '])[0-9]{3})(?:(?P=mark)[0-9]{3})*", re.ASCII)
_DAY = re.compile(r"(?P<a>[0-9]{1,4})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{1,4})", re.ASCII)
_TIME = re.compile(r"[T ]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Read:
    """What is read for a text: the same text, another one, or why it cannot be told."""

    text: str
    refused: str = ""


def put_right(field: Field, text: str, codes: Container[str], language: str) -> Read:
    """What is read for the text of a cell; `codes` are those of the field's list."""
    spec = field.spec
    kind = spec.type if spec else "string"
    if text == "" or len(text) > LONGEST:
        return Read(text)
    if kind in ("string", "reference"):
        return Read(text.strip())
    if kind == "code":
        return _code(text, codes)
    if parse(kind, text) is not None:
        return Read(text)
    plain = _plain(text)
    if plain == "" or plain.casefold() in ABSENT:
        return Read("")
    if kind in NUMBERS:
        found = _number(plain, kind, (spec.unit if spec else "") == PERCENT, language in COMMA)
    elif kind == "boolean":
        found = Read(plain.casefold()) if plain.casefold() in ("true", "false") else None
    else:
        found = _moment(plain, kind)
    return found or Read(text)


def _plain(text: str) -> str:
    """Western digits and marks, one kind of space, none around."""
    turned = "".join(_digit(each) for each in text.translate(_MARKS))
    return " ".join(turned.split())


def _digit(each: str) -> str:
    value = unicodedata.decimal(each, None)
    return each if each.isascii() or value is None else str(value)


def _code(text: str, codes: Container[str]) -> Read:
    if text in codes:
        return Read(text)
    plain = _plain(text)
    for each in (plain, unicodedata.normalize("NFKC", plain)):
        if each in codes:
            return Read(each)
    return Read("") if plain == "" or plain.casefold() in ABSENT else Read(text)


def _number(plain: str, kind: str, in_percent: bool, comma: bool) -> Read | None:
    match = _NUMBER.fullmatch(plain)
    if match is None or (match["percent"] and kind == "money"):
        return None
    found = _western(match["digits"].strip(), comma)
    if found is None or found.refused:
        return found
    number = Decimal(found.text)
    if match["percent"] and not in_percent:
        number /= 100
    if match["sign"] == "-":
        number = -number
    if kind == "integer" and number == number.to_integral_value():
        number = number.to_integral_value()
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Read(text) if parse(kind, text) is not None else None


def _western(digits: str, comma: bool) -> Read | None:
    """The digits with a point before decimals, and no groups."""
    if digits.startswith("."):
        return Read(f"0{digits}")
    whole, mark, decimals = digits, "", ""
    if "," in digits and "." in digits:
        mark = max(",.", key=digits.rindex)
        other = ",.".replace(mark, "")
        whole, _, decimals = digits.rpartition(mark)
        if not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(other)}[0-9]{{3}})+", whole):
            return None
        return Read(f"{whole.replace(other, '')}.{decimals}") if decimals.isdigit() else None
    if "," in digits:
        whole, _, decimals = digits.partition(",")
        if "," in decimals:
            groups = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", digits)
            return Read(digits.replace(",", "")) if groups else None
        if not comma:
            return _comma(whole, decimals)
    elif "." in digits:
        whole, _, decimals = digits.partition(".")
    whole = _without_groups(whole)
    if not whole.isdigit() or not (decimals.isdigit() or decimals == ""):
        return None
    return Read(f"{whole}.{decimals}" if decimals else whole)


def _comma(whole: str, decimals: str) -> Read | None:
    """A comma in a language that writes a point."""
    typed, whole = whole, _without_groups(whole)
    if not (whole.isdigit() and decimals.isdigit()):
        return None
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        return Read("", f'"{whole},{decimals}" can be {whole}{decimals} or {whole}.{decimals}. Write one of these.')
    return Read("", f'Decimals follow a point here: write {whole}.{decimals} if that is meant by "{typed},{decimals}".')


def _without_groups(whole: str) -> str:
    match = _GROUPED.fullmatch(whole)
    return whole.replace(match["mark"], "") if match else whole


def _moment(plain: str, kind: str) -> Read | None:
    timed = _TIME.search(plain)
    day = plain[: timed.start()] if timed else plain
    found = _day(day)
    if found is None or found.refused:
        return found
    if kind == "date":
        return found if timed is None or set(timed["time"]) <= set("0:.") else None
    if timed is None:
        return None
    text = f"{found.text}T{timed['time'].rjust(8 if timed['time'].count(':') > 1 else 5, '0')}"
    return Read(text) if parse(kind, text) is not None else None


def _day(text: str) -> Read | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4 and len(c) <= 2:
        return _as_day(a, b, c)
    if len(c) != 4 or len(a) > 2:
        return None
    first, second = _as_day(c, b, a), _as_day(c, a, b)
    if first and second and first != second:
        words = f'"{text}" can be {_words(first.text)} or {_words(second.text)}.'
        return Read("", f"{words} Write {first.text} or {second.text}.")
    return first or second


def _as_day(year: str, month: str, day: str) -> Read | None:
    try:
        return Read(date(int(year), int(month), int(day)).isoformat())
    except ValueError:
        return None


def _words(text: str) -> str:
    year, month, day = text.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
