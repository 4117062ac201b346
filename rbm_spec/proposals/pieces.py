"""XML of Word with words in it → the words in pieces, each kept, inserted or deleted, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from rbm_spec.collect.archive import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
KEPT, INSERTED, DELETED, UNDONE = "kept", "inserted", "deleted", "inserted and deleted again"
KINDS = {f"{W}ins": INSERTED, f"{W}moveTo": INSERTED, f"{W}del": DELETED, f"{W}moveFrom": DELETED}
KINDS |= {f"{W}cellIns": INSERTED, f"{W}cellDel": DELETED}
RANGES = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
"""What stands for a sign. Whether a line may end at a hyphen is no matter of words, so a soft one is none."""
OBJECT = "\ufffc"
"""Stands for an equation, a picture, a sign of another font or the number of a note."""
THINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
ALTERNATIVES = f"{MC}AlternateContent"
CELL = "\x1e"
"""Stands for the end of a cell; it counts as a blank."""
OBJECTS = {f"{M}oMath", *THINGS} | {f"{W}{each}" for each in ("footnoteReference", "endnoteReference", "sym")}
OBJECTS |= {f"{W}altChunk", f"{W}subDoc"}
TEXTS = (f"{W}t", f"{W}delText", f"{M}t")
PROPERTIES = {f"{W}{each}" for each in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr")}
AMENDING = {
    f"{W}p": f"{W}pPr/{W}pStyle[@{W}val='AmendingMark']",
    f"{W}r": f"{W}rPr/{W}rStyle[@{W}val='AmendingMarkSign']",
}
WHOLE = {f"{W}p": f"{W}pPr/{W}rPr", f"{W}tr": f"{W}trPr", f"{W}tc": f"{W}tcPr"}
"""What may be inserted and deleted as a whole, of a paragraph its end, and where that is said."""
WIDTHLESS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\ufeff]")
"""Marks where a line may end, or which way it runs. Programs put them in by themselves, and no spec may hold them."""
PLAIN = str.maketrans({"\n": " ", "\r": " ", "\u2011": "-"})
DEEPEST = 200
TOO_DEEP = "The document is nested deeper than Word does it."


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text; `by` is who changed it. A line end is the end of a paragraph."""

    text: str
    kind: str = KEPT
    by: str = ""


def pieces_of(document: Element, ranges: dict[str, tuple[int, int]] | None = None) -> Iterator[Piece]:
    """The text in order; into `ranges` go the first and the last character of each comment, by its number."""
    at = 0
    for piece in _pieces(document, Piece(""), 0):
        if isinstance(piece, Element):
            id_ = piece.get(f"{W}id", "")
            if ranges is not None and (id_ not in ranges or piece.tag == f"{W}commentRangeEnd"):
                ranges[id_] = ranges.get(id_, (at, at))[0], at
            continue
        if piece.kind in (KEPT, DELETED):
            at += len(piece.text)
        yield piece


def before_of(element: Element) -> str:
    """The text before all changes, paragraphs ended by line ends."""
    return "".join(piece.text for piece in pieces_of(element) if piece.kind in (KEPT, DELETED))


def is_contents(frame: Element) -> bool:
    """Whether it holds the list of contents, which Word or this project made."""
    if frame.tag != f"{W}sdt":
        return False
    kind = frame.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return kind is not None and kind.get(f"{W}val") == "Table of Contents"


def is_put_in(element: Element) -> bool:
    """Whether it is a change that puts in what it holds, or a row or cell that was put in."""
    properties = element.find(WHOLE[element.tag]) if element.tag in (f"{W}tr", f"{W}tc") else None
    marks = (element,) if properties is None else properties
    return any(KINDS.get(mark.tag) == INSERTED for mark in marks)


def shown(element: Element) -> Sequence[Element]:
    """The elements right below, without what only older programs show."""
    choices = [child for child in element if child.tag == f"{MC}Choice"] if element.tag == ALTERNATIVES else []
    return choices[:1] or element[:]


def _pieces(element: Element, within: Piece, depth: int) -> Iterator[Piece | Element]:
    """Pieces, and in between the elements where a comment begins or ends."""
    if depth > DEEPEST:
        raise Refused(TOO_DEEP)
    for child in element:
        match child.tag:
            case tag if tag in KINDS:
                yield from _pieces(child, _marked(within, child), depth + 1)
            case tag if tag == f"{W}sdt" and is_contents(child):
                # It repeats headings, which are compared where they stand.
                yield from (each for each in child.iter() if each.tag in RANGES)
            case tag if tag in OBJECTS:
                yield replace(within, text=OBJECT)
            case tag if tag == ALTERNATIVES:
                yield from _alternatives(child, within, depth)
            case tag if tag in TEXTS:
                yield replace(within, text=_one_line(child.text or ""))
            case tag if tag in SIGNS and element.tag == f"{W}r":
                yield replace(within, text=SIGNS[tag])
            case tag if tag in RANGES:
                yield child
            case tag if tag in AMENDING and child.find(AMENDING[tag]) is not None:
                continue  # ADD, MOD, SUP or NOC: what `redline` says about a provision, and no words of it
            case tag if tag == f"{W}p":
                yield from _pieces(child, within, depth + 1)
                yield replace(_whole(within, child), text="\n")
            case tag if tag in WHOLE:
                yield from _pieces(child, (whole := _whole(within, child)), depth + 1)
                if tag == f"{W}tc":
                    yield replace(whole, text=CELL)
            case tag if tag not in PROPERTIES:
                yield from _pieces(child, within, depth + 1)


def _alternatives(element: Element, within: Piece, depth: int) -> Iterator[Piece | Element]:
    """A drawing, or text such as a coloured sign that older programs write in another way."""
    if any(each.tag in THINGS for each in element.iter()):
        yield replace(within, text=OBJECT)
    elif len(element):
        # What every program can show comes last.
        yield from _pieces(element[-1], within, depth + 1)


def _whole(within: Piece, element: Element) -> Piece:
    properties = element.find(WHOLE[element.tag])
    for mark in properties if properties is not None else ():
        within = _marked(within, mark) if mark.tag in KINDS else within
    return within


def _marked(within: Piece, mark: Element) -> Piece:
    kind, by = KINDS[mark.tag], mark.get(f"{W}author", "")
    if within.kind in (KEPT, kind):
        return replace(within, kind=kind, by=by)
    # Whoever took it out again, in whichever of the two the other stands.
    return replace(within, kind=UNDONE, by=by if kind == DELETED else within.by)


def _one_line(text: str) -> str:
    return WIDTHLESS.sub("", text.translate(PLAIN))
