"""The elements of WordprocessingML that redlines are made of, and what is compared of one: its key and its text."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# The converter's bookmarks, and what a reader's program counts itself.
_PASSING = re.compile(
    r"<w:bookmark(?:Start|End)[^>]*>|(?<=\">)<w:r>(?:(?!</w:fldSimple>).)*(?=</w:fldSimple>)", re.DOTALL
)


def made(name: str, **attributes: str) -> Xml.Element:
    """An element of `w:` with attributes of `w:`."""
    return Xml.Element(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})


def run(properties: Xml.Element | None, text: str) -> Xml.Element:
    """A run of words in the look of `properties`, which it takes over."""
    found = made("r")
    if properties is not None:
        found.append(properties)
    Xml.SubElement(found, f"{W}t", {SPACE: "preserve"}).text = text
    return found


def unlink(document: Xml.Element) -> None:
    """The words of links without the links: a tracked change holds none, and places they lead to may be gone."""
    for parent in list(document.iter()):
        if parent.find(f"{W}hyperlink") is not None:
            parent[:] = [each for child in parent for each in (child if child.tag == f"{W}hyperlink" else (child,))]


def key(element: Xml.Element | None) -> str:
    """The element as it is written, without what says nothing."""
    if element is None:
        return ""
    text = re.sub(r' xmlns:\w+="[^"]*"', "", Xml.tostring(element, "unicode"))
    return re.sub(r">\n *<", "><", _PASSING.sub("", text)).strip()


def text(element: Xml.Element) -> str:
    """The words below the element, those of equations included."""
    signs = {f"{W}noBreakHyphen": "-"}
    found = (each for each in element.iter() if each.tag in (f"{W}t", f"{M}t", *signs))
    return "".join(signs.get(each.tag) or each.text or "" for each in found)


def style(block: Xml.Element) -> str:
    """The style of a paragraph; nothing for a table."""
    found = block.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")
