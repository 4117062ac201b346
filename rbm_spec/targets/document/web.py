"""The parts of a document -> a web page by itself: no network, no script, no file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import islice
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from rbm_spec import resources
from rbm_spec.targets.document.outline import CONTENTS, NOTE, NUMBER, Part
from rbm_spec.targets.document.package import Properties
from rbm_spec.targets.equation.page import style

SPACE = re.compile(r"\{[^{}]*\}")
INDICATOR = 3
"""The level of headings of indicators, and the deepest that is listed."""


def web_page(parts: tuple[Part, ...], properties: Properties) -> bytes:
    """The page in the language of `properties`."""
    words = properties.words
    page = fromstring(_shell())  # noqa: S314 - ours
    page.attrib = {"lang": words.say("language.tag"), "dir": words.say("language.direction")}
    for place in page.iter():
        match place.tag:
            case "title":
                place.text = properties.title
            case "style":
                place.text = f"\n{_looks()}{style()}"
            case "main":
                place.text = "\n"
                place.extend(_plain(deepcopy(each)) for part in parts for each in _shown(part))
                _set_contents(place, parts)
                _set_notes_at_end(place)
    written: bytes = tostring(page, "utf-8", method="html")
    return b"<!DOCTYPE html>\n" + written + b"\n"


@cache
def _shell() -> str:
    return (resources.generators() / "document" / "layout" / "web.html").read_text("utf-8")


@cache
def _looks() -> str:
    return (resources.generators() / "document" / "layout" / "web.css").read_text("utf-8")


def _shown(part: Part) -> Iterator[Element]:
    """A part without a name stands by itself, others are sections."""
    inside = [*_heading(part), *(_scrolled(each) for each in part.blocks)]
    inside += [each for under in part.parts for each in _shown(under)]
    if not part.name:
        yield from inside
        return
    section = Element("section", {"id": part.name})
    section.text = section.tail = "\n"
    section.extend(inside)
    yield section


def _heading(part: Part) -> Iterator[Element]:
    if part.heading.tag == "p":
        return
    heading = deepcopy(part.heading)
    if part.number:
        number = Element("span", {"class": "number"})
        number.text, number.tail, heading.text = part.number, f" {heading.text or ''}", None
        heading.insert(0, number)
    yield heading


def _set_contents(main: Element, parts: tuple[Part, ...]) -> None:
    """A list of the headings that follow, down to indicators, in place of its heading; no list of none."""
    place = next((each for each in main.iter("div") if each.get("class") == CONTENTS), None)
    if place is None:
        return
    said = "".join(place.itertext()).strip()
    names = {each.get("id") for each in _behind(main, place) if each.tag == "section"}
    place.clear()
    place.tag, place.tail = "nav", "\n"
    place.attrib = {"class": CONTENTS, "aria-labelledby": CONTENTS}
    SubElement(place, "p", {"class": "lead", "id": CONTENTS}).text = said
    top = SubElement(place, "ul")
    for part in (each for each in _all(parts) if each.name in names and each.level <= INDICATOR):
        within = top
        if part.level == INDICATOR and len(top):
            found = top[-1].find("ul")
            within = SubElement(top[-1], "ul") if found is None else found
        link = SubElement(SubElement(within, "li"), "a", {"href": f"#{part.name}"})
        heading = _plain(deepcopy(part.heading))
        link.text = f"{part.number} {heading.text or ''}".strip()
        link.extend(heading)


def _behind(main: Element, place: Element) -> Iterator[Element]:
    return islice(main.iter(), list(main.iter()).index(place) + 1, None)


def _all(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _all(part.parts)


def _set_notes_at_end(main: Element) -> None:
    """Footnotes leave their numbers where they stood; they follow as a list, and both lead to each other."""
    notes = [each for each in main.iter("span") if each.get("class") == NOTE]
    if not notes:
        return
    ends = SubElement(SubElement(main, "section", {"role": "doc-endnotes", "class": "notes"}), "ol")
    for note in notes:
        number, tail = note.get(NUMBER, ""), note.tail
        entry = SubElement(ends, "li", {"id": f"note_{number}"})
        entry.text, entry[:] = note.text, list(note)
        SubElement(entry, "a", {"role": "doc-backlink", "href": f"#noteref_{number}"}).text = "↩"
        note.clear()
        note.tag, note.tail = "a", tail
        note.attrib = {"role": "doc-noteref", "id": f"noteref_{number}", "href": f"#note_{number}"}
        SubElement(note, "sup").text = number


def _scrolled(block: Element) -> Element:
    """A table may be wider than the glass; then it moves by itself, by keyboard too."""
    if block.tag != "table":
        return block
    frame = Element("div", {"class": "wide", "tabindex": "0"})
    frame.append(block)
    frame.tail = "\n"
    return frame


def _plain(block: Element) -> Element:
    """Names of elements without their namespace: hypertext knows equations by their names alone.

    A wide equation moves as a wide table does.
    """
    for each in block.iter():
        each.tag = SPACE.sub("", each.tag)
        if each.tag == "math" and each.get("display") == "block":
            each.set("tabindex", "0")
    return block
