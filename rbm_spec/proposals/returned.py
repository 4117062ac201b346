"""A Word document → its text in pieces, each kept, inserted or deleted, and the remarks in its margin.

The file is a stranger's: it passes the gate of returned files first, and what it says stays text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError, fromstring

from rbm_spec.collect.archive import Refused, parts_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
KEPT, INSERTED, DELETED = "kept", "inserted", "deleted"
KINDS = {f"{W}ins": INSERTED, f"{W}moveTo": INSERTED, f"{W}del": DELETED, f"{W}moveFrom": DELETED}
SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
EQUATION = "\ufffc"
"""Stands for an equation: where its lines break depends on how long they are, so its words are not compared."""
AMENDING = f"{W}pPr/{W}pStyle[@{W}val='AmendingMark']"
DEEPEST = 200
BODY, COMMENTS = "word/document.xml", "word/comments.xml"
ELSEWHERE = ("word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text; `by` is who changed it. A line end is the end of a paragraph."""

    text: str
    kind: str = KEPT
    by: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the characters from `first` up to, not with, `last` of the text before all changes."""

    first: int
    last: int
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A document as it came back. `elsewhere` counts changes in equations, notes, headers and footers."""

    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]
    elsewhere: int

    @property
    def before(self) -> str:
        """The text as it was before all tracked changes."""
        return "".join(piece.text for piece in self.pieces if piece.kind != INSERTED)


def returned(content: bytes) -> Returned:
    """The text of a .docx file with its changes and remarks. Raises Refused with a sentence for people."""
    parts = parts_of(content, ".docx")
    if BODY not in parts:
        raise Refused("This is not a Word document.")
    said = {each.get(f"{W}id", ""): each for each in _xml(parts[COMMENTS])} if COMMENTS in parts else {}
    body = _xml(parts[BODY])
    others = [_xml(parts[name]) for name in parts if name.startswith(ELSEWHERE)]
    elsewhere = sum(each.tag in KINDS for place in (*others, *body.iter(f"{M}oMath")) for each in place.iter())
    ranges: dict[str, list[int]] = {}
    pieces = tuple(pieces_of(body, ranges))
    remarks = (
        Remark(first, last, said[id_].get(f"{W}author", ""), _words(said[id_]))
        for id_, (first, last) in ranges.items()
        if id_ in said
    )
    return Returned(pieces, tuple(sorted(remarks, key=lambda each: each.first)), elsewhere)


def document_xml(content: bytes) -> Element:
    """The body part of a document of ours."""
    return _xml(parts_of(content, ".docx")[BODY])


def pieces_of(document: Element, ranges: dict[str, list[int]] | None = None) -> Iterator[Piece]:
    """The text in order; into `ranges` go the first and the last character of each comment, by its number."""
    at = 0
    for piece in _pieces(document, Piece(""), 0):
        if isinstance(piece, Element):
            if ranges is not None:
                ends = ranges.setdefault(piece.get(f"{W}id", ""), [at, at])
                ends[1] = at
            continue
        if piece.kind != INSERTED:
            at += len(piece.text)
        yield piece


def _pieces(element: Element, within: Piece, depth: int) -> Iterator[Piece | Element]:
    """Pieces, and in between the elements where a comment begins or ends."""
    if depth > DEEPEST:
        raise Refused("The document is nested deeper than Word does it.")
    for child in element:
        match child.tag:
            case tag if tag in KINDS:
                yield from _pieces(child, replace(within, kind=KINDS[tag], by=child.get(f"{W}author", "")), depth + 1)
            case tag if tag == f"{M}oMath":
                yield replace(within, text=EQUATION)
            case tag if tag in (f"{W}t", f"{W}delText"):
                yield replace(within, text=_one_line(child.text or ""))
            case tag if tag in SIGNS and element.tag == f"{W}r":
                yield replace(within, text=SIGNS[tag])
            case tag if tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                yield child
            case tag if tag == f"{W}p" and child.find(AMENDING) is not None:
                continue  # ADD, MOD, SUP or NOC: what `redline` says about a provision, and no words of it
            case tag if tag == f"{W}p":
                yield from _pieces(child, within, depth + 1)
                yield _end(child, within)
            case tag if tag not in (f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}trPr", f"{W}tcPr", f"{W}sectPr"):
                yield from _pieces(child, within, depth + 1)


def _end(paragraph: Element, within: Piece) -> Piece:
    """The end of a paragraph, which may be inserted or deleted by itself."""
    for tag, kind in KINDS.items():
        mark = paragraph.find(f"{W}pPr/{W}rPr/{tag}")
        if mark is not None:
            return Piece("\n", kind, mark.get(f"{W}author", ""))
    return replace(within, text="\n")


def _words(comment: Element) -> str:
    return " ".join("".join(each.text for each in pieces_of(comment)).split())


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _xml(part: bytes) -> Element:
    try:
        return fromstring(part)  # noqa: S314 - the gate has refused what defines entities
    except ParseError as error:
        raise Refused("The document is damaged. Save it as .docx and send it again.") from error
