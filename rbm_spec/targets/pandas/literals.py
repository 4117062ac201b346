"""Text and values -> Python source. All that a spec says reaches generated code through here.

`Source` marks text that is Python already; the template environment refuses anything else. Characters that Unicode did
not yet know in its version 3.2, or that do not show, are written as escapes, so that every Python writes the same.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unicodedata import ucd_3_2_0

WIDTH = 110
SHOWN = frozenset("LMNPS")
QUOTE_BEFORE_QUOTE = re.compile('"(?=")')


class Source(str):
    """Text that is Python source."""

    __slots__ = ()


@dataclass(frozen=True)
class Group:
    """A call or display: on one line if it fits, else one item a line. Items are source, groups, or pairs.

    A pair stands for `name=item` in brackets of any kind but braces, and for `key: item` in braces.
    """

    head: str
    items: tuple[Any, ...]
    ends: str = "()"


def quoted(text: str) -> Source:
    """A string literal that reads back as `text`."""
    return Source(f'"{"".join(_character(each, escape=chr(34) + chr(92)) for each in text)}"')


def _character(character: str, escape: str) -> str:
    if character in escape:
        return "\\" + character
    if " " <= character <= "~" or (character > "~" and ucd_3_2_0.category(character)[0] in SHOWN):
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


def literal(value: Any) -> Source | Group:
    """A value as source: plain values, dates, exact numbers, tuples, mappings; dataclasses without their defaults.

    Of these the first value stands by itself; the others carry the names of their fields.
    """
    match value:
        case Source() | Group():
            return value
        case str():
            return quoted(value)
        case None | bool() | int():
            return Source(repr(value))
        case Decimal():
            return Source(f'Decimal("{value:f}")')
        case Fraction():
            return Source(f"Fraction({value.numerator})") if value.denominator == 1 else Source(f'Fraction("{value}")')
        case date():
            return Source(f"date({value.year}, {value.month}, {value.day})")
        case frozenset():
            return Group("frozenset", (Group("", tuple(map(literal, sorted(value))), "[]"),))
        case Mapping():
            return Group("", tuple((quoted(key), literal(each)) for key, each in value.items()), "{}")
        case tuple():
            return Group("", tuple(map(literal, value)))
    assert is_dataclass(value)
    given = [(field, getattr(value, field.name)) for field in fields(value)]
    needed = [field.name for field, _ in given if field.default is field.default_factory is MISSING]
    said = [
        (Source(field.name), literal(each)) for field, each in given if field.name in needed or _differs(field, each)
    ]
    first = [each for name, each in said[:1] if name in needed[:1]]
    return Group(type(value).__name__, (*first, *said[len(first) :]))


def _differs(field: Any, value: Any) -> bool:
    """Whether the field has a default, and the value is another."""
    if field.default is not MISSING:
        return bool(value != field.default)
    return field.default_factory is not MISSING and bool(value != field.default_factory())


def rendered(node: Source | Group, indent: int = 0, before: int = 0) -> Source:
    """The node laid out from column `indent + before` on."""
    if isinstance(node, str):
        return Source(node)
    items = [_item(item, node.ends, indent + 4) for item in node.items]
    comma = "," if len(items) == 1 and node.ends == "()" and not node.head else ""
    flat = f"{node.head}{node.ends[0]}{', '.join(items)}{comma}{node.ends[1]}"
    if "\n" not in flat and indent + before + len(flat) <= WIDTH:
        return Source(flat)
    if not items:
        return Source(flat)
    lines = "".join(f"{' ' * (indent + 4)}{item},\n" for item in items)
    return Source(f"{node.head}{node.ends[0]}\n{lines}{' ' * indent}{node.ends[1]}")


def _item(item: Any, ends: str, indent: int) -> str:
    if not isinstance(item, tuple):
        return rendered(item, indent)
    key, value = item
    start = f"{key}: " if ends == "{}" else f"{key}="
    return start + rendered(value, indent, len(start))


def docstring(paragraphs: Iterable[str], indent: int = 0) -> Source:
    """A docstring of wrapped paragraphs that no text can close."""
    wrapped = [
        textwrap.wrap(
            QUOTE_BEFORE_QUOTE.sub(r"\"", "".join(_character(each, "\\") for each in " ".join(paragraph.split()))),
            WIDTH - indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for paragraph in paragraphs
    ]
    margin = " " * indent
    blocks = ["\n".join(margin + line for line in lines) for lines in wrapped if lines]
    text = "\n\n".join(blocks).lstrip(" ")
    if "\n" in text:
        return Source(f'{margin}"""{text}\n{margin}"""')
    return Source(f'{margin}"""{text[:-1]}\\""""') if text.endswith('"') else Source(f'{margin}"""{text}"""')
