"""The parts of a document -> Akoma Ntoso XML, the form in which parliaments and the United Nations exchange documents.

Elements are those of Akoma Ntoso 1.0 (OASIS, schema 3.0). Names follow the profile of the United Nations (AKN4UN,
guidelines of the High-Level Committee on Management, part 1): `/akn/un/doc/paper/{organ}/{date}/{number}`, then
`/{language}@{date}`, then `/.xml`. A document that has no date yet is named after the first day of its plan, and the
date says that it is that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from rbm_spec.targets.document.outline import ANNEX, CONTENTS, NOTE, NUMBER, Part

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML = "http://www.w3.org/XML/1998/namespace"
HIERARCHY = {2: "section", 3: "subsection", 4: "paragraph", 5: "subparagraph"}
INLINE = {"strong": "b", "em": "i", "sub": "sub", "sup": "sup", "span": "span", "code": "span"}
TITLES = {
    "body": "docCommittee", "meeting": "session", "presentedby": "docProponent", "annexsubtitle": "shortTitle",
}  # fmt: skip
"""What lines of the head are, by their class."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a document. `organ` is its author as `organization-body`, `kind` the name of its class in the profile.

    `number` is that of the document without its language or, where it has none, the id of its spec; `occasion` says
    which day `date` is.
    `language` has three letters (ISO 639-2).
    """

    organ: str
    author: str
    kind: str
    number: str
    date: str
    occasion: str
    version: str
    language: str

    @property
    def work(self) -> str:
        """The document, whatever its language."""
        number = self.number.replace("/", "-").replace(" ", "_")
        return f"/akn/un/doc/paper/{self.organ}/{self.date}/{number}"

    @property
    def expression(self) -> str:
        """The document in its language, in this version."""
        return f"{self.work}/{self.language}@{self.date}"


class NoPlace(ValueError):
    """An element of hypertext that has no place in Akoma Ntoso, by its name."""


def akoma_ntoso(parts: tuple[Part, ...], identity: Identity) -> bytes:
    """The XML of a document, in UTF-8 and on one line where Akoma Ntoso has text."""
    register_namespace("", AKN)
    register_namespace("m", MATHML)
    annexes, others = ([part for part in parts if (part.kind == ANNEX) is wanted] for wanted in (True, False))
    root = Element(_akn("akomaNtoso"))
    document = _document(root, identity.kind, "main", identity, others, "author")
    if annexes:
        attachments = _sub(document, "attachments")
        for place, annex in enumerate(annexes, 1):
            attachment = _sub(attachments, "attachment", eId=annex.name)
            _document(attachment, "annex", f"annex_{place}", identity, [annex], f"{annex.name}__author")
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _akn(name: str) -> str:
    return f"{{{AKN}}}{name}"


def _sub(parent: Element, element: str, text: str | None = None, /, **attributes: str | None) -> Element:
    made = SubElement(parent, _akn(element), {key.rstrip("_"): value for key, value in attributes.items() if value})
    made.text = text
    return made


def _document(
    parent: Element, kind: str, component: str, identity: Identity, parts: list[Part], author: str
) -> Element:
    """A component of the whole; `author` is the name that its reference to the organ has in it."""
    document = _sub(parent, "doc", name=kind)
    _meta(_sub(document, "meta"), component, identity, author)
    preface = _sub(document, "preface")
    for part in parts:
        if part.kind != ANNEX and part.heading.tag == "p":
            _blocks(preface, part.blocks, "")
        else:
            line = _sub(preface, "p")
            _sub(line, "docTitle", "".join(part.heading.itertext()))
    titled = [part for part in parts if part.heading.tag != "p"]
    for part in titled:
        _blocks(preface, [block for block in part.blocks if _in_preface(block)], part.name)
    body = _sub(document, "mainBody")
    for part in titled:
        _blocks(body, [block for block in part.blocks if not _in_preface(block)], part.name)
        for under in part.parts:
            _hierarchy(body, under)
    return document


def _in_preface(block: Element) -> bool:
    return block.get("class") in ("box", "annexsubtitle")


def _meta(meta: Element, component: str, identity: Identity, author: str) -> None:
    identification = _sub(meta, "identification", source=f"#{author}")
    levels = {
        "FRBRWork": (identity.work, ""),
        "FRBRExpression": (identity.expression, ""),
        "FRBRManifestation": (identity.expression, "/.xml"),
    }
    for level, (name, ending) in levels.items():
        made = _sub(identification, level)
        _sub(made, "FRBRthis", value=f"{name}/!{component}{ending}")
        _sub(made, "FRBRuri", value=f"{name}{ending}")
        _sub(made, "FRBRdate", date=identity.date, name=identity.occasion)
        _sub(made, "FRBRauthor", href=f"#{author}")
        for fact, value in _facts(level, identity):
            _sub(made, fact, **value)
    references = _sub(meta, "references", source=f"#{author}")
    href = f"/ontology/organization/un/{identity.organ}"
    _sub(references, "TLCOrganization", eId=author, href=href, showAs=identity.author)


def _facts(level: str, identity: Identity) -> tuple[tuple[str, dict[str, str]], ...]:
    match level:
        case "FRBRWork":
            number = {"value": identity.number, "showAs": identity.number}
            return ("FRBRcountry", {"value": "un"}), ("FRBRsubtype", {"value": "paper"}), ("FRBRnumber", number)
        case "FRBRExpression":
            return (
                ("FRBRversionNumber", {"value": identity.version}),
                ("FRBRlanguage", {"language": identity.language}),
            )
        case _:
            return (("FRBRformat", {"value": "xml"}),)


def _hierarchy(parent: Element, part: Part) -> None:
    made = _sub(parent, HIERARCHY[part.level], eId=part.name)
    if part.number:
        _sub(made, "num", part.number)
    _inside(_sub(made, "heading"), part.heading)
    first, numbered = _numbered(part.blocks)
    if not part.parts and not numbered:
        _blocks(_sub(made, "content"), part.blocks, part.name)
        return
    if first:
        _blocks(_sub(made, "intro"), first, part.name)
    for blocks in numbered:
        _paragraph(made, blocks)
    for under in part.parts:
        _hierarchy(made, under)


def _numbered(blocks: Sequence[Element]) -> tuple[Sequence[Element], list[Sequence[Element]]]:
    """The blocks before the first numbered paragraph, and each numbered paragraph with what follows it."""
    starts = [place for place, block in enumerate(blocks) if block.tag == "p" and _is_number(block)]
    ends = [*starts[1:], len(blocks)]
    return blocks[: starts[0]] if starts else blocks, [blocks[a:b] for a, b in zip(starts, ends, strict=False)]


def _is_number(block: Element) -> bool:
    return len(block) > 0 and block[0].get("class") == "number" and not (block.text or "").strip()


def _paragraph(parent: Element, blocks: Sequence[Element]) -> None:
    """A numbered paragraph, named by its number alone, as numbers run on through the document."""
    number = blocks[0][0]
    made = _sub(parent, "paragraph", eId=f"para_{number.text}")
    _sub(made, "num", number.text)
    words = Element("p", blocks[0].attrib)
    words.text, words[:] = (number.tail or "").lstrip(), list(blocks[0])[1:]
    _blocks(_sub(made, "content"), [words, *blocks[1:]], f"para_{number.text}")


def _blocks(parent: Element, blocks: Iterable[Element], within: str, kind: str = "") -> None:
    """Blocks of hypertext as those of Akoma Ntoso; `kind` is the class of the division that they stand in."""
    tables = 0
    for block in blocks:
        match block.tag:
            case "table":
                tables += 1
                _table(parent, block, f"{within}__table_{tables}" if within else f"table_{tables}")
            case "div" if block.get("class") == CONTENTS:
                # Whoever shows the document lists its headings.
                continue
            case "div" if block.get("class") == "box":
                _blocks(_sub(parent, "container", name="box", eId="container_1"), block, within)
            case "div":
                _blocks(parent, block, within, block.get("class", ""))
            case "blockquote":
                _blocks(parent, block, within, kind)
            case "ul" | "ol":
                made = _sub(parent, block.tag, class_=kind)
                for item in block:
                    _inside(_sub(_sub(made, "li"), "p"), item)
            case "p" if (equation := block.find(f"{{{MATHML}}}math")) is not None:
                _sub(parent, "foreign").append(_alone(equation))
            case "p":
                made = _sub(parent, "p", class_=kind)
                _inside(_sub(made, TITLES[kind]) if kind in TITLES else made, block)
            case other:
                raise NoPlace(other)


def _table(parent: Element, block: Element, name: str) -> None:
    made = _sub(parent, "table", eId=name)
    caption = block.find("caption")
    if caption is not None and caption.text:
        _inside(_sub(made, "caption"), caption)
    for row in block.iter("tr"):
        line = _sub(made, "tr")
        for cell in row:
            _inside(_sub(_sub(line, cell.tag), "p"), cell)


def _inside(made: Element, block: Element) -> None:
    """The words of a block with what is set off in them."""
    made.text = block.text
    for each in block:
        match each.tag:
            case "br":
                inner = _sub(made, "br")
            case "img":
                inner = _sub(made, "img", src=each.get("src", ""), alt=each.get("alt", ""))
            case "p":
                inner = _sub(made, "span")
                _inside(inner, each)
            case "span" if each.get("class") == NOTE:
                inner = _sub(made, "authorialNote", marker=each.get(NUMBER), placement="bottom")
                _inside(_sub(inner, "p"), each)
            case "a":
                inner = _sub(made, "ref", href=each.get("href"))
                _inside(inner, each)
            case other if other not in INLINE:
                raise NoPlace(other)
            case _:
                inner = _sub(made, INLINE[each.tag])
                _inside(inner, each)
                if language := each.get("lang"):
                    inner.set(f"{{{XML}}}lang", language)
        inner.tail = each.tail


def _alone(equation: Element) -> Element:
    made = deepcopy(equation)
    made.tail = None
    return made
