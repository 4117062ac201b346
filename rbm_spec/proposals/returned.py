"""A Word document → its text in pieces, each kept, inserted or deleted, and the remarks in its margin.

The file is a stranger's: it passes the gate of returned files first, and what it says stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError, fromstring

from rbm_spec.collect.archive import Refused, parts_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
KEPT, INSERTED, DELETED, UNDONE = "kept", "inserted", "deleted", "inserted and deleted again"
KINDS = {f"{W}ins": INSERTED, f"{W}moveTo": INSERTED, f"{W}del": DELETED, f"{W}moveFrom": DELETED}
RANGES = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
OBJECT = "\ufffc"
"""Stands for an equation, a picture or the number of a note. Where an equation has its line ends depends on how long it
is, so its words are not compared."""
OBJECTS = {f"{M}oMath": "an equation", f"{W}drawing": "a picture", f"{W}pict": "a picture", f"{W}object": "a picture"}
OBJECTS |= {f"{MC}AlternateContent": "a picture", f"{W}footnoteReference": "", f"{W}endnoteReference": ""}
LOOKS = {f"{W}{each}Change" for each in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")}
WORDS = {f"{W}t", f"{W}delText", f"{M}t"}
AMENDING = f"{W}pPr/{W}pStyle[@{W}val='AmendingMark']"
DEEPEST = 200
BODY, COMMENTS = "word/document.xml", "word/comments.xml"
NOTES = "word/footnotes.xml"
ELSEWHERE = {NOTES: "a footnote", "word/endnotes": "a note", "word/header": "the header", "word/footer": "the footer"}
LARGEST = 20 * 1024 * 1024
"""Bytes of one part as XML; it takes many times as much while it is read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text; `by` is who changed it. A line end is the end of a paragraph."""

    text: str
    kind: str = KEPT
    by: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the characters from `first` up to, not with, `last` of the text before all changes.

    Both are -1 for a comment on something else than the text, such as a footnote.
    """

    first: int
    last: int
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A tracked change of words that are not compared; `place` says in words where they are."""

    place: str
    kind: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A document as it came back. `looks` counts changes of formatting, `notes` are footnotes before changes."""

    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    looks: int = 0
    notes: tuple[str, ...] = ()

    @property
    def before(self) -> str:
        """The text as it was before all tracked changes."""
        return "".join(piece.text for piece in self.pieces if piece.kind in (KEPT, DELETED))


def returned(content: bytes) -> Returned:
    """The text of a .docx file with its changes and remarks. Raises Refused with a sentence for people."""
    parts = parts_of(content, ".docx")
    if BODY not in parts:
        raise Refused("This is not a Word document.")
    said = {each.get(f"{W}id", ""): each for each in _xml(parts[COMMENTS])} if COMMENTS in parts else {}
    body = _xml(parts[BODY])
    others = [
        (place, _xml(parts[name])) for name in parts for part, place in ELSEWHERE.items() if name.startswith(part)
    ]
    ranges: dict[str, tuple[int, int]] = {}
    pieces = tuple(pieces_of(body, ranges))
    remarks = (
        Remark(*ranges.get(id_, (-1, -1)), each.get(f"{W}author", ""), _words(each)) for id_, each in said.items()
    )
    return Returned(
        pieces,
        tuple(sorted(remarks, key=lambda each: each.first)),
        (*_undone(pieces), *_elsewhere(body, others)),
        sum(each.tag in LOOKS for place in (body, *(other for _, other in others)) for each in place.iter()),
        notes_of(_xml(parts[NOTES])) if NOTES in parts else (),
    )


def _undone(pieces: Iterable[Piece]) -> Iterator[Elsewhere]:
    """What one has put in and another has taken out again."""
    return (Elsewhere("the text", UNDONE, each.text, each.by) for each in pieces if each.kind == UNDONE)


def _elsewhere(body: Element, others: Iterable[tuple[str, Element]]) -> Iterator[Elsewhere]:
    objects = ((OBJECTS[each.tag], each) for each in body.iter() if OBJECTS.get(each.tag))
    lists = (("the list of contents", each) for each in body.iter(f"{W}sdt") if _is_contents(each))
    for place, element in (*others, *objects, *lists):
        for each in element.iter():
            if each.tag in KINDS:
                texts = (word.text or "" for word in each.iter() if word.tag in WORDS)
                yield Elsewhere(place, KINDS[each.tag], "".join(texts), each.get(f"{W}author", ""))


def notes_of(part: Element) -> tuple[str, ...]:
    """The words of each footnote before all changes."""
    found = (
        "".join(piece.text for piece in pieces_of(note) if piece.kind in (KEPT, DELETED)).replace(OBJECT, "")
        for note in part
        if note.get(f"{W}type") is None
    )
    return tuple(" ".join(each.split()) for each in found)


def xml_of(content: bytes, part: str) -> Element | None:
    """A part of a document of ours."""
    parts = parts_of(content, ".docx")
    return _xml(parts[part]) if part in parts else None


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


def _pieces(element: Element, within: Piece, depth: int) -> Iterator[Piece | Element]:
    """Pieces, and in between the elements where a comment begins or ends."""
    if depth > DEEPEST:
        raise Refused("The document is nested deeper than Word does it.")
    for child in element:
        match child.tag:
            case tag if tag in KINDS:
                yield from _pieces(child, _marked(within, child), depth + 1)
            case tag if tag == f"{W}sdt" and _is_contents(child):
                # It repeats headings, which are compared where they stand.
                yield from (each for each in child.iter() if each.tag in RANGES)
            case tag if tag in OBJECTS:
                yield replace(within, text=OBJECT)
            case tag if tag in (f"{W}t", f"{W}delText"):
                yield replace(within, text=_one_line(child.text or ""))
            case tag if tag in SIGNS and element.tag == f"{W}r":
                yield replace(within, text=SIGNS[tag])
            case tag if tag in RANGES:
                yield child
            case tag if tag == f"{W}p" and child.find(AMENDING) is not None:
                continue  # ADD, MOD, SUP or NOC: what `redline` says about a provision, and no words of it
            case tag if tag == f"{W}p":
                yield from _pieces(child, within, depth + 1)
                yield replace(_within(within, child.find(f"{W}pPr/{W}rPr")), text="\n")
            case tag if tag == f"{W}tr":
                yield from _pieces(child, _within(within, child.find(f"{W}trPr")), depth + 1)
            case tag if tag not in (f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}trPr", f"{W}tcPr", f"{W}sectPr"):
                yield from _pieces(child, within, depth + 1)


def _within(within: Piece, properties: Element | None) -> Piece:
    """What an end of a paragraph, or a row of a table, is as a whole: these may be inserted and deleted as well."""
    for mark in properties if properties is not None else ():
        within = _marked(within, mark) if mark.tag in KINDS else within
    return within


def _marked(within: Piece, mark: Element) -> Piece:
    kind = KINDS[mark.tag]
    if within.kind not in (KEPT, kind):
        kind = UNDONE
    return replace(within, kind=kind, by=mark.get(f"{W}author", ""))


def _is_contents(frame: Element) -> bool:
    """Whether it holds the list of contents, which Word or this project made."""
    kind = frame.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return kind is not None and kind.get(f"{W}val") == "Table of Contents"


def _words(comment: Element) -> str:
    return " ".join("".join(each.text for each in pieces_of(comment)).split())


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _xml(part: bytes) -> Element:
    if len(part) > LARGEST:
        raise Refused(
            f"A part of the document is larger than {LARGEST // 1024 // 1024} MB; such a document is not read."
        )
    try:
        return fromstring(part)  # noqa: S314 - the gate has refused what defines entities
    except ParseError as error:
        raise Refused("The document is damaged. Save it as .docx and send it again.") from error
