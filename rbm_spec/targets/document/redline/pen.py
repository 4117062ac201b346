"""Who changes and when → tracked marks with their numbers, and the comments on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.redline.xml import W, made, run

Meaning = Callable[[str, str, str], str]


@dataclass(slots=True)
class Pen:
    """What writes changes, at a `place`: the bookmark of a provision, "" between them, None where no comment goes."""

    author: str
    date: str | None
    meaning: Meaning
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    comments: list[Xml.Element] = field(default_factory=list)
    place: str | None = ""
    is_once: bool = False
    instead: str = ""

    def turn_to(self, place: str | None, *, once: bool = False, instead: str = "") -> None:
        """Go on at another place; `once` when one comment says all that there is to say, `instead` of its meaning."""
        self.place, self.is_once, self.instead = place, once, instead

    def mark(self, name: str) -> Xml.Element:
        """`w:ins`, `w:del` or another change, with its number."""
        return self._signed(name, str(next(self.numbers)))

    def _signed(self, name: str, id_: str, **more: str) -> Xml.Element:
        dated = {"date": self.date} if self.date else {}
        return made(name, id=id_, author=self.author, **dated, **more)

    def comment(self, paragraph: Xml.Element, old: str, new: str, within: str | None = None) -> None:
        """Put a comment around all of a paragraph; `within` a mark of this name, the comment goes when its words go."""
        if self.place is None:
            return
        id_ = str(len(self.comments))
        comment = self._signed("comment", id_, initials="R")
        said = made("p")
        said.append(run(None, self.instead or self.meaning(self.place, old, new)))
        comment.append(said)
        self.comments.append(comment)
        at = 1 if paragraph.find(f"{W}pPr") is not None else 0
        paragraph.insert(at, made("commentRangeStart", id=id_))
        paragraph.append(made("commentRangeEnd", id=id_))
        reference = made("r")
        reference.append(made("commentReference", id=id_))
        if within is not None:
            mark = self.mark(within)
            mark.append(reference)
            reference = mark
        paragraph.append(reference)
        if self.is_once:
            self.place = None
