"""The looks and the package of a Word document -> what is too faint to read, and what asks when it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, fromstring

from rbm_spec.targets.document.looks import W, said_by, value

PAPER, LEAST = "FFFFFF", 4.5
"""The colour behind words where none is said, and the least contrast of WCAG 2.2, level AA."""
COLOUR = re.compile("[0-9A-Fa-f]{6}")
USED = re.compile(rb'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"')
OUTSIDE = re.compile(rb'<Relationship [^<>]*TargetMode="External"[^<>]*>')
ASKING = (
    (re.compile(rb"<w:updateFields\b"), "whether fields are to be updated"),
    (re.compile(rb"<w:attachedTemplate\b"), "for the template that is attached to it"),
    (re.compile(rb"<w:documentProtection\b"), "for a password"),
    (re.compile(rb'w:dirty="(?:true|1|on)"'), "whether fields are to be updated"),
)
PROGRAMS = ("vbaProject", "embeddings/", "activeX/")


def faint(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Each style in use of which the words stand out too little from what is behind them.

    The automatic colour of Word is black or white, whichever can be read.
    """
    used = {name.decode() for part in parts for name in USED.findall(parts[part]) if part.startswith("word/")}
    tree = fromstring(parts["word/styles.xml"])  # noqa: S314 - of our own making
    styles = {each.get(f"{W}styleId", ""): each for each in tree.iter(f"{W}style")}
    for name in sorted(used & styles.keys()):
        own = _colour(said_by(styles, name, f"{W}rPr/{W}color"), "val")
        behind = _behind(styles, name)
        yield from _judged(value(styles[name], "name"), own, behind)
        for part in styles[name].iter(f"{W}tblStylePr"):
            where = f"{value(styles[name], 'name')}, {part.get(f'{W}type', '')}"
            fill = _colour(part.find(f"{W}tcPr/{W}shd"), "fill") or behind
            yield from _judged(where, _colour(part.find(f"{W}rPr/{W}color"), "val") or own, fill)


def asks(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What Word asks a reader who opens the file, or warns of."""
    for name, part in sorted(parts.items()):
        if any(each in name for each in PROGRAMS):
            yield f"The document holds a program or a file of another kind: {name}."
        for sign, question in ASKING:
            if sign.search(part):
                yield f"Word asks {question} when the document is opened ({name})."
        if name.endswith(".rels") and any(b"/hyperlink" not in each for each in OUTSIDE.findall(part)):
            yield f"The document fetches something from elsewhere ({name})."


def contrast(one: str, other: str) -> float:
    """Of two colours as RRGGBB, from 1 to 21, as WCAG defines it."""
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _judged(name: str, own: str, behind: str) -> Iterator[str]:
    if own and (found := contrast(own, behind)) < LEAST:
        yield f"Words in the style “{name}” have a contrast of {found:.1f} to 1, and 4.5 to 1 is the least."


def _behind(styles: dict[str, Element], name: str) -> str:
    paths = (f"{W}rPr/{W}shd", f"{W}pPr/{W}shd", f"{W}tcPr/{W}shd", f"{W}tblPr/{W}shd")
    return next((found for path in paths if (found := _colour(said_by(styles, name, path), "fill"))), PAPER)


def _colour(element: Element | None, attribute: str) -> str:
    said = element.get(f"{W}{attribute}", "") if element is not None else ""
    return said if COLOUR.fullmatch(said) else ""


def _light(colour: str) -> float:
    """The relative luminance, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
