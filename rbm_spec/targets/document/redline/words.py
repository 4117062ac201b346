"""A paragraph before and after → one with its words tracked; or a paragraph that only one document has."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.redline.alignment import WORDS
from rbm_spec.targets.document.redline.pen import Pen
from rbm_spec.targets.document.redline.xml import SPACE, W, key, made, run, style, text

_OF_THE_MARK = (f"{W}rPr", f"{W}sectPr", f"{W}pPrChange")
_DELETED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}


def reworded(old: Xml.Element, new: Xml.Element, pen: Pen) -> Xml.Element:
    """A paragraph that stands in both."""
    found = made("p")
    properties, was = _properties(new), _properties(old)
    if key(properties) != key(was):
        change = pen.mark("pPrChange")
        was[:] = [each for each in was if each.tag not in _OF_THE_MARK]
        change.append(was)
        properties.append(change)
    if len(properties):
        found.append(properties)
    before, after = list(_atoms(old)), list(_atoms(new))
    matcher = SequenceMatcher(None, [key(each) for each in before], [key(each) for each in after], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            found.extend(_merged(after[j:j_end]))
        else:
            found.extend(_tracked(before[i:i_end], "del", pen))
            found.extend(_tracked(after[j:j_end], "ins", pen))
    if style(old) != style(new) or any(each.tag in (f"{W}ins", f"{W}del") for each in found):
        pen.comment(found, text(old), text(new))
    return found


def whole(paragraph: Xml.Element, name: str, pen: Pen, *, with_comment: bool = True) -> Xml.Element:
    """A paragraph that comes (`ins`) or goes (`del`), with its end."""
    properties = _properties(paragraph)
    look = properties.find(f"{W}rPr")
    if look is None:
        look = made("rPr")
        properties.append(look)
    look.insert(0, pen.mark(name))
    found = made("p")
    found.append(properties)
    found.extend(_tracked(list(_atoms(paragraph)), name, pen))
    said = text(paragraph)
    if said and with_comment:
        pen.comment(found, *(("", said) if name == "ins" else (said, "")), within=name)
    return found


def passing(paragraph: Xml.Element, pen: Pen, other: Pen) -> Xml.Element:
    """A paragraph that one puts in and another takes out, so that accepting and rejecting alike take it away.

    The authors must differ: what somebody takes out of their own insertion counts as never put in, in LibreOffice.
    """
    found = whole(paragraph, "del", other)
    for look in found.iterfind(f"{W}pPr/{W}rPr"):
        look.insert(0, pen.mark("ins"))
    for at, gone in enumerate(found):
        if gone.tag == f"{W}del":
            found[at] = pen.mark("ins")
            found[at].append(gone)
    return found


def _properties(paragraph: Xml.Element) -> Xml.Element:
    found = paragraph.find(f"{W}pPr")
    return copy.deepcopy(found) if found is not None else made("pPr")


def _atoms(paragraph: Xml.Element) -> Iterator[Xml.Element]:
    """The runs of a paragraph, one for each word; an equation, a note or a field is one."""
    for child in paragraph:
        texts = child.findall(f"{W}t")
        if child.tag == f"{W}r" and len(texts) == len(child) - len(child.findall(f"{W}rPr")) == 1:
            for word in WORDS.findall(texts[0].text or ""):
                yield run(copy.deepcopy(child.find(f"{W}rPr")), word)
        elif child.tag not in (f"{W}pPr", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            yield copy.deepcopy(child)


def _merged(atoms: Sequence[Xml.Element]) -> Iterator[Xml.Element]:
    """Words of one look as one run again."""
    for (_, is_text), group in groupby(atoms, lambda each: (key(each.find(f"{W}rPr")), _is_text(each))):
        if is_text:
            same = list(group)
            yield run(same[0].find(f"{W}rPr"), "".join(each.findtext(f"{W}t") or "" for each in same))
        else:
            yield from group


def _is_text(atom: Xml.Element) -> bool:
    return atom.tag == f"{W}r" and atom.find(f"{W}t") is not None


def _tracked(atoms: Sequence[Xml.Element], name: str, pen: Pen) -> list[Xml.Element]:
    if not atoms:
        return []
    mark = pen.mark(name)
    for each in _merged(atoms):
        mark.extend(_field(each) if each.tag == f"{W}fldSimple" else [each])
    if name == "del":
        for each in mark.iter():
            each.tag = _DELETED.get(each.tag, each.tag)
    return [mark]


def _field(field: Xml.Element) -> Iterator[Xml.Element]:
    """A field as runs: marks hold nothing but runs and equations."""
    instruction = made("instrText")
    instruction.set(SPACE, "preserve")
    instruction.text = field.get(f"{W}instr")
    middle = (made("fldChar", fldCharType="begin"), instruction, made("fldChar", fldCharType="separate"))
    for each in middle:
        part = made("r")
        part.append(each)
        yield part
    yield from field
    end = made("r")
    end.append(made("fldChar", fldCharType="end"))
    yield end
