"""A document as written -> what its template prints, in order, in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from rbm_spec.model.spec import Block, DocumentSpec, SectionSpec
from rbm_spec.plan.model import Plan
from rbm_spec.targets.document.places import Provision
from rbm_spec.targets.document.said import Note, Said, Speech, plain, section_anchor
from rbm_spec.targets.document.wordings import Wording, beside, wordings
from rbm_spec.targets.words.brackets import paragraphs, with_status
from rbm_spec.targets.words.phrases import Phrases
from rbm_spec.translations.applied import open_ended

LETTER = re.compile(r"-[ACEFRS]$")
"""Of the language, at the end of the number of a document."""
NOT_AGREED = "proposed"
"""The status of what several wordings stand for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a section. `kind`: text (with `number`), items, statement, or wordings.

    `places` are the bookmarks of a statement, of the wordings for one, or of each item; none where the document has
    printed it further up.
    """

    kind: str
    number: str = ""
    said: Said = ()
    items: tuple[Said, ...] = ()
    wordings: tuple[Wording, ...] = ()
    places: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; the number comes from its place. `anchor` is where references to it lead."""

    number: str
    heading: str
    anchor: Markup | None
    blocks: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A document for the Council. What is not known is None, and nothing is printed for it."""

    body: str
    meeting: str
    number: str | None
    date: str | None
    agenda_item: str | None
    original: str
    presented_by: str
    title: str
    purpose: tuple[Said, ...]
    action_required: tuple[Said, ...]
    references: Said
    sections: tuple[Section, ...]
    annexes: tuple[str, ...]
    notes: tuple[Note, ...]


def contribution(plan: Plan, spec: DocumentSpec, phrases: Phrases) -> Contribution:
    """The view of one document."""
    known = phrases.has(f"languages.{spec.original_language}")
    speech = Speech(
        {section.id: str(number) for number, section in enumerate(spec.sections, 1) if section.id},
        {name: str(number) for number, name in enumerate(plan.listed, 1)},
    )
    return Contribution(
        body=spec.body,
        meeting=spec.meeting,
        number=number_in(phrases, spec.number),
        date=phrases.date(spec.date) if spec.date else None,
        agenda_item=spec.agenda_item,
        original=phrases.say(f"languages.{spec.original_language}") if known else spec.original_language,
        presented_by=spec.presented_by,
        title=spec.title,
        # In the order of print: footnotes are numbered as they come.
        purpose=tuple(map(speech.said, paragraphs(spec.purpose))),
        action_required=tuple(map(speech.said, paragraphs(spec.action_required))),
        references=speech.listed(spec.references, phrases.say("language.semicolon")),
        sections=tuple(_marked_once(_section(plan, *each, speech, phrases) for each in enumerate(spec.sections, 1))),
        annexes=spec.annexes,
        notes=tuple(speech.notes),
    )


def number_in(phrases: Phrases, number: str | None) -> str | None:
    """The number of a document with the letter of the language, where it ends in one: `C28/35-F`."""
    return LETTER.sub(f"-{phrases.say('language.letter')}", number) if number else None


def _marked_once(sections: Iterable[Section]) -> Iterator[Section]:
    """Of what a document prints twice, only the first is marked."""
    known: set[Markup] = set()
    for section in sections:
        pieces = []
        for piece in section.blocks:
            pieces.append(replace(piece, places=tuple(Markup() if p in known else p for p in piece.places)))
            known.update(piece.places)
        yield replace(section, blocks=tuple(pieces))


def _section(plan: Plan, number: int, spec: SectionSpec, speech: Speech, phrases: Phrases) -> Section:
    found: list[Piece] = []
    for block in spec.content:
        for piece in _pieces(plan, block, speech, phrases):
            ordinal = sum(each.kind == "text" for each in found) + 1
            found.append(replace(piece, number=f"{number}.{ordinal}") if piece.kind == "text" else piece)
    return Section(str(number), spec.heading, section_anchor(spec.id) if spec.id else None, tuple(found))


def _pieces(plan: Plan, block: Block, speech: Speech, phrases: Phrases) -> Iterator[Piece]:
    match block.kind:
        case "items":
            yield Piece("items", items=_ended([open_ended(item) for item in block.items], speech, phrases))
        case "outcome":
            outcome = plan.outcomes[block.text]
            places = (Provision("outcome", block.text).bookmark,)
            own = _coded(outcome.code, outcome.statement)
            if rows := beside(own, outcome.source, outcome.alternatives, outcome.status, phrases):
                yield Piece("wordings", wordings=rows, places=places)
            else:
                said = _coded(outcome.code, with_status(outcome.statement, outcome.status, phrases))
                yield Piece("statement", said=plain(said), places=places)
        case "alternatives":
            yield Piece("wordings", wordings=wordings(block.alternatives, NOT_AGREED, phrases))
        case "indicators_of":
            found = [plan.indicators[name].spec for name in plan.outcomes[block.text].indicators]
            titles = [_coded(i.code, with_status(i.title, i.status, phrases)) for i in found]
            signs = _signs(len(titles), phrases)
            yield Piece(
                "items",
                items=tuple(plain(sign.replace("\0", title)) for title, sign in zip(titles, signs, strict=True)),
                places=tuple(Provision("listed", each.id).bookmark for each in found),
            )
        case _:
            yield from (Piece("text", said=speech.said(text)) for text in paragraphs(block.text))


def _ended(items: list[str], speech: Speech, phrases: Phrases) -> tuple[Said, ...]:
    return tuple(speech.said(item, sign) for item, sign in zip(items, _signs(len(items), phrases), strict=True))


def _signs(count: int, phrases: Phrases) -> list[str]:
    """What is said around each item of a list, which NUL stands for: semicolons, and a full stop at the end."""
    entry, last = (phrases.say(f"language.{key}", "\0") for key in ("entry", "last_entry"))
    return [entry] * (count - 1) + [last] if count else []


def _coded(code: str | None, text: str) -> str:
    return f"{code} {text}" if code else text
