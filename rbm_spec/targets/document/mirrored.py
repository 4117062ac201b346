"""Parts of a Word document -> the same on pages that run from right to left, as Word and LibreOffice both draw them.

They differ in two things. The side of a number is read as that of the page, or as where its line begins; the middle is
read alike, so a number is centred on a place where it then begins at the margin. And LibreOffice ends a line between a
bracket and the figures in it, which run the other way; between marks of direction they run as one. So does a
calculation, of which every program would print the parts in the order of the text around it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

from rbm_spec.targets.document.looks import W, said_by

TABLES = (
    (re.compile(rb"(<w:tblPr><w:tblStyle [^<>]*/>)"), rb"\1<w:bidiVisual />"),
    (re.compile(rb"((?:<w:(?:rtlGutter|docGrid|printerSettings)\b[^<>]*/>\s*)*</w:sectPr>)"), rb"<w:bidi />\1"),
    # Equations run from left to right in every language.
    (re.compile(rb"<w:bidi />(</w:pPr><m:oMathPara>)"), rb'<w:bidi w:val="0" />\1'),
)
DEFAULT = re.compile(rb"(?<=</w:rPrDefault>)\s*(?:<w:pPrDefault ?/>|<w:pPrDefault>(.*?)</w:pPrDefault>)?", re.DOTALL)
"""What holds of every paragraph: that it runs from right to left, so that numbers stand at the right margin, and so
does what a translator adds."""
PARAGRAPH = re.compile(rb"<w:pPr ?/>|<w:pPr>(.*?)</w:pPr>", re.DOTALL)
BEHIND = re.compile(
    rb"<w:(?:adjustRightInd|snapToGrid|spacing|ind|contextualSpacing|mirrorIndents|suppressOverlap|jc|textDirection"
    rb"|textAlignment|textboxTightWrap|outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)\b"
)
"""What the schema wants behind the direction of a paragraph."""
TEXT = re.compile(rb"(?<=<w:t>)[^<>]+|(?<=<w:t xml:space=\"preserve\">)[^<>]+")
_NUMBER = r"[-−(]*\d+(?:[ \u00a0.,/]\d+)*\)*"
FIGURES = re.compile(rf"{_NUMBER}(?: [-−+=×x/] {_NUMBER})+|\([0-9A-Za-z][ -'*-~]*\)")
"""What runs from left to right as one: a calculation, and figures or Latin letters with the brackets around them."""
MARK = "\u200e"
BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+(?=<)")

LEVEL = re.compile(rb"<w:lvl [^<>]*>.*?</w:lvl>", re.DOTALL)
SAID = re.compile(rb'<w:(pStyle|lvlText) [^<>]*?w:val="([^"]*)"')
SIDE, MIDDLE = re.compile(rb'<w:lvlJc w:val="(?:left|start)" ?/>'), b'<w:lvlJc w:val="center" />'
INDENT, FIRST = re.compile(rb"<w:ind [^<>]*/>"), re.compile(rb' w:(firstLine|hanging)="(\d+)"')
COUNT = re.compile(r"%\d")
USUAL = 24
"""Size of letters where no style says it, in half points."""
FIGURE, LETTER = 5.6, 5.2
"""Width of a bold figure and of a letter of Arabic text, in twentieths of a point, for each half point of its size."""


def text_mirrored(content: bytes) -> bytes:
    """The document, or its footnotes: tables from right to left, and figures that stay in their brackets."""
    for wrong, right in TABLES:
        content = wrong.sub(right, content)
    return TEXT.sub(lambda text: figures_together(text[0].decode()).encode(), content)


def hypertext_mirrored(content: bytes) -> bytes:
    """A web page with calculations from left to right."""
    return BETWEEN_TAGS.sub(lambda text: figures_together(text[0]), content.decode()).encode()


def figures_together(text: str) -> str:
    """Text with marks of direction around what runs from left to right as one."""
    return FIGURES.sub(lambda found: MARK + found[0] + MARK, text)


def foot_mirrored(content: bytes) -> bytes:
    """A header or footer with all its paragraphs from right to left."""
    return PARAGRAPH.sub(_paragraph, content)


def styles_mirrored(content: bytes) -> bytes:
    """Styles under which every paragraph runs from right to left."""
    return DEFAULT.sub(_default, content, count=1)


def numbers_mirrored(numbering: bytes, styles: bytes) -> bytes:
    """Lists whose numbers are centred on places half their width inside of where they began."""
    known = {each.get(f"{W}styleId", ""): each for each in fromstring(styles).iter(f"{W}style")}  # noqa: S314 - ours
    return LEVEL.sub(lambda level: _centred(level[0], known), numbering)


def _paragraph(found: re.Match[bytes]) -> bytes:
    """The properties of a paragraph that runs from right to left."""
    inside = found[1] or b""
    if b"<w:bidi" in inside:
        return found[0]
    place = behind.start() if (behind := BEHIND.search(inside)) else len(inside)
    return b"<w:pPr>" + inside[:place] + b"<w:bidi />" + inside[place:] + b"</w:pPr>"


def _default(found: re.Match[bytes]) -> bytes:
    return b"<w:pPrDefault>" + PARAGRAPH.sub(_paragraph, found[1] or b"<w:pPr />", count=1) + b"</w:pPrDefault>"


def _centred(level: bytes, styles: dict[str, Element]) -> bytes:
    said = {name: value.decode() for name, value in SAID.findall(level)}
    size = said_by(styles, said.get(b"pStyle", ""), f"{W}rPr/{W}szCs")
    signs = COUNT.sub("1", said.get(b"lvlText", ""))
    width = sum(LETTER if sign.isalpha() or sign.isspace() else FIGURE for sign in signs)
    half = round(width * int(size.get(f"{W}val", USUAL) if size is not None else USUAL) / 2)
    indent = INDENT.search(level)
    if indent is None or not SIDE.search(level):
        return level
    first = half
    for kind, distance in FIRST.findall(indent[0]):
        first += int(distance) if kind == b"firstLine" else -int(distance)
    begins = b'<w:ind w:%b="%d"' % (b"hanging" if first < 0 else b"firstLine", abs(first))
    moved = FIRST.sub(b"", indent[0]).replace(b"<w:ind", begins, 1)
    return SIDE.sub(MIDDLE, level).replace(indent[0], moved, 1)
