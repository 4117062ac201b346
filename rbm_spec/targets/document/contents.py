"""A Word document with the heading of a contents list -> the same with the list under it, filled.

The list is a field that Word can make again, but need not: nothing asks the reader when the document is opened. Its
entries lead to bookmarks at the headings. They name no pages, as only the program that shows the document knows where
those end. Levels and numbers are those of the styles of the document. Headings above the list are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, fromstring

from rbm_spec.targets.document.looks import Numbers, W, by_names, levels, looks, said_by

DEEPEST = 2
"""Levels of headings that are listed."""
HANGING = 284
"""By how much the second line of an entry without a number is moved in, in twentieths of a point."""
HEADING, LINES = "toc heading", "toc %d"
"""Names of styles, in small letters."""
FIELD = b'TOC \\b _Contents \\o "1-%d" \\n \\h \\z \\u' % DEEPEST
PARAGRAPH = re.compile(rb"<w:p>.*?</w:p>", re.DOTALL)
STYLE = re.compile(rb'<w:p><w:pPr><w:pStyle w:val="([^"]*)" />')
NAME = b"_Toc%09d"
RUN = re.compile(rb"<w:r>(?:(?!</w:r>).)*<w:t[ >].*?</w:r>", re.DOTALL)
IDS = re.compile(rb'<w:bookmarkStart w:id="(\d+)"')
PROPERTIES, PARAGRAPH_END, LAST = b"</w:pPr>", b"</w:p>", b"<w:sectPr"


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading that is listed, the paragraph at `place`; `runs` are its words as the document prints them.

    `begins` is where its line in the list begins, in twentieths of a point.
    """

    place: int
    level: int
    number: str
    runs: bytes
    begins: int


def with_contents(document: bytes, styles: bytes, numbering: bytes, *, mirrored: bool) -> bytes:
    """The document part with its contents list filled, or without the list where nothing stands under it."""
    paragraphs = list(PARAGRAPH.finditer(document))
    styled = [STYLE.match(each[0]) for each in paragraphs]
    names = [each[1] if each else b"" for each in styled]
    look = fromstring(styles)  # noqa: S314 - pandoc's
    ids = {name: id_.encode() for name, id_ in by_names(look).items()}
    if ids.get(HEADING) not in names:
        return document
    listed = names.index(ids[HEADING])
    found = [each for each in _entries(paragraphs, names, look, numbering) if each.place > listed]
    free = max((int(each) for each in IDS.findall(document)), default=0) + 1
    made: list[bytes] = []
    end = 0
    for count, place in enumerate((listed, *(each.place for each in found))):
        words = paragraphs[place][0]
        made.append(document[end : paragraphs[place].start()])
        made.append(_bookmarked(words, count, free + count) if count else _list(words, found, ids, mirrored=mirrored))
        end = paragraphs[place].end()
    if not found:
        return b"".join([*made, document[end:]])
    made.insert(2, b'<w:bookmarkStart w:id="%d" w:name="_Contents" />' % free)
    rest, last, page = document[end:].rpartition(LAST)
    return b"".join([*made, rest, b'<w:bookmarkEnd w:id="%d" />' % free, last, page])


def _entries(
    paragraphs: list[re.Match[bytes]], names: list[bytes], styles: Element, numbering: bytes
) -> Iterator[Entry]:
    known, ids = looks(styles), by_names(styles)
    begins = [_begins(styles, ids.get(LINES % level, "")) for level in range(1, DEEPEST + 1)]
    numbers = Numbers(levels(fromstring(numbering)))  # noqa: S314 - ours
    for place, (paragraph, name) in enumerate(zip(paragraphs, names, strict=True)):
        look = known.get(name.decode())
        if look is None:
            continue
        number = numbers.next(look.numbering) if look.numbering else ""
        if look.outline is not None and look.outline < DEEPEST:
            runs = b"".join(RUN.findall(paragraph[0]))
            yield Entry(place, look.outline + 1, number, runs, begins[look.outline])


def _begins(styles: Element, name: str) -> int:
    by_name = {each.get(f"{W}styleId", ""): each for each in styles.iter(f"{W}style")}
    indent = said_by(by_name, name, f"{W}pPr/{W}ind")
    left, hanging = ((indent.get(f"{W}{key}") or "0" if indent is not None else "0") for key in ("left", "hanging"))
    return int(left) - int(hanging)


def _bookmarked(paragraph: bytes, count: int, id_: int) -> bytes:
    head, end, rest = paragraph.partition(PROPERTIES)
    begin = b'<w:bookmarkStart w:id="%d" w:name="%b" />' % (id_, NAME % count)
    return head + end + begin + rest.removesuffix(PARAGRAPH_END) + b'<w:bookmarkEnd w:id="%d" />' % id_ + PARAGRAPH_END


def _list(heading: bytes, entries: list[Entry], ids: Mapping[str, bytes], *, mirrored: bool) -> bytes:
    """The list as Word keeps it: a field around lines, in a frame that says what it is."""
    if not entries:
        return b""
    lines = [_line(count, each, ids, mirrored=mirrored) for count, each in enumerate(entries, 1)]
    code = b'<w:r><w:instrText xml:space="preserve"> %b </w:instrText></w:r>' % FIELD
    lines[0] = lines[0].replace(PROPERTIES, PROPERTIES + _sign(b"begin") + code + _sign(b"separate"), 1)
    lines[-1] = lines[-1].removesuffix(PARAGRAPH_END) + _sign(b"end") + PARAGRAPH_END
    gallery = b'<w:docPartObj><w:docPartGallery w:val="Table of Contents" /><w:docPartUnique /></w:docPartObj>'
    frame = b"<w:sdt><w:sdtPr>%b</w:sdtPr><w:sdtContent>%b%b</w:sdtContent></w:sdt>"
    return frame % (gallery, heading, b"".join(lines))


def _line(count: int, entry: Entry, ids: Mapping[str, bytes], *, mirrored: bool) -> bytes:
    side, run = (b"<w:bidi />", b"<w:rPr><w:rtl /></w:rPr>") if mirrored else (b"", b"")
    # The room for a number is not left empty where there is none.
    number, indent = b"", b'<w:ind w:left="%d" w:hanging="%d" />' % (entry.begins + HANGING, HANGING)
    if entry.number:
        indent = b""
        said = escape(entry.number).encode()
        number = b'<w:r>%b<w:t xml:space="preserve">%b</w:t></w:r><w:r>%b<w:tab /></w:r>' % (run, said, run)
    look = ids.get(LINES % entry.level)
    name = b'<w:pStyle w:val="%b" />' % look if look else b""
    style = b"<w:pPr>%b%b%b</w:pPr>" % (name, side, indent)
    link = b'<w:hyperlink w:anchor="%b" w:history="1">%b%b</w:hyperlink>' % (NAME % count, number, entry.runs)
    return b"<w:p>" + style + link + PARAGRAPH_END


def _sign(kind: bytes) -> bytes:
    return b'<w:r><w:fldChar w:fldCharType="%b" /></w:r>' % kind
