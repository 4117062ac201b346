"""Reads documents back without pandoc: a Word package as lines of text, and Markdown as a GitHub reader sees it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from markdown_it import MarkdownIt
from markdown_it.token import Token

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(inside: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, each in inside.items():
            package.writestr(name, each)
    return target.getvalue()


def body(content: bytes) -> Element:
    """The body of a Word document."""
    found = fromstring(parts(content)["word/document.xml"]).find(f"{W}body")
    assert found is not None
    return found


def text_of(element: Element) -> str:
    """Words and equations below `element`, in the order of print; a fraction as (above)/(below)."""
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    match element.tag:
        case tag if tag in (f"{W}t", f"{M}t"):
            yield element.text or ""
        case tag if tag == f"{M}f":
            above, below = (element.find(f"{M}{side}") for side in ("num", "den"))
            assert above is not None
            assert below is not None
            yield f"({text_of(above)})/({text_of(below)})"
        case tag if tag == f"{M}d":
            begin, end = (element.find(f"{M}dPr/{M}{side}") for side in ("begChr", "endChr"))
            inner = "".join(text_of(child) for child in element.findall(f"{M}e"))
            yield f"{_sign(begin)}{inner}{_sign(end)}"
        case tag if tag == f"{M}mr":
            yield " ".join(text_of(child) for child in element) + " "
        case tag if tag == f"{M}nary":
            yield f"{_sign(element.find(f'{M}naryPr/{M}chr'))} "
            yield from (text for child in element for text in _texts(child))
        case tag if tag == f"{W}tab":
            yield "\t"
        case tag if tag == f"{W}noBreakHyphen":
            yield "-"
        case _:
            yield from (text for child in element for text in _texts(child))


def _sign(element: Element | None) -> str:
    return "" if element is None else element.get(f"{M}val", "")


def style_of(paragraph: Element) -> str:
    """The style of a paragraph, Normal without one."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if style is None else style.get(f"{W}val", "")


def dump(content: bytes) -> list[str]:
    """Each paragraph as `Style: text`, each row of a table as `| a | b |`; a row of headers with `#`."""
    lines: list[str] = []
    for element in body(content):
        if element.tag == f"{W}p":
            lines.append(f"{style_of(element)}: {text_of(element)}".rstrip())
        elif element.tag == f"{W}tbl":
            lines.extend(rows(element))
    return lines


def rows(table: Element) -> Iterator[str]:
    """The rows of a table."""
    for row in table.findall(f"{W}tr"):
        cells = [" / ".join(text_of(p) for p in cell.findall(f"{W}p")) for cell in row.findall(f"{W}tc")]
        header = row.find(f"{W}trPr/{W}tblHeader") is not None
        yield f"{'#' if header else '|'} {' | '.join(cells)} |"


def texts(content: bytes) -> list[str]:
    """The text of every paragraph, those in tables included."""
    return [text_of(paragraph) for paragraph in body(content).iter(f"{W}p")]


def markdown(text: str) -> list[Token]:
    """Markdown as tokens, the way GitHub reads it: tables, links without brackets, and HTML."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def markdown_texts(text: str) -> list[str]:
    """The plain text of every paragraph, heading, item and cell."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [
        "".join(child.content if child.type != "softbreak" else " " for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    ]
