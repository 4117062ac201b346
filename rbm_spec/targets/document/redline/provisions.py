"""The bodies of two documents → one, provision by provision, with the amending marks of ITU before each.

ADD is a new provision, MOD a changed one, SUP one that is suppressed, NOC one without change. One that has moved is
transferred: SUP* stands at its old place and ADD* at its new one. A mark belongs to neither text, so it stands there as
put in and taken out again: people see it, struck out, until they accept or reject all, and either takes it away.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.places import ROLES
from rbm_spec.targets.document.redline.alignment import aligned
from rbm_spec.targets.document.redline.blocks import BLOCKS, changed, compared
from rbm_spec.targets.document.redline.pen import Pen
from rbm_spec.targets.document.redline.words import passing, whole
from rbm_spec.targets.document.redline.xml import W, key, made, run, style

Marks = Literal["passing", "lasting", "none"]
"""Lines before provisions that belong to neither text, that stay when all is accepted, or none."""
STYLE, SIGN = "AmendingMark", "AmendingMarkSign"
ON_NEW_PAGES = ("Heading2",)
"""Styles of paragraphs that begin a page: a line above would stand alone on the page before, so the mark is run in."""
AUTHOR = "ADD MOD SUP NOC"
"""Who takes passing marks out: a name of its own gives them a colour, and readers can hide all of that name."""
MOVED_HERE = "This text stood elsewhere in the document, where SUP* says so; it is transferred to this place."
MOVED_AWAY = "This text is transferred to another place in the document, where ADD* says so."
WHAT_THEY_ARE = (
    "ADD, MOD, SUP and NOC say what is proposed for the provision below: to add it, to modify it, to suppress it, or "
    "no change; with an asterisk, to transfer it. They are struck out because they belong to neither text: accepting "
    "all changes takes them away, and so does rejecting all."
)
ENDS = ("AnnexHeading", "AnnexTitle", "Heading1")


@dataclass(slots=True)
class Stretch:
    """Blocks one after the other: a provision from its bookmark on, or what stands between, without a place."""

    place: str
    blocks: list[Xml.Element]

    @property
    def identity(self) -> str:
        """What the same stretch of another document has too: the place, or all that it says."""
        return self.place or "\0".join(map(key, self.blocks))


def amended(old: Xml.Element, new: Xml.Element, pen: Pen, marks: Marks) -> Iterator[Xml.Element]:
    """All blocks, tracked."""
    marked = _marker(marks, pen)
    sides = _stretches(old), _stretches(new)
    both = {each.place for each in sides[0]} & {each.place for each in sides[1]}
    for was, now in aligned(*sides, lambda each: each.identity, _are_alike):
        place = (now or was or Stretch("", [])).place
        before, after = was.blocks if was else [], now.blocks if now else []
        is_moved = place in both and not (before and after)
        # A sign that lasts cannot stand in words that go.
        is_run_in = style((after or before)[0]) in ON_NEW_PAGES and (bool(after) or marks != "lasting")
        sign = _mark(before, after) + ("*" if is_moved else "")
        lines = list(marked(_line(sign, is_run_in=is_run_in))) if place else []
        moves = (MOVED_HERE if after else MOVED_AWAY) if place and is_moved else ""
        pen.turn_to(place, once=bool(place) and not (before and after), instead=moves)
        first = [changed(before.pop(0), after.pop(0), pen)] if place and before and after else []
        blocks = [*first, *compared(before, after, pen)]
        if lines and is_run_in:
            blocks[0] = _with_sign(blocks[0], lines.pop())
        yield from (*lines, *blocks)


def _marker(marks: Marks, pen: Pen) -> Callable[[Xml.Element], Iterator[Xml.Element]]:
    """What tracks the lines of marks; a comment on the first of those that pass says what they are."""
    match marks:
        case "passing":
            other = replace(pen, author=AUTHOR, meaning=lambda *_: WHAT_THEY_ARE, is_once=True)
            return lambda line: iter((passing(line, pen, other),))
        case "lasting":
            return lambda line: iter((whole(line, "ins", pen, with_comment=False),))
        case "none":
            return lambda line: iter(())


def _are_alike(old: Stretch, new: Stretch) -> bool:
    """What stands between provisions is compared block by block."""
    return not old.place and not new.place


def _stretches(body: Xml.Element) -> list[Stretch]:
    found = [Stretch("", [])]
    for block in (each for each in body if each.tag in BLOCKS):
        place = _place(block)
        if place or (found[-1].place and _ends(found[-1], block)):
            found.append(Stretch(place, []))
        found[-1].blocks.append(block)
    return [each for each in found if each.blocks]


def _place(block: Xml.Element) -> str:
    names = (each.get(f"{W}name", "") for each in block.findall(f"{W}bookmarkStart"))
    return next((name for name in names if name.partition("_")[0] in ROLES and "_" in name), "")


def _ends(stretch: Stretch, block: Xml.Element) -> bool:
    """Whether a block stands behind the provision: of a list it is one item, of a text its statements or the table of
    its wordings, else a part."""
    match stretch.place.partition("_")[0]:
        case "listed":
            return True
        case "outcome":
            is_its_table = block.tag == f"{W}tbl" and len(stretch.blocks) == 1
            return style(block) != style(stretch.blocks[0]) and not is_its_table
        case _:
            return style(block) in ENDS


def _mark(before: list[Xml.Element], after: list[Xml.Element]) -> str:
    if not before or not after:
        return "ADD" if after else "SUP"
    return "NOC" if list(map(key, before)) == list(map(key, after)) else "MOD"


def _line(mark: str, *, is_run_in: bool) -> Xml.Element:
    found, properties, look = made("p"), made("pPr"), made("rPr")
    properties.append(made("pStyle", val=STYLE))
    look.append(made("rStyle", val=SIGN))
    found.extend((properties, run(look, f"{mark} " if is_run_in else mark)))
    return found


def _with_sign(block: Xml.Element, line: Xml.Element) -> Xml.Element:
    """The block with the sign of its line as its first words."""
    found = copy.deepcopy(block)
    at = len(found.findall(f"{W}pPr"))
    found[at:at] = [each for each in line if each.tag != f"{W}pPr"]
    return found
