"""The specs of a plan → the text that a document of it prints, with the place of each part that a spec says.

The document is made of specs whose texts are marked, by the same stages as ever, and its words are read from the Word
file. So whatever a template or a list does to a text, the marks go along.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from rbm_spec.load.tree import Tree
from rbm_spec.model.build import build_spec
from rbm_spec.plan.compile import compile_plan
from rbm_spec.plan.model import Plan
from rbm_spec.proposals.beside import places_beside, words_beside
from rbm_spec.proposals.opened import opened
from rbm_spec.proposals.pieces import Piece, W, pieces_of
from rbm_spec.source import Where
from rbm_spec.targets.document.build import Page, pages_of, rendered, standing_of
from rbm_spec.targets.document.package import finished
from rbm_spec.targets.document.pandoc import converted
from rbm_spec.targets.document.templates import WORD, environment
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.translations.applied import open_ended, said_abroad
from rbm_spec.translations.places import reworded, texts_of

FIRST, END = 0xF0000, "\ue002"
"""Characters for private use, which no spec may hold: one for each text, and one for the end of any."""

ENDINGS = (";", ".", "؛", "；", "。")
"""What may end an item of a list; the list puts its own there."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the printed text that a text of a spec says, from character `first` up to, not with, `last`."""

    first: int
    last: int
    where: Where


@dataclass(frozen=True, slots=True)
class Printed:
    """The text of a document, paragraphs ended by line ends, and its spans in order; texts by place.

    `beside` are words of notes, equations and the like by place; `landmarks` are headings, and first cells of rows,
    by the character that they begin at; `foreign` are texts that are printed for want of a translation.
    """

    text: str
    spans: tuple[Span, ...]
    texts: Mapping[Where, str]
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    landmarks: tuple[tuple[int, str, str], ...] = ()
    foreign: frozenset[Where] = frozenset()

    def near(self, at: int) -> str:
        """The heading above a character, and the first cell of its row, in quotation marks; empty above all."""
        first = bisect_right(self.landmarks, at, key=lambda each: each[0]) - 1
        if first < 0:
            return ""
        _, heading, row = self.landmarks[first]
        return ", ".join(f"“{each}”" for each in (heading, row) if each)


@dataclass(frozen=True, slots=True)
class Abroad:
    """Another language than the plan's own: translations that count, and the plan, which says if they are revised."""

    language: str
    current: Mapping[Where, str]
    plan: Plan


def printed(trees: Mapping[str, Tree], name: str, words: Phrases, abroad: Abroad | None = None) -> Printed | None:
    """What the document `name` prints, in the language that the plan is written in or `abroad`.

    None when there is no such document.
    """
    texts = texts_of(trees)
    current = texts if abroad is None else abroad.current
    order = dict(zip(texts, map(chr, range(FIRST, FIRST + len(texts))), strict=True))
    signs = re.compile("[" + END + "".join(map(re.escape, order.values())) + "]")
    said = texts if abroad is None else said_abroad(texts, current, abroad.plan.spec.authoring_language)

    def marked(where: Where, _: str) -> str:
        body = signs.sub("", said[where]).strip()
        if where not in current and "items" in where.path:
            body = open_ended(body)
        first, last = _outside(where, body)
        return body[:first] + order[where] + body[first : len(body) - last] + END + body[len(body) - last :]

    spec = build_spec({file: (tree.kind, reworded(file, tree.data, marked, texts)) for file, tree in trees.items()})
    plan, _ = compile_plan(spec)
    page = None if plan.holes else next((each for each in pages_of(plan, words) if each.name == name), None)
    if page is None:
        return None
    document = opened(_word(page, words, abroad))
    beside = words_beside(places_beside(document))
    found = _without_marks(pieces_of(document.body), {mark: where for where, mark in order.items()}, said)
    return replace(
        found,
        beside={at: tuple(signs.sub("", text) for text in said) for at, said in beside.items()},
        landmarks=tuple(_landmarks(document.body[0], signs)),
        foreign=frozenset(where for where in texts if where not in current),
    )


def _word(page: Page, words: Phrases, abroad: Abroad | None) -> bytes:
    """The Word file, as `artifacts` makes it."""
    templates = environment(WORD, words)
    text = rendered(templates, page)
    if abroad is not None:
        text = rendered(templates, page, standing_of(abroad.plan, abroad.language, words, text))
    mirrored = frozenset([page.name]) if words.say("language.direction") == "rtl" else frozenset[str]()
    return finished(converted({page.name: text}, mirrored)[page.name], page.properties)


def _landmarks(body: Element, signs: re.Pattern[str]) -> Iterator[tuple[int, str, str]]:
    at, heading = 0, ""
    for block in body:
        rows = block.findall(f"{W}tr") if block.tag == f"{W}tbl" else [block]
        for row in rows:
            frame = Element("frame")
            frame.append(row)
            text = signs.sub("", "".join(piece.text for piece in pieces_of(frame)))
            first = " ".join(text.partition("\n")[0].split())
            style = row.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(f"{W}val", "").startswith("Heading"):
                heading = first
                yield at, heading, ""
            elif block.tag == f"{W}tbl":
                yield at, heading, first
            at += len(text)
        if block.tag == f"{W}tbl":
            yield at, heading, ""


def _outside(where: Where, body: str) -> tuple[int, int]:
    """How many characters at both ends a list, or the status of a text, puts there or takes away by itself."""
    if body.startswith("[") and body.endswith("]"):
        return 1, 1
    return 0, int("items" in where.path and body.endswith(ENDINGS))


def _without_marks(pieces: Iterator[Piece], marks: Mapping[str, Where], texts: Mapping[Where, str]) -> Printed:
    text: list[str] = []
    spans: list[Span] = []
    at, begun, open_ = 0, 0, None
    for piece in pieces:
        for sign in piece.text:
            if sign in marks:
                begun, open_ = at, marks[sign]
            elif sign == END and open_ is not None:
                spans.append(Span(begun, at, open_))
                open_ = None
            elif sign != END:
                text.append(sign)
                at += 1
    return Printed("".join(text), tuple(spans), texts)
