"""A finished Word document -> what assistive technology finds in it, in the same terms as for a web page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from rbm_spec.targets.document.looks import Look, W, looks

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
DC = "{http://purl.org/dc/elements/1.1/}"
LAYOUT = "Layout"
"""The style of tables that only place words side by side."""


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading (with `level`, from 1), paragraph, table, picture, link, or contents.

    `text` is what it says, for a picture its alternative text. `is_right`: of a table, that cells of its first row or
    first column are its headers and none of them is empty; of a paragraph, that it is no empty one or has a reason to
    be; of a link, that it leads somewhere; `is_listed` that a list marks it.
    """

    kind: str
    text: str
    level: int = 0
    is_right: bool = True
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Readable:
    """A document as it is read aloud. `astray` says what does not run in the direction of the document."""

    title: str
    language: str
    direction: str
    blocks: tuple[Block, ...]
    astray: tuple[str, ...] = ()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a Word document of ours by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def of_word(parts: Mapping[str, bytes]) -> Readable:
    """What a Word document of ours holds."""
    styles = fromstring(parts["word/styles.xml"])  # noqa: S314 - as all parts here, of our own making
    body = fromstring(parts["word/document.xml"])[0]  # noqa: S314
    core = fromstring(parts["docProps/core.xml"])  # noqa: S314
    is_mirrored = body.find(f"{W}sectPr/{W}bidi") is not None
    spoken = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    language = "" if spoken is None else spoken.get(f"{W}bidi" if is_mirrored else f"{W}val", "")
    return Readable(
        core.findtext(f"{DC}title") or "",
        language,
        "rtl" if is_mirrored else "ltr",
        tuple(_word_blocks(body, looks(styles))),
        tuple(_astray(body, styles)) if is_mirrored else (),
    )


def _word_blocks(body: Element, styles: Mapping[str, Look]) -> Iterator[Block]:
    places = frozenset(each.get(f"{W}name", "") for each in body.iter(f"{W}bookmarkStart"))
    for child in body:
        match child.tag.removeprefix(W):
            case "p":
                yield from _word_paragraph(child, styles, places)
            case "tbl":
                yield _word_table(child)
                yield from (each for p in child.iter(f"{W}p") for each in _inside(p, places))
            case "sdt" if child.find(f"{W}sdtPr/{W}docPartObj") is not None:
                yield Block("contents", words(child))
                yield from (each for p in child.iter(f"{W}p") for each in _inside(p, places))


def _word_paragraph(paragraph: Element, styles: Mapping[str, Look], places: frozenset[str]) -> Iterator[Block]:
    named, text = paragraph.find(f"{W}pPr/{W}pStyle"), words(paragraph)
    look = styles.get(named.get(f"{W}val", "") if named is not None else "Normal", Look(None, None))
    own = paragraph.find(f"{W}pPr/{W}outlineLvl")
    outline = int(own.get(f"{W}val", "9")) if own is not None else look.outline
    is_listed = look.numbering is not None or paragraph.find(f"{W}pPr/{W}numPr") is not None
    if outline is not None and outline < 9:
        yield Block("heading", text, outline + 1, bool(text))
    else:
        has_reason = text or any(each.tag in (f"{M}oMath", DRAWN) for each in paragraph.iter())
        yield Block("paragraph", text, is_right=bool(has_reason), is_listed=is_listed)
    yield from _inside(paragraph, places)


def _inside(paragraph: Element, places: frozenset[str]) -> Iterator[Block]:
    for each in paragraph.iter():
        if each.tag == DRAWN:
            yield Block("picture", each.get("descr", "").strip())
        elif each.tag == f"{W}hyperlink":
            yield Block(
                "link", words(each), is_right=each.get(f"{W}anchor", "") in places or not each.get(f"{W}anchor")
            )


def _word_table(table: Element) -> Block:
    rows = table.findall(f"{W}tr")
    columns = [row.findall(f"{W}tc") for row in rows]
    said = table.find(f"{W}tblPr/{W}tblCaption")
    text = said.get(f"{W}val", "") if said is not None else words(table)
    look = table.find(f"{W}tblPr/{W}tblLook")
    if table.find(f"{W}tblPr/{W}tblStyle[@{W}val='{LAYOUT}']") is not None:
        return Block("table", text)
    if rows and rows[0].find(f"{W}trPr/{W}tblHeader") is not None:
        headers = columns[0]
    elif look is not None and look.get(f"{W}firstColumn") in ("1", "true", "on"):
        headers = [row[0] for row in columns if row]
    else:
        headers = []
    return Block("table", text, is_right=bool(headers) and all(map(words, headers)))


def words(element: Element) -> str:
    """The words below the element, on one line, without equations."""
    tags = {f"{W}t": None, f"{W}tab": " ", f"{W}br": " ", f"{W}noBreakHyphen": "-"}
    said = (
        (each.text or "") if (sign := tags[each.tag]) is None else sign for each in element.iter() if each.tag in tags
    )
    return " ".join("".join(said).split())


def _astray(body: Element, styles: Element) -> Iterator[str]:
    """What of a page from right to left does not run that way. Equations never do."""
    everywhere = styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi") is not None
    for paragraph in body.iter(f"{W}p"):
        own = paragraph.find(f"{W}pPr/{W}bidi")
        runs = everywhere if own is None else own.get(f"{W}val", "1") not in ("0", "false", "off")
        if not runs and words(paragraph):
            yield f"the paragraph “{words(paragraph)}”"
    for table in body.iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}bidiVisual") is None:
            yield f"the table “{words(table)}”"
