"""Text of a plan -> text in a form that stays text: what is shown, literals of XPath, and patterns.

Converters take `${name}` and `instance(` for references wherever they stand, straighten quotation marks and join
spaces; clients show labels as Markdown and HTML. So shown text is parted by word joiners, which nobody sees, where it
would become something else. Text that is compared is parted likewise, and refused where a converter would change it.
"""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
_REFERENCE = r"(?<=\$)(?=\{)|(?<=[A-Za-z])(?=\()"
_SHOWN = re.compile(rf"{_REFERENCE}|(?<=\])(?=\()|(?<=<)|(?<=&)(?=[#A-Za-z])")
_COMPARED = re.compile(rf"{_REFERENCE}|(?<=')|(?=')")
_MARK = re.compile(r"([\\*_#`~])")
_CHANGED = re.compile("[\u2018\u2019\u201c\u201d]|^ | $|  |[^\\S ]")
_ATOM = re.compile(r"\\(?P<escaped>.)|\[(?P<no>\^?)(?P<members>(?:\\.|[^\\\]])+)\]|(?P<other>.)", re.DOTALL)
_REPEAT = re.compile(r"[?*+]|\{[0-9]+(?:,[0-9]+)?\}")
_MEMBER = re.compile(r"\\?(.)", re.DOTALL)
_SAFE = re.compile(r"[A-Za-z0-9_,:;@/-]")
_TWO_HALVES = r"[\ud800-\udbff][\udc00-\udfff]"
_HALVES = r"\ud800-\udfff"
_LAST_HALF = 0xFFFF


def shown(text: str) -> str:
    """A label or hint, which reads as the text does and is never Markdown, HTML or a reference."""
    return message(_MARK.sub(r"\\\1", text))


def message(text: str) -> str:
    """A message, in which clients know no Markdown."""
    return JOINER.join(_SHOWN.split(text))


def keeps(text: str) -> bool:
    """Whether converters leave the text as it is."""
    return not _CHANGED.search(text)


def literal(text: str) -> str | None:
    """The text as an expression of XPath 1.0, which has no escapes; None where a converter would change it."""
    if not keeps(text):
        return None
    quoted = [f'"{part}"' if part == "'" else f"'{part}'" for part in _COMPARED.split(text) if part]
    return f"concat({', '.join(quoted)})" if len(quoted) > 1 else quoted[0] if quoted else "''"


def pattern(text: str) -> str | None:
    """The pattern as a literal for `regex`, read alike by Java and JavaScript; None where there is none.

    Neither counts characters as we do: there `.` and `[^a]` take half of some characters, so these are written out. A
    pattern covers the whole text: one client demands that anyway, another looks for it anywhere.
    """
    made, at = [], 0
    while at < len(text):
        if repeat := _REPEAT.match(text, at):
            made.append(repeat.group())
            at = repeat.end()
            continue
        atom = _ATOM.match(text, at)
        assert atom is not None
        if (said := _atom(atom)) is None:
            return None
        made.append(said)
        at = atom.end()
    return f"'^({''.join(made)})$'"


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
        high, low = divmod(ord(character) - 0x10000, 0x400)
        return rf"(\u{0xD800 + high:04x}\u{0xDC00 + low:04x})"
    return character if _SAFE.fullmatch(character) else _escaped(character)


def _escaped(character: str) -> str:
    return character if character.isascii() and character.isalnum() else rf"\u{ord(character):04x}"
