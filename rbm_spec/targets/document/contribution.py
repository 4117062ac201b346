"""A document as written -> what its template prints, in order, in plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rbm_spec.model.spec import Block, DocumentSpec
from rbm_spec.plan.model import Plan
from rbm_spec.targets.words.brackets import paragraphs, with_status
from rbm_spec.targets.words.phrases import Phrases

LETTER = re.compile(r"-[ACEFRS]$")
"""Of the language, at the end of the number of a document."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a section. `kind`: text, items, statement, or alternative (with `by`, who proposed it)."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; the number comes from its place."""

    heading: str
    blocks: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A Council contribution. What is not known is None, and nothing is printed for it."""

    body: str
    meeting: str
    number: str | None
    date: str | None
    agenda_item: str | None
    original: str
    presented_by: str
    title: str
    purpose: tuple[str, ...]
    action_required: tuple[str, ...]
    references: tuple[str, ...]
    sections: tuple[Section, ...]
    annexes: tuple[str, ...]


def contribution(plan: Plan, spec: DocumentSpec, phrases: Phrases) -> Contribution:
    """The view of one document."""
    known = phrases.has(f"languages.{spec.original_language}")
    return Contribution(
        body=spec.body,
        meeting=spec.meeting,
        number=number_in(phrases, spec.number),
        date=phrases.date(spec.date) if spec.date else None,
        agenda_item=spec.agenda_item,
        original=phrases.say(f"languages.{spec.original_language}") if known else spec.original_language,
        presented_by=spec.presented_by,
        title=spec.title,
        purpose=paragraphs(spec.purpose),
        action_required=paragraphs(spec.action_required),
        references=spec.references,
        sections=tuple(
            Section(
                section.heading, tuple(piece for block in section.content for piece in _pieces(plan, block, phrases))
            )
            for section in spec.sections
        ),
        annexes=spec.annexes,
    )


def number_in(phrases: Phrases, number: str | None) -> str | None:
    """The number of a document with the letter of the language, where it ends in one: `C28/35-F`."""
    return LETTER.sub(f"-{phrases.say('language.letter')}", number) if number else None


def _pieces(plan: Plan, block: Block, phrases: Phrases) -> tuple[Piece, ...]:
    match block.kind:
        case "items":
            return (Piece("items", items=tuple(_open_ended(item) for item in block.items)),)
        case "outcome":
            outcome = plan.outcomes[block.text]
            statement = _coded(outcome.code, with_status(outcome.statement, outcome.status, phrases))
            others = (
                Piece("alternative", with_status(each.text, outcome.status, phrases), by=each.proposed_by)
                for each in outcome.alternatives
            )
            return (Piece("statement", statement), *others)
        case "indicators_of":
            found = (plan.indicators[name].spec for name in plan.outcomes[block.text].indicators)
            return (
                Piece("items", items=tuple(_coded(i.code, with_status(i.title, i.status, phrases)) for i in found)),
            )
        case _:
            return tuple(Piece("text", text) for text in paragraphs(block.text))


def _coded(code: str | None, text: str) -> str:
    return f"{code} {text}" if code else text


def _open_ended(item: str) -> str:
    """An item of a list without the sign that ends it: the list sets semicolons, and a full stop at its end."""
    item = item.rstrip()
    return item[:-1] if item.endswith((";", ".")) else item
