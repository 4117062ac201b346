"""XML of a document → the words that stand beside its running text, and what was tracked in them.

These are equations, the list of contents, text boxes, notes, headers and footers. They are held against those of the
printed document, and changes of them are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from rbm_spec.collect.archive import Refused
from rbm_spec.proposals.opened import BESIDE, Opened
from rbm_spec.proposals.pieces import (
    DELETED,
    INSERTED,
    KEPT,
    KINDS,
    OBJECT,
    TEXTS,
    TOO_DEEP,
    UNDONE,
    M,
    Piece,
    W,
    before_of,
    is_contents,
    is_put_in,
    pieces_of,
    shown,
)  # fmt: skip

TEXT, EQUATION, CONTENTS, BOX, NOTE = (
    "the text", "an equation", "the list of contents", "a text box", BESIDE["footnotes"],
)  # fmt: skip
CHANGED = "changed"
FILE = "a whole file, whose words are not read"
DEEPEST = 3
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


@dataclass(frozen=True, slots=True)
class Note:
    """What a footnote says before and after all changes, and who made them."""

    before: str
    after: str
    by: tuple[str, ...]


def notes_of(places: Iterable[Place]) -> Iterator[Note]:
    """The footnotes in their order."""
    for place, element, _ in places:
        if place == NOTE:
            pieces = list(pieces_of(element))
            by = dict.fromkeys(piece.by for piece in pieces if piece.by)
            yield Note(_one(pieces, DELETED), _one(pieces, INSERTED), tuple(by))


def _one(pieces: Iterable[Piece], kind: str) -> str:
    text = "".join(piece.text for piece in pieces if piece.kind in (KEPT, kind))
    return " ".join(text.replace(OBJECT, "").split())


def words_beside(places: Iterable[Place]) -> Mapping[str, tuple[str, ...]]:
    """The words before all changes of each equation, entry, box, note, and line of a header or footer, by place."""
    found: dict[str, list[str]] = {}
    for place, element, is_new in places:
        if not is_new:
            found.setdefault(place, []).extend(text for text in _texts(place, element) if text)
    return {place: tuple(texts) for place, texts in found.items() if texts}


def changes_beside(places: Iterable[Place]) -> Iterator[Elsewhere]:
    """What was tracked in them; footnotes are compared by themselves."""
    for place, element, _ in places:
        if place == NOTE:
            continue
        found = list(_merged(place, pieces_of(element), (INSERTED, DELETED, UNDONE)))
        yield from found
        mark = next((each for each in element.iter() if each.tag in KINDS), None)
        if not found and mark is not None:
            yield Elsewhere(place, CHANGED, " ".join(before_of(element).split()), mark.get(f"{W}author", ""))


def changes_within(document: Opened, pieces: Iterable[Piece]) -> Iterator[Elsewhere]:
    """What one has put into the running text and another has taken out again, and files in the file."""
    yield from _merged(TEXT, pieces, (UNDONE,))
    for each in document.body.iter():
        if each.tag in (f"{W}altChunk", f"{W}subDoc"):
            yield Elsewhere(TEXT, INSERTED, FILE, "")


def in_contents(entry: str) -> str:
    """An entry without numbers, as of pages, which differ by program."""
    parts = (" ".join(each.split()) for each in entry.split("\t"))
    return "\t".join(each for each in parts if not NUMBER.match(each))


def places_beside(document: Opened) -> Iterator[Place]:
    """Every place with words beside the running text. Raises Refused where too many lie in one another."""
    for kind, part in document.others:
        if kind in ("header", "footer"):
            _uncounted(part)
            yield BESIDE[kind], part, False
        else:
            yield from ((BESIDE[kind], note, False) for note in part if note.get(f"{W}type") is None)
    for part in (document.body, *(each for _, each in document.others)):
        pending = [(part, False, 0)]
        while pending:
            each, is_new, within = pending.pop()
            is_new = is_new or is_put_in(each)
            if (place := _place(each)) is not None:
                within += 1
                yield place, each, is_new
            if within > DEEPEST:
                raise Refused(TOO_DEEP)
            pending += ((child, is_new, within) for child in reversed(shown(each)))


def _place(element: Element) -> str | None:
    if element.tag in (f"{W}txbxContent", f"{V}textpath"):
        return BOX
    if element.tag == f"{M}oMath":
        return EQUATION
    return CONTENTS if is_contents(element) else None


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


def _merged(place: str, pieces: Iterable[Piece], kinds: Sequence[str]) -> Iterator[Elsewhere]:
    """The changes of some kinds; neighbouring pieces of one kind and person are one."""
    for (kind, by), some in groupby(pieces, lambda piece: (piece.kind, piece.by)):
        text = " ".join("".join(piece.text for piece in some).split())
        if text and kind in kinds:
            yield Elsewhere(place, kind, text, by)


def _uncounted(part: Element) -> None:
    """Take out what fields of a header or footer have counted, such as pages."""
    open_ = [False]
    results = 0
    pending = [(part, False)]
    while pending:
        each, is_simple = pending.pop()
        is_simple = is_simple or each.tag == f"{W}fldSimple"
        kind = each.get(f"{W}fldCharType") if each.tag == f"{W}fldChar" else None
        if kind == "begin":
            open_.append(False)
        elif kind == "separate" and not open_[-1] and len(open_) > 1:
            open_[-1], results = True, results + 1
        elif kind == "end" and len(open_) > 1:
            results -= open_.pop()
        elif each.tag in TEXTS and (is_simple or results):
            each.text = ""
        pending += ((child, is_simple) for child in reversed(each[:]))
