"""Free text -> names that file systems and Excel accept, and text cut to Excel's limits.

Excel counts UTF-16 units: a character outside the basic plane, such as an emoji, is two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

LONGEST_SHEET_NAME = 31
LONGEST_SLUG = 60
_FORBIDDEN_IN_SHEETS = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
_TAKEN_BY_EXCEL = "history"


def length(text: str) -> int:
    """How long Excel finds the text."""
    return len(text) + sum(character > "\uffff" for character in text)


def clip(text: str, most: int) -> str:
    """The text, or as much as fits with a mark that some is missing."""
    if length(text) <= most:
        return text
    kept = text[: most - 1]
    while length(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def slugs(owners: Iterable[str]) -> dict[str, str]:
    """A file name of small ASCII letters, digits and hyphens for each owner, no two alike."""
    names: dict[str, str] = {}
    for owner in owners:
        names[owner] = _unlike(_slug(owner), names.values(), lambda name, number: f"{name}-{number}")
    return names


def _slug(owner: str) -> str:
    letters = unicodedata.normalize("NFKD", owner).encode("ascii", "ignore").decode().lower()
    name = _NOT_IN_SLUGS.sub("-", letters).strip("-")[:LONGEST_SLUG].rstrip("-") or "owner"
    return f"owner-{name}" if _DEVICES.match(name) else name


def sheet_names(titles: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """A sheet name for each dataset from its title, none like another or like those `taken`, whatever the case."""
    names: dict[str, str] = {}
    for dataset, title in titles.items():
        names[dataset] = _unlike(_sheet_name(title, dataset), [*taken, *names.values()], _numbered)
    return names


def _sheet_name(title: str, dataset: str) -> str:
    words = " ".join(_FORBIDDEN_IN_SHEETS.sub(" ", title).split())
    name = words if length(words) <= LONGEST_SHEET_NAME else _whole_words(words)
    return (
        name if name and name.casefold() != _TAKEN_BY_EXCEL else clip(f"{name} {dataset}".strip(), LONGEST_SHEET_NAME)
    )


def _whole_words(words: str) -> str:
    """As many words as fit; part of the first when even that is too long."""
    cut = clip(words, LONGEST_SHEET_NAME)
    head = cut.removesuffix("…")
    whole = head if words[len(head) : len(head) + 1] == " " else head.rpartition(" ")[0]
    return f"{whole}…" if whole else cut


def _numbered(name: str, number: int) -> str:
    return f"{clip(name, LONGEST_SHEET_NAME - len(f' {number}'))} {number}"


def _unlike(name: str, others: Iterable[str], numbered: Callable[[str, int], str]) -> str:
    taken = {_folded(other) for other in others}
    found, number = name, 1
    while _folded(found) in taken:
        number += 1
        found = numbered(name, number)
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
