"""Two Word documents of ours → the new one with every difference as a tracked change, and a comment on each.

Blocks are aligned first, then rows and cells of tables, then words within a paragraph; an equation or a footnote is one
word. Accepting all gives the new document, rejecting all the old one. Pages, styles and footers are those of the new.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.package import EARLIEST

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ALIKE = 0.4
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_NAMES = re.compile(rb'xmlns:(\w+)="([^"]+)"')


@dataclass(slots=True)
class _Pen:
    """Who changes, when, and what is said about a changed stretch of text; numbers what it writes."""

    author: str
    date: str
    meaning: Callable[[str, str], str]
    number: int = 0
    comments: list[Xml.Element] = field(default_factory=list)

    def mark(self, name: str) -> Xml.Element:
        """`w:ins` or `w:del`, with its number."""
        self.number += 1
        return _made(name, id=str(self.number), author=self.author, date=self.date)

    def comment(self, paragraph: Xml.Element, old: str, new: str) -> None:
        """Put a comment around all of a paragraph."""
        id_ = str(len(self.comments))
        comment = _made("comment", id=id_, author=self.author, date=self.date, initials="R")
        comment.append(_paragraph(self.meaning(old, new)))
        self.comments.append(comment)
        at = 1 if paragraph.find(f"{W}pPr") is not None else 0
        paragraph.insert(at, _made("commentRangeStart", id=id_))
        paragraph.append(_made("commentRangeEnd", id=id_))
        run = _made("r")
        run.append(_made("commentReference", id=id_))
        paragraph.append(run)


def redlined(old: bytes, new: bytes, author: str, date: str, meaning: Callable[[str, str], str]) -> bytes:
    """The new package with tracked changes; `meaning` says what lies behind old and new words of a place."""
    before, after = _parts(old), _parts(new)
    for raw in (before["word/document.xml"], after["word/document.xml"]):
        for prefix, address in _NAMES.findall(raw):
            Xml.register_namespace(prefix.decode(), address.decode())
    was, now = (Xml.fromstring(parts["word/document.xml"]) for parts in (before, after))  # noqa: S314 - our own
    _unlink(was)
    _unlink(now)
    pen = _Pen(author, f"{date}T00:00:00Z", meaning)
    after["word/footnotes.xml"] = _footnotes(before, after, was)
    body = now[0]
    body[:] = [*_blocks(was[0], body, pen, forced=False), *body.findall(f"{W}sectPr")]
    comments = Xml.fromstring(after["word/comments.xml"])  # noqa: S314 - our own
    comments.extend(pen.comments)
    after["word/document.xml"], after["word/comments.xml"] = _written(now), _written(comments)
    return _packed(after)


def _unlink(document: Xml.Element) -> None:
    """The words of links without the links: a tracked change holds none, and places they lead to may be gone."""
    for parent in list(document.iter()):
        if parent.find(f"{W}hyperlink") is not None:
            parent[:] = [each for child in parent for each in (child if child.tag == f"{W}hyperlink" else (child,))]


def _blocks(old: Xml.Element, new: Xml.Element, pen: _Pen, *, forced: bool) -> list[Xml.Element]:
    """What stands in a body or a cell; with `forced` the first blocks are paired however different they are."""
    before = [each for each in old if each.tag in (f"{W}p", f"{W}tbl")]
    after = [each for each in new if each.tag in (f"{W}p", f"{W}tbl")]
    found: list[Xml.Element] = []
    for was, now in _aligned(before, after, forced=forced):
        if was is None and now is not None:
            found.append(_whole(now, "ins", pen))
        elif now is None and was is not None:
            found.append(_whole(was, "del", pen))
        elif was is not None and now is not None:
            found.append(now if _key(was) == _key(now) else _changed(was, now, pen))
    return found


Pair = tuple[Xml.Element | None, Xml.Element | None]


def _aligned(before: Sequence[Xml.Element], after: Sequence[Xml.Element], *, forced: bool) -> Iterator[Pair]:
    """Pairs in order: what is the same first, then what is alike between."""
    matcher = SequenceMatcher(None, [_key(each) for each in before], [_key(each) for each in after], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(before[i:i_end], after[j:j_end], strict=True)
            continue
        for now in after[j:j_end]:
            at = next((k for k in range(i, i_end) if _are_alike(before[k], now, forced=forced)), None)
            if at is None:
                yield None, now
                continue
            yield from ((gone, None) for gone in before[i:at])
            yield before[at], now
            i = at + 1
        yield from ((gone, None) for gone in before[i:i_end])


def _are_alike(old: Xml.Element, new: Xml.Element, *, forced: bool) -> bool:
    if old.tag != new.tag:
        return False
    if old.tag == f"{W}tbl":
        return all(_key(old.find(each)) == _key(new.find(each)) for each in (f"{W}tblPr", f"{W}tblGrid"))
    if old.tag == f"{W}tr":
        return len(old.findall(f"{W}tc")) == len(new.findall(f"{W}tc")) and _ratio(old, new) >= ALIKE
    return forced or _ratio(old, new) >= ALIKE


def _ratio(old: Xml.Element, new: Xml.Element) -> float:
    return SequenceMatcher(None, _WORDS.findall(_text(old)), _WORDS.findall(_text(new)), autojunk=False).ratio()


def _changed(old: Xml.Element, new: Xml.Element, pen: _Pen) -> Xml.Element:
    """One block that stands in both."""
    if new.tag == f"{W}p":
        return _reworded(old, new, pen)
    made = _emptied(new, f"{W}tr")
    for was, now in _aligned(old.findall(f"{W}tr"), new.findall(f"{W}tr"), forced=False):
        if was is None or now is None:
            row, name = (now, "ins") if now is not None else (was, "del")
            assert row is not None
            made.append(_row(row, name, pen))
        else:
            made.append(now if _key(was) == _key(now) else _cells(was, now, pen))
    return made


def _cells(old: Xml.Element, new: Xml.Element, pen: _Pen) -> Xml.Element:
    made = _emptied(new, f"{W}tc")
    for was, now in zip(old.findall(f"{W}tc"), new.findall(f"{W}tc"), strict=True):
        cell = _emptied(now, f"{W}p")
        cell.extend(_blocks(was, now, pen, forced=True))
        made.append(cell)
    return made


def _whole(block: Xml.Element, name: str, pen: _Pen) -> Xml.Element:
    """A block that only one of both has."""
    if block.tag == f"{W}tbl":
        made = _emptied(block, f"{W}tr")
        made.extend(_row(row, name, pen) for row in block.findall(f"{W}tr"))
        return made
    made = _emptied(block, None)
    properties = _properties(block)
    run = properties.find(f"{W}rPr")
    if run is None:
        run = Xml.SubElement(properties, f"{W}rPr")
    run.insert(0, pen.mark(name))
    made.append(properties)
    made.extend(_tracked([*_atoms(block)], name, pen))
    old, new = ("", _text(block)) if name == "ins" else (_text(block), "")
    if old or new:
        pen.comment(made, old, new)
    return made


def _row(row: Xml.Element, name: str, pen: _Pen) -> Xml.Element:
    made = copy.deepcopy(row)
    properties = made.find(f"{W}trPr")
    if properties is None:
        properties = _made("trPr")
        made.insert(0, properties)
    properties.append(pen.mark(name))
    first = True
    for cell in made.findall(f"{W}tc"):
        for paragraph in cell.findall(f"{W}p"):
            atoms, old = list(_atoms(paragraph)), _text(paragraph)
            paragraph[:] = [*paragraph.findall(f"{W}pPr"), *_tracked(atoms, name, pen)]
            if first and old:
                pen.comment(paragraph, old if name == "del" else "", old if name == "ins" else "")
                first = False
    return made


def _reworded(old: Xml.Element, new: Xml.Element, pen: _Pen) -> Xml.Element:
    made = _emptied(new, None)
    properties, was = _properties(new), _properties(old)
    if _key(properties) != _key(was):
        change = pen.mark("pPrChange")
        change.append(was)
        properties.append(change)
    if len(properties):
        made.append(properties)
    before, after = list(_atoms(old)), list(_atoms(new))
    matcher = SequenceMatcher(None, [_key(each) for each in before], [_key(each) for each in after], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            made.extend(_merged(after[j:j_end]))
        else:
            made.extend(_tracked(before[i:i_end], "del", pen))
            made.extend(_tracked(after[j:j_end], "ins", pen))
    pen.comment(made, _text(old), _text(new))
    return made


def _atoms(paragraph: Xml.Element) -> Iterator[Xml.Element]:
    """The runs of a paragraph, one for each word; an equation or a note is one."""
    for child in paragraph:
        texts = child.findall(f"{W}t")
        if child.tag == f"{W}r" and len(texts) == len(child) - len(child.findall(f"{W}rPr")) == 1:
            for word in _WORDS.findall(texts[0].text or ""):
                yield _run(child.find(f"{W}rPr"), word)
        elif child.tag not in (f"{W}pPr", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            yield copy.deepcopy(child)


def _run(properties: Xml.Element | None, text: str) -> Xml.Element:
    run = _made("r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    Xml.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = text
    return run


def _merged(atoms: Sequence[Xml.Element]) -> Iterator[Xml.Element]:
    """Words of one look as one run again."""
    for (_, is_text), group in groupby(atoms, lambda each: (_key(each.find(f"{W}rPr")), _is_text(each))):
        if is_text:
            same = list(group)
            yield _run(same[0].find(f"{W}rPr"), "".join(each.findtext(f"{W}t") or "" for each in same))
        else:
            yield from group


def _is_text(atom: Xml.Element) -> bool:
    return atom.tag == f"{W}r" and atom.find(f"{W}t") is not None


def _tracked(atoms: Sequence[Xml.Element], name: str, pen: _Pen) -> list[Xml.Element]:
    if not atoms:
        return []
    mark = pen.mark(name)
    mark.extend(_merged(atoms))
    if name == "del":
        for text in mark.iter(f"{W}t"):
            text.tag = f"{W}delText"
    return [mark]


def _footnotes(before: dict[str, bytes], after: dict[str, bytes], was: Xml.Element) -> bytes:
    """The notes of the new document, and behind them those of the old one to which its text now refers."""
    old, new = (Xml.fromstring(parts["word/footnotes.xml"]) for parts in (before, after))  # noqa: S314 - our own
    same = {_text(note): note.get(f"{W}id") for note in new if note.get(f"{W}type") is None}
    next_id = 1 + max([0, *(int(note.get(f"{W}id", "0")) for note in new)])
    moved = {}
    for note in old:
        if note.get(f"{W}type") is not None:
            continue
        id_ = same.get(_text(note))
        if id_ is None:
            id_ = str(next_id)
            next_id += 1
            kept = copy.deepcopy(note)
            kept.set(f"{W}id", id_)
            new.append(kept)
        moved[note.get(f"{W}id")] = id_
    for reference in was.iter(f"{W}footnoteReference"):
        reference.set(f"{W}id", moved.get(reference.get(f"{W}id")) or "0")
    return _written(new)


def _properties(paragraph: Xml.Element) -> Xml.Element:
    found = paragraph.find(f"{W}pPr")
    return copy.deepcopy(found) if found is not None else _made("pPr")


def _emptied(element: Xml.Element, without: str | None) -> Xml.Element:
    """A copy without children of one kind, or with none at all."""
    made = Xml.Element(element.tag, element.attrib)
    made.extend(copy.deepcopy(child) for child in element if without is not None and child.tag != without)
    return made


def _text(element: Xml.Element) -> str:
    return "".join(each.text or "" for each in element.iter() if each.tag in (f"{W}t", f"{M}t"))


def _key(element: Xml.Element | None) -> str:
    """The element as it is written, without the bookmarks of the converter and blanks between tags."""
    if element is None:
        return ""
    text = re.sub(r"<w:bookmark(Start|End)[^>]*>", "", Xml.tostring(element, "unicode"))
    return re.sub(r">\n *<", "><", re.sub(r' xmlns:\w+="[^"]*"', "", text)).strip()


def _made(name: str, **attributes: str) -> Xml.Element:
    return Xml.Element(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})


def _paragraph(text: str) -> Xml.Element:
    paragraph = _made("p")
    paragraph.append(_run(None, text))
    return paragraph


def _written(element: Xml.Element) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(element, "unicode")}'.encode()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in sorted(parts):
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(part, parts[name], compresslevel=6)
    return target.getvalue()
