"""Paragraphs and tables before and after → the same with tracked changes, row by row and cell by cell."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.redline.alignment import aligned, blocks_are_alike
from rbm_spec.targets.document.redline.pen import Pen
from rbm_spec.targets.document.redline.words import reworded, whole
from rbm_spec.targets.document.redline.xml import W, key, made, text

BLOCKS = (f"{W}p", f"{W}tbl")


def compared(before: Sequence[Xml.Element], after: Sequence[Xml.Element], pen: Pen) -> list[Xml.Element]:
    """All blocks of a place."""
    found = []
    for was, now in aligned(before, after, key, blocks_are_alike):
        if was is None or now is None:
            found += (
                [_only(now, "ins", pen)] if now is not None else [_only(was, "del", pen)] if was is not None else []
            )
        else:
            found.append(changed(was, now, pen))
    return found


def changed(old: Xml.Element, new: Xml.Element, pen: Pen) -> Xml.Element:
    """A block that stands in both."""
    if key(old) == key(new):
        return new
    return reworded(old, new, pen) if new.tag == f"{W}p" else _table(old, new, pen)


def _only(block: Xml.Element, name: str, pen: Pen) -> Xml.Element:
    """A block that only one of both has."""
    if block.tag == f"{W}p":
        return whole(block, name, pen)
    found = _emptied(block, f"{W}tr")
    found.extend(_row(row, name, pen) for row in block.findall(f"{W}tr"))
    return found


def _table(old: Xml.Element, new: Xml.Element, pen: Pen) -> Xml.Element:
    found = _emptied(new, f"{W}tr")
    for was, now in aligned(old.findall(f"{W}tr"), new.findall(f"{W}tr"), key, blocks_are_alike):
        if was is None or now is None:
            found.extend(
                [_row(now, "ins", pen)] if now is not None else [_row(was, "del", pen)] if was is not None else []
            )
        else:
            found.append(now if key(was) == key(now) else _cells(was, now, pen))
    return found


def _row(row: Xml.Element, name: str, pen: Pen) -> Xml.Element:
    """A row that comes or goes. Its mark stands last among its properties; one comment speaks of all its cells."""
    found = copy.deepcopy(row)
    properties = found.find(f"{W}trPr")
    if properties is None:
        # The schema wants a property beside the mark: this one says what holds without it.
        properties = made("trPr")
        properties.append(made("cantSplit", val="off"))
        found.insert(0, properties)
    properties.append(pen.mark(name))
    is_first = True
    for cell in found.findall(f"{W}tc"):
        paragraphs = cell.findall(f"{W}p")
        cell[:] = [each for each in cell if each.tag != f"{W}p"]
        for paragraph in paragraphs:
            cell.append(whole(paragraph, name, pen, with_comment=is_first))
            is_first = is_first and not text(paragraph)
    return found


def _cells(old: Xml.Element, new: Xml.Element, pen: Pen) -> Xml.Element:
    """A row that stands in both. A cell always holds a paragraph, so its first ones are paired however different."""
    found = _emptied(new, f"{W}tc")
    for was, now in zip(old.findall(f"{W}tc"), new.findall(f"{W}tc"), strict=True):
        cell = _emptied(now, f"{W}p")
        before, after = was.findall(f"{W}p"), now.findall(f"{W}p")
        cell.append(changed(before[0], after[0], pen))
        cell.extend(compared(before[1:], after[1:], pen))
        found.append(cell)
    return found


def _emptied(element: Xml.Element, without: str) -> Xml.Element:
    """A copy without children of one kind."""
    found = Xml.Element(element.tag, element.attrib)
    found.extend(copy.deepcopy(child) for child in element if child.tag != without)
    return found
