"""The styles and lists of a Word document -> what they say of its paragraphs: level in the outline, and number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACE = re.compile(r"%([1-9])")
BULLET = "bullet"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of its paragraphs: outline level, from 0, and the list and its level that number them."""

    outline: int | None
    numbering: tuple[str, int] | None


@dataclass(slots=True)
class Numbers:
    """The numbers of the lists of a document, as they are counted on."""

    levels: dict[tuple[str, int], Element]
    counts: dict[str, list[int]] = field(default_factory=dict)

    def next(self, numbering: tuple[str, int]) -> str:
        """The number of the next paragraph of this list and level, nothing for bullets."""
        name, depth = numbering
        counts = self.counts.setdefault(name, [self._start(name, level) - 1 for level in range(9)])
        counts[depth] += 1
        counts[depth + 1 :] = [self._start(name, level) - 1 for level in range(depth + 1, 9)]
        level = self.levels.get(numbering)
        if level is None or value(level, "numFmt") == BULLET:
            return ""
        return PLACE.sub(lambda found: self._count(name, int(found[1]) - 1), value(level, "lvlText"))

    def _start(self, name: str, level: int) -> int:
        found = self.levels.get((name, level))
        return int(value(found, "start") or 1) if found is not None else 1

    def _count(self, name: str, depth: int) -> str:
        level = self.levels.get((name, depth))
        shape = value(level, "numFmt") if level is not None else ""
        return _shaped(self.counts[name][depth], shape)


def looks(styles: Element) -> dict[str, Look]:
    """What each paragraph style says, by its id, with what it takes over from others."""
    by_name = {each.get(f"{W}styleId", ""): each for each in styles.iter(f"{W}style")}
    return {name: Look(_outline(by_name, name), _numbering(by_name, name)) for name in by_name}


def by_names(styles: Element) -> dict[str, str]:
    """The id of each style by its name in small letters: names are the same whatever program saved them."""
    return {value(each, "name").casefold(): each.get(f"{W}styleId", "") for each in styles.iter(f"{W}style")}


def levels(numbering: Element) -> dict[tuple[str, int], Element]:
    """The level of each list, by the number of the list and the depth."""
    drafts = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
    return {
        (each.get(f"{W}numId", ""), int(level.get(f"{W}ilvl", "0"))): level
        for each in numbering.iter(f"{W}num")
        if (draft := drafts.get(value(each, "abstractNumId"))) is not None
        for level in draft.iter(f"{W}lvl")
    }


def said_by(styles: dict[str, Element], name: str, path: str) -> Element | None:
    """What a style says at `path`, or the nearest one that it is based on; None when none does."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        found = styles[name].find(path)
        if found is not None:
            return found
        name = value(styles[name], "basedOn")
    return None


def _outline(styles: dict[str, Element], name: str) -> int | None:
    found = said_by(styles, name, f"{W}pPr/{W}outlineLvl")
    level = int(found.get(f"{W}val", "9")) if found is not None else 9
    return level if level < 9 else None


def _numbering(styles: dict[str, Element], name: str) -> tuple[str, int] | None:
    found = said_by(styles, name, f"{W}pPr/{W}numPr")
    if found is None or value(found, "numId") in ("", "0"):
        return None
    return value(found, "numId"), int(value(found, "ilvl") or 0)


def value(element: Element, child: str) -> str:
    """What the child of this name says; empty without one."""
    found = element.find(f"{W}{child}")
    return "" if found is None else found.get(f"{W}val", "")


def _shaped(count: int, shape: str) -> str:
    match shape:
        case "lowerLetter" | "upperLetter":
            text = chr(ord("a") + (count - 1) % LETTERS) * ((count - 1) // LETTERS + 1)
        case "lowerRoman" | "upperRoman":
            text = ""
            for value, sign in ROMAN:
                text, count = text + sign * (count // value), count % value
        case _:
            return str(count)
    return text.upper() if shape.startswith("upper") else text
