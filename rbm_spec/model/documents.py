"""The tree of a document -> its spec."""

from __future__ import annotations

from rbm_spec.model.raw import Raw, alternatives, number
from rbm_spec.model.spec import Block, DocumentSpec, SectionSpec
from rbm_spec.source import Where


def _block(raw: Raw) -> Block:
    kind, value = next(iter(raw.items()), ("text", ""))
    match kind:
        case "items":
            return Block(kind, items=tuple(value))
        case "alternatives":
            return Block(kind, alternatives=alternatives(raw))
        case _:
            return Block(kind, text=value)


def _section(raw: Raw) -> SectionSpec:
    pages = number(raw["pages"]) if "pages" in raw else None
    return SectionSpec(raw.get("id"), raw["heading"], raw.get("words"), pages, tuple(map(_block, raw["content"])))


def build_document(raw: Raw, where: Where) -> DocumentSpec:
    """A document for delegates, with its sections."""
    return DocumentSpec(
        id=raw["id"],
        template=raw["template"],
        body=raw["body"],
        meeting=raw["meeting"],
        number=raw.get("number"),
        date=raw.get("date"),
        organ=raw.get("organ"),
        agenda_item=raw.get("agenda_item"),
        original_language=raw["original_language"],
        presented_by=raw["presented_by"],
        title=raw["title"],
        purpose=raw["purpose"],
        action_required=raw["action_required"],
        references=tuple(raw["references"]),
        sections=tuple(map(_section, raw["sections"])),
        annexes=tuple(raw.get("annexes", ())),
        pages=raw.get("pages"),
        status=raw.get("status", "draft"),
        where=where,
    )
