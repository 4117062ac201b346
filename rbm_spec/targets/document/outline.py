"""Hypertext of pandoc -> the parts of a document: headings with what stands under them.

Web pages and Akoma Ntoso are written from the same parts, so their numbers and their names agree. A part is named by
its place (`sec_2__subsec_1`, as Akoma Ntoso does), which is the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

TITLE, SECTION, DEEPEST = 1, 2, 5
NAMES = {SECTION: "sec", 3: "subsec", 4: "para", DEEPEST: "subpara"}
HEADINGS = {f"h{level}": level for level in range(TITLE, DEEPEST + 1)}
ANNEX = "annex"
CONTENTS = "contents"
"""The class of what stands where the headings that follow are to be listed."""
NOTE, NUMBER = "note", "data-number"
"""The class of a footnote at its place, and the attribute that holds its number."""
RIGHT = "text-align: right;"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, the blocks under it, and the parts under these. Elements are read only.

    `name` is empty for what stands before all headings and for the title; `kind` is the class of the heading.
    """

    level: int
    name: str
    kind: str
    number: str
    heading: Element
    blocks: tuple[Element, ...]
    parts: tuple[Part, ...]


def outline(hypertext: bytes, captioned: Callable[[int, str], str]) -> tuple[Part, ...]:
    """The parts of the highest level, in order. The first has no heading when blocks come before one.

    `captioned` gives the caption of a table by its number.
    """
    blocks = list(fromstring(b"<main>" + hypertext + b"</main>"))  # noqa: S314 - what pandoc wrote
    for number, table in enumerate((each for block in blocks for each in _captioned(block)), 1):
        caption = table.find("caption")
        assert caption is not None
        caption.text = captioned(number, caption.text or "")
    for block in blocks:
        for table in block.iter("table"):
            _headed(table)
    return tuple(_parts(blocks, TITLE, ""))


def _captioned(block: Element) -> Iterator[Element]:
    return (table for table in block.iter("table") if table.find("caption") is not None)


def _headed(table: Element) -> None:
    """Cells that are headers say of what; sides of a page are not named, as a language may run the other way."""
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for row in table.iter("tr"):
        if table.get("class") == "facts" and len(row):
            row[0].tag = "th"
            row[0].set("scope", "row")
        for cell in row:
            if cell.attrib.pop("style", "") == RIGHT:
                cell.set("class", "figure")


def _parts(blocks: list[Element], level: int, within: str) -> Iterator[Part]:
    """The parts that begin at headings of `level`, or deeper where that level is left out."""
    starts = [place for place, block in enumerate(blocks) if HEADINGS.get(block.tag, DEEPEST + 1) <= level]
    if not starts and level <= DEEPEST and any(block.tag in HEADINGS for block in blocks):
        yield from _parts(blocks, level + 1, within)
        return
    first = starts[0] if starts else len(blocks)
    if first:
        yield _part(Element("p"), blocks[:first], level, within, 0)
    annexes = sections = 0
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        heading = blocks[start]
        is_annex = heading.get("class") == ANNEX
        annexes, sections = annexes + is_annex, sections + (not is_annex)
        yield _part(heading, blocks[start + 1 : end], level, within, annexes if is_annex else sections)


def _part(heading: Element, blocks: list[Element], level: int, within: str, place: int) -> Part:
    kind = heading.get("class", "")
    name = within
    if place and kind == ANNEX:
        name = f"att_{place}"
    elif place and level in NAMES:
        name = f"{within}__{NAMES[level]}_{place}" if within else f"{NAMES[level]}_{place}"
    number = next((each for each in heading if each.get("class") == "number"), None)
    if number is not None:
        heading.text = (number.tail or "").lstrip()
        heading.remove(number)
    first = next((place for place, block in enumerate(blocks) if block.tag in HEADINGS), len(blocks))
    under = tuple(_parts(blocks[first:], level + 1, name)) if first < len(blocks) else ()
    said = (number.text or "") if number is not None else ""
    return Part(level, name, kind, said, heading, tuple(blocks[:first]), under)
