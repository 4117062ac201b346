"""The bodies of two documents → one, provision by provision, with the amending marks of ITU before each.

ADD is a new provision, MOD a changed one, SUP one that is suppressed, NOC one without change. One that has moved is
suppressed at its old place and added at its new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.places import ROLES
from rbm_spec.targets.document.redline.alignment import aligned
from rbm_spec.targets.document.redline.blocks import BLOCKS, changed, compared
from rbm_spec.targets.document.redline.pen import Pen
from rbm_spec.targets.document.redline.words import whole
from rbm_spec.targets.document.redline.xml import W, key, made, run, style

STYLE = "AmendingMark"
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


def amended(old: Xml.Element, new: Xml.Element, pen: Pen, *, marks: bool) -> Iterator[Xml.Element]:
    """All blocks, tracked; with `marks`, a line before each provision."""
    pairs = aligned(_stretches(old), _stretches(new), lambda each: each.identity, _are_alike)
    for was, now in pairs:
        place = (now or was or Stretch("", [])).place
        before, after = was.blocks if was else [], now.blocks if now else []
        if place and marks:
            yield whole(_line(_mark(before, after)), "ins", pen, with_comment=False)
        pen.turn_to(place, once=bool(place) and not (before and after))
        if place and before and after:
            yield changed(before.pop(0), after.pop(0), pen)
        yield from compared(before, after, pen)


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
    """Whether a block stands behind the provision: of a list it is one item, of a text its statements, else a part."""
    match stretch.place.partition("_")[0]:
        case "listed":
            return True
        case "outcome":
            return style(block) != style(stretch.blocks[0])
        case _:
            return style(block) in ENDS


def _mark(before: list[Xml.Element], after: list[Xml.Element]) -> str:
    if not before or not after:
        return "ADD" if after else "SUP"
    return "NOC" if list(map(key, before)) == list(map(key, after)) else "MOD"


def _line(mark: str) -> Xml.Element:
    found, properties = made("p"), made("pPr")
    properties.append(made("pStyle", val=STYLE))
    found.extend((properties, run(None, mark)))
    return found
