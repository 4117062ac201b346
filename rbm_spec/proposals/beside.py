"""XML of a document → the words that stand beside its running text, and what was tracked in them.

These are equations, the list of contents, text boxes, notes, headers and footers. They are held against those of the
printed document, and changes of them are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from rbm_spec.proposals.opened import BESIDE, Opened
from rbm_spec.proposals.pieces import (
    INSERTED,
    KEPT,
    KINDS,
    OBJECT,
    TEXTS,
    UNDONE,
    M,
    Piece,
    W,
    before_of,
    is_contents,
    pieces_of,
    shown,
)  # fmt: skip

TEXT, EQUATION, CONTENTS, BOX, NOTE = (
    "the text", "an equation", "the list of contents", "a text box", BESIDE["footnotes"],
)  # fmt: skip
CHANGED = "changed"
FILE = "a whole file, whose words are not read"
NUMBER = re.compile(r"[\d.()]*\Z")
V = "{urn:schemas-microsoft-com:vml}"

Place = tuple[str, Element, bool]
"""How people call it, its XML, and whether a change of the running text has put it in as a whole."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A tracked change of words that are not compared; `place` says in words where they are."""

    place: str
    kind: str
    text: str
    by: str


def words_beside(document: Opened) -> Mapping[str, tuple[str, ...]]:
    """The words before all changes of each equation, entry, box, note, and line of a header or footer, by place."""
    found: dict[str, list[str]] = {}
    for place, element, is_new in _places(document):
        if not is_new:
            found.setdefault(place, []).extend(text for text in _texts(place, element) if text)
    return {place: tuple(texts) for place, texts in found.items() if texts}


def changes_beside(document: Opened, pieces: Iterable[Piece]) -> Iterator[Elsewhere]:
    """What was tracked in them, and what one has put into the running text and another has taken out again."""
    yield from _merged(TEXT, (piece for piece in pieces if piece.kind == UNDONE))
    for place, element, _ in _places(document):
        found = list(_merged(place, (piece for piece in pieces_of(element) if piece.kind != KEPT)))
        yield from found
        mark = next((each for each in element.iter() if each.tag in KINDS), None)
        if not found and mark is not None:
            yield Elsewhere(place, CHANGED, " ".join(before_of(element).split()), mark.get(f"{W}author", ""))
    for each in document.body.iter():
        if each.tag in (f"{W}altChunk", f"{W}subDoc"):
            yield Elsewhere(TEXT, INSERTED, FILE, "")


def in_contents(entry: str) -> str:
    """An entry without numbers, as of pages, which differ by program."""
    parts = (" ".join(each.split()) for each in entry.split("\t"))
    return "\t".join(each for each in parts if not NUMBER.match(each))


def _places(document: Opened) -> Iterator[Place]:
    for kind, part in document.others:
        if kind in ("header", "footer"):
            _uncounted(part)
            yield BESIDE[kind], part, False
        else:
            yield from ((BESIDE[kind], note, False) for note in part if note.get(f"{W}type") is None)
    for part in (document.body, *(each for _, each in document.others)):
        for each, is_new in shown(part):
            if each.tag == f"{M}oMath":
                yield EQUATION, each, is_new
            elif each.tag in (f"{W}txbxContent", f"{V}textpath"):
                yield BOX, each, is_new
            elif is_contents(each):
                yield CONTENTS, each[-1], is_new


def _texts(place: str, element: Element) -> Iterator[str]:
    text = element.get("string", "") if element.tag == f"{V}textpath" else before_of(element)
    if place == EQUATION:
        yield "".join(text.split())
    elif place == CONTENTS:
        yield from map(in_contents, text.split("\n"))
    elif place in (BESIDE["header"], BESIDE["footer"]):
        yield from (" ".join(line.split()) for line in text.split("\n"))
    else:
        yield " ".join(text.replace(OBJECT, "").split())


def _merged(place: str, pieces: Iterable[Piece]) -> Iterator[Elsewhere]:
    """Neighbouring pieces of one kind and person are one change."""
    for (kind, by), some in groupby(pieces, lambda piece: (piece.kind, piece.by)):
        text = " ".join("".join(piece.text for piece in some).split())
        if text:
            yield Elsewhere(place, kind, text, by)


def _uncounted(part: Element) -> None:
    """Take out what fields of a header or footer have counted, such as pages."""
    inside = [False]
    for each in part.iter():
        if each.tag == f"{W}fldSimple":
            for word in each.iter():
                word.text = "" if word.tag in TEXTS else word.text
        elif each.tag == f"{W}fldChar":
            kind = each.get(f"{W}fldCharType")
            if kind == "begin":
                inside.append(False)
            elif kind == "separate":
                inside[-1] = True
            elif len(inside) > 1:
                inside.pop()
        elif each.tag in TEXTS and any(inside):
            each.text = ""
