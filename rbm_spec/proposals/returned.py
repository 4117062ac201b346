"""A Word document → its text in pieces, each kept, inserted or deleted, the remarks in its margin, and all the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from rbm_spec.proposals.beside import (
    Elsewhere,
    Note,
    changes_beside,
    changes_within,
    notes_of,
    places_beside,
    words_beside,
)
from rbm_spec.proposals.opened import Opened, opened
from rbm_spec.proposals.pieces import DELETED, INSERTED, KEPT, Piece, W, pieces_of

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
LOOKS = {f"{W}{each}Change" for each in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")}
LOOKS |= {f"{W}numberingChange", f"{W}cellMerge"}
NUMBERING = f"{W}numPr"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the characters from `first` up to, not with, `last` of the text before all changes.

    Both are -1 for a comment on something else than the text, such as a footnote; `on` is what this says.
    """

    first: int
    last: int
    by: str
    text: str
    on: str = ""
    is_reply: bool = False
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """A document as it came back. `looks` counts changes of formatting, `beside` are words by place before changes.

    `language` is the one that it says it is in.
    """

    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    looks: int = 0
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def before(self) -> str:
        """The text as it was before all tracked changes."""
        return "".join(piece.text for piece in self.pieces if piece.kind in (KEPT, DELETED))

    @property
    def after(self) -> str:
        """The text when all tracked changes are accepted."""
        return "".join(piece.text for piece in self.pieces if piece.kind in (KEPT, INSERTED))


def returned(content: bytes) -> Returned:
    """The text of a .docx file with its changes and remarks. Raises Refused with a sentence for people."""
    document = opened(content)
    ranges: dict[str, tuple[int, int]] = {}
    pieces = tuple(pieces_of(document.body, ranges))
    places = tuple(places_beside(document))
    return Returned(
        pieces,
        tuple(sorted(_remarks(document, ranges), key=lambda each: each.first)),
        (*changes_within(document, pieces), *changes_beside(places)),
        sum(map(_looks, (document.body, *(part for _, part in document.others)))),
        words_beside(places),
        document.language,
        tuple(notes_of(places)),
    )


def _looks(part: Element) -> int:
    changes = sum(each.tag in LOOKS for each in part.iter())
    return changes + sum(each.find(f"{W}ins") is not None for each in part.iter(NUMBERING))


def _remarks(document: Opened, ranges: Mapping[str, tuple[int, int]]) -> Iterator[Remark]:
    said = {each.get(f"{W15}paraId", ""): each for each in document.replies or ()}
    elsewhere = dict(_quoted(document)) if document.comments is not None else {}
    for each in document.comments if document.comments is not None else ():
        id_ = each.get(f"{W}id", "")
        about = [said[name] for p in each.iter(f"{W}p") if (name := p.get(f"{W14}paraId", "")) in said]
        yield Remark(
            *ranges.get(id_, (-1, -1)),
            each.get(f"{W}author", ""),
            " ".join("".join(piece.text for piece in pieces_of(each) if piece.kind in (KEPT, INSERTED)).split()),
            elsewhere.get(id_, ""),
            any(one.get(f"{W15}paraIdParent") for one in about),
            any(one.get(f"{W15}done") in ("1", "true") for one in about),
        )


def _quoted(document: Opened) -> Iterator[tuple[str, str]]:
    """Numbers of comments outside the running text, and the words that they are on."""
    for _, part in document.others:
        ranges: dict[str, tuple[int, int]] = {}
        text = "".join(piece.text for piece in pieces_of(part, ranges) if piece.kind in (KEPT, DELETED))
        yield from ((id_, " ".join(text[first:last].split())) for id_, (first, last) in ranges.items())
