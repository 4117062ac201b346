"""The bytes of a .docx file → its parts as XML, found as Word finds them: by what leads from one to the next.

The file is a stranger's: it passes the gate of returned files first, nothing that it names is fetched, and no more is
read than a document of ours can hold.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring

from rbm_spec.collect.archive import Parts, Refused, parts_of

LARGEST, MOST = 20 * 1024 * 1024, 3_000_000
"""Bytes and tags of all XML that is read; it takes many times as much while it is read."""
DAMAGED = "The document is damaged. Save it as .docx and send it again."
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
"""Names in documents that Word saved as “Strict Open XML”, and the usual ones."""
CORE, LANGUAGE = "core-properties", "{http://purl.org/dc/elements/1.1/}language"
BESIDE = {
    "footnotes": "a footnote", "endnotes": "a note at the end", "header": "the header", "footer": "the footer",
}  # fmt: skip
"""Parts that have words too, by the last word of the relationship, and how people call them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The body, its comments, what is said about these, and other parts: kind of relationship and XML.

    `language` is the one that the properties of the document name, as `fr`.
    """

    body: Element
    comments: Element | None
    replies: Element | None
    others: tuple[tuple[str, Element], ...]
    language: str = ""


def opened(content: bytes) -> Opened:
    """The parts of a document that have words. Raises Refused with a sentence for people."""
    parts = parts_of(content, ".docx")
    first = {kind: name for kind, name in reversed(list(_related(parts, ""))) if name in parts}
    main = first.get("officeDocument", "")
    if not main:
        raise Refused("This is not a Word document.")
    related = list(dict.fromkeys((kind, name) for kind, name in _related(parts, main) if name in parts))
    wanted = ("comments", "commentsExtended", *BESIDE)
    _is_bearable([parts[main], *(parts[name] for kind, name in related if kind in wanted)])
    said = {kind: _xml(parts[name]) for kind, name in reversed(related) if kind in ("comments", "commentsExtended")}
    body = _xml(parts[main])
    others = tuple((kind, _xml(parts[name])) for kind, name in related if kind in BESIDE)
    language = _xml(parts[first[CORE]]).findtext(LANGUAGE) if CORE in first else ""
    return Opened(body, said.get("comments"), said.get("commentsExtended"), others, (language or "")[:2].lower())


def _related(parts: Parts, part: str) -> Iterator[tuple[str, str]]:
    """What leads from a part, or from the package, to others of it: the last word of the kind, and the name."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in parts:
        return
    for each in _xml(parts[listed]):
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            yield each.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _is_bearable(parts: list[bytes]) -> None:
    if sum(map(len, parts)) > LARGEST:
        raise Refused(f"The document has more than {LARGEST // 1024 // 1024} MB of text; such a document is not read.")
    if sum(part.count(b"<") for part in parts) > MOST:
        raise Refused(f"The document has more than {MOST:,} marks around its text; such a document is not read.")


def _xml(part: bytes) -> Element:
    _is_bearable([part])
    for strict, usual in STRICT:
        part = part.replace(strict, usual)
    try:
        return fromstring(part)  # noqa: S314 - the gate has refused what defines entities
    except ParseError as error:
        raise Refused(DAMAGED) from error
