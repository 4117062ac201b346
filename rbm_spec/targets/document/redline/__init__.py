"""Two Word documents of ours → the new one with every difference as a tracked change, comments, and amending marks.

Provisions are paired by their bookmarks, then blocks, rows and cells, then words; an equation or a note is one word.
Accepting all gives the new document, rejecting all the old one. Page set-up and styles are those of the new, and so are
numbers that a reader's program counts itself, as those of tables. Lists of contents are left out.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.redline.footnotes import footnotes
from rbm_spec.targets.document.redline.package import named, packed, parts, written
from rbm_spec.targets.document.redline.pen import Meaning, Pen
from rbm_spec.targets.document.redline.provisions import Marks, amended
from rbm_spec.targets.document.redline.words import reworded
from rbm_spec.targets.document.redline.xml import W, key, unlink

__all__ = ["Marks", "Meaning", "redlined"]


def redlined(
    old: bytes, new: bytes, author: str, date: str | None, meaning: Meaning, marks: Marks = "passing"
) -> bytes:
    """The new package with tracked changes; `date` in ISO form, if it is known.

    `meaning` gives the comment for a place (the bookmark of a provision, or nothing) and its old and new words. Unless
    `marks` is none, a line before each provision says ADD, MOD, SUP or NOC. Accepting or rejecting all takes passing
    marks away; lasting ones stay when all is accepted.
    """
    before, after = parts(old), parts(new)
    named(before["word/document.xml"], after["word/document.xml"])
    was, now = (Xml.fromstring(each["word/document.xml"]) for each in (before, after))  # noqa: S314 - our own
    unlink(was)
    unlink(now)
    pen = Pen(author, f"{date}T00:00:00Z" if date else None, meaning)
    after["word/footnotes.xml"] = footnotes(before["word/footnotes.xml"], after["word/footnotes.xml"], was)
    now[0][:] = [*amended(was[0], now[0], pen, marks), *now[0].findall(f"{W}sectPr")]
    comments = Xml.fromstring(after["word/comments.xml"])  # noqa: S314 - our own
    comments.extend(pen.comments)
    after["word/document.xml"], after["word/comments.xml"] = written(now), written(comments)
    for name in sorted(before.keys() & after.keys()):
        if name.startswith(("word/footer", "word/header")):
            after[name] = _edge(before[name], after[name], pen)
    return packed(after)


def _edge(old: bytes, new: bytes, pen: Pen) -> bytes:
    """A header or footer, of which the form is fixed; Word takes no comments there."""
    was, now = Xml.fromstring(old), Xml.fromstring(new)  # noqa: S314 - our own
    if key(was) == key(now) or [each.tag for each in was] != [each.tag for each in now]:
        return new
    pen.turn_to(None)
    now[:] = [
        here if key(there) == key(here) else reworded(there, here, pen) for there, here in zip(was, now, strict=True)
    ]
    return written(now)
