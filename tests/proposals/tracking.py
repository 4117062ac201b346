"""A Word document of ours, and edits of it at random as Word would track them; and its text when all is accepted."""

from __future__ import annotations

import io
import random
import zipfile
from copy import deepcopy
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PEOPLE = ("Ann", "Bob", "Cyd")
NEW = ("alpha", "beta gamma", "x: y", "; ", ".", "# z", "{note:q}", "[", " ")


def body_of(content: bytes) -> Element:
    """The body part, as XML."""
    return fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))


def packed(content: bytes, body: Element) -> bytes:
    """The document with another body."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, tostring(body) if name == "word/document.xml" else source.read(name))
    return target.getvalue()


def edit(body: Element, choose: random.Random) -> None:
    """One edit somewhere: of some letters, of a paragraph's end, or of a paragraph; rarely one that is not tracked."""
    listed = {each for frame in body.iter(f"{W}sdt") for each in frame.iter()}
    paragraph = choose.choice([each for each in body.iter(f"{W}p") if each not in listed and _runs(each)])
    match choose.choice(("replace", "delete", "insert", "move", "split", "untracked", "new paragraph", "no paragraph")):
        case "new paragraph":
            new = Element(f"{W}p")
            new.append(deepcopy(_properties(paragraph)))
            _mark_end(new, "ins", by := choose.choice(PEOPLE))
            new.append(_marked("ins", by, _run("A paragraph " + choose.choice(NEW))))
            _put(body, paragraph, new, 0)
        case "no paragraph":
            _mark_end(paragraph, "del", by := choose.choice(PEOPLE))
            for i, run in enumerate(list(paragraph)):
                if run.tag == f"{W}r":
                    paragraph[i] = _marked("del", by, run)
        case kind:
            _edit_run(body, paragraph, kind, choose)


def _edit_run(body: Element, paragraph: Element, kind: str, choose: random.Random) -> None:
    run, by, new = choose.choice(_runs(paragraph)), choose.choice(PEOPLE), choose.choice(NEW)
    word = run.find(f"{W}t")
    assert word is not None
    text = word.text or ""
    first = choose.randrange(len(text) + 1)
    last = first if kind in ("insert", "split") else choose.randrange(first, len(text) + 1)
    if kind == "untracked":
        word.text = text[:first] + new + text[last:]
        return
    at = list(paragraph).index(run)
    behind = [_run(text[last:])] if kind == "split" else []
    behind += list(paragraph)[at + 1 :] if kind == "split" else []
    gone, put = ("moveFrom", "moveTo") if kind == "move" else ("del", "ins")
    parts = [_run(text[:first])]
    parts += [_marked(gone, by, _run(text[first:last]))] if first < last else []
    parts += [_marked(put, by, _run(new))] if kind not in ("delete", "split") else []
    parts += [_run(text[last:])] if kind != "split" else []
    for each in (run, *behind[1:]):
        paragraph.remove(each)
    for i, part in enumerate(parts):
        paragraph.insert(at + i, part)
    if kind == "split":
        rest = Element(f"{W}p")
        rest.extend([deepcopy(_properties(paragraph)), *behind])
        _mark_end(paragraph, "ins", by)
        _put(body, paragraph, rest, 1)


def _runs(paragraph: Element) -> list[Element]:
    return [run for run in paragraph.findall(f"{W}r") if len(run.findtext(f"{W}t") or "") > 3]


def _run(text: str) -> Element:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = text
    return run


def _marked(kind: str, by: str, run: Element) -> Element:
    mark = Element(f"{W}{kind}", {f"{W}author": by})
    mark.append(run)
    for word in run.iter(f"{W}t") if kind in ("del", "moveFrom") else ():
        word.tag = f"{W}delText"
    return mark


def _properties(paragraph: Element) -> Element:
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = Element(f"{W}pPr")
        paragraph.insert(0, found)
    return found


def _mark_end(paragraph: Element, kind: str, by: str) -> None:
    properties = _properties(paragraph)
    found = properties.find(f"{W}rPr")
    found = found if found is not None else SubElement(properties, f"{W}rPr")
    found.insert(0, Element(f"{W}{kind}", {f"{W}author": by}))


def _put(body: Element, paragraph: Element, new: Element, after: int) -> None:
    parent = next(each for each in body.iter() if paragraph in list(each))
    parent.insert(list(parent).index(paragraph) + after, new)


def accepted(element: Element) -> str:
    """The words when all tracked changes are accepted, without blanks and the list of contents."""
    words = ""
    for child in element:
        if child.tag in (f"{W}t",):
            words += child.text or ""
        elif child.tag == f"{W}noBreakHyphen":
            words += "-"
        elif child.tag not in (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdt"):
            words += accepted(child)
    return "".join(words.split())
