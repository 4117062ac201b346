"""A Word document of pandoc -> the same with our properties and footer, in bytes that never change.

The parts are those of pandoc and of our reference; text of a plan that is put in here is escaped for XML.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import escape

from rbm_spec.targets.document.columns import unsplit, widened
from rbm_spec.targets.document.contents import with_contents
from rbm_spec.targets.document.mirrored import foot_mirrored, numbers_mirrored, styles_mirrored, text_mirrored
from rbm_spec.targets.words.phrases import Phrases

EARLIEST = (1980, 1, 1, 0, 0, 0)
PLACE = b"{document number}"
TAG = rb"(?:<[^<>]*>)*"
PLACES = re.compile(TAG.join(re.escape(PLACE[at : at + 1]) for at in range(len(PLACE))))
"""The same where Word has cut it into several runs."""
FOOT = re.compile(r"word/(?:header|footer)\d*\.xml")
INDICATOR = b"{indicator}"
LANGUAGE = re.compile(rb"<w:(lang|themeFontLang) [^<>]*/>")
CAPTION = re.compile(
    rb'Table\xc2\xa0(</w:t></w:r><w:fldSimple w:instr="SEQ Table .*?</w:fldSimple><w:bookmarkEnd [^<>]*/>'
    rb'<w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">): '
)

MENDED = (
    # A run of words in an equation has both marks, and the schema allows one of them.
    (re.compile(rb'<m:nor /><m:sty m:val="p" />'), b"<m:nor />"),
    # Columns of a stack of lines: the schema wants the count first.
    (re.compile(rb"(<m:mcJc [^<>]*/>)(<m:count [^<>]*/>)"), rb"\2\1"),
    # A picture is described once, in words; pandoc says in a second place where it came from.
    (re.compile(rb'descr="data:image/png;base64,[A-Za-z0-9+/=]*"'), b'descr=""'),
    # In a table of facts each row begins with what it is about.
    (
        re.compile(
            rb'(<w:tblStyle w:val="Facts" />(?:(?!<w:tblLook ).)*<w:tblLook (?:(?!firstColumn)[^<>])*firstColumn=)"0"'
            rb'([^<>]*w:val=)"0000"'
        ),
        rb'\1"1"\2"0080"',
    ),
    # Between a table and the caption of the next there are two paragraphs, one of them without words.
    (re.compile(rb"</w:tbl>\s*<w:p />(?=\s*<w:p>)"), b"</w:tbl>"),
    # The row of headers stays on one page.
    (re.compile(rb"<w:tr><w:trPr>"), b"<w:tr><w:trPr><w:cantSplit />"),
)
"""What pandoc writes, and what is right; text of a plan cannot look like either, as it is escaped."""


TABLE = re.compile(rb"<w:tbl>.*?</w:tbl>", re.DOTALL)
ROW = re.compile(rb"<w:tr>.*?</w:tr>", re.DOTALL)
STYLED = re.compile(rb"(<w:pStyle [^<>]*/>)(?!<w:keepNext)")
RUN = re.compile(rb'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">([^<>]*)</w:t></w:r>')
YEARS = re.compile(rb"(?<=\b\d{4})-(?=\d{4}\b)|" + "\u2011".encode())
"""On pages from right to left this hyphen would put the later year first."""
SYMBOL = re.compile(
    rb'(<w:lvlText w:val=")\xef\x80\xad("(?:(?!</w:lvl>).)*?)<w:rFonts(?=[^<>]* w:ascii="Symbol")[^<>]*/>', re.DOTALL
)
"""The dash of a list as LibreOffice saves it: a hyphen of a font of signs."""
SLANTED, UPRIGHT = re.compile(rb"<w:i(?:Cs)? ?/>"), ("ar", "zh")
"""Languages whose letters are never slanted."""
SHORT, FEW = 12, 1100
"""Rows and letters of a table that stays on one page as a whole."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What Word shows about a document. `date` is its own date in ISO form, never that of the build."""

    title: str
    subject: str
    creator: str
    words: Phrases
    number: str | None
    date: str | None


def finished(content: bytes, properties: Properties) -> bytes:
    """The package with sorted parts, fixed dates, and these properties."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: _part(name, source.read(name), properties) for name in sorted(source.namelist())}
    body, styles, numbering = "word/document.xml", "word/styles.xml", "word/numbering.xml"
    mirrored = properties.words.say("language.direction") == "rtl"
    parts[body] = with_contents(parts[body], parts[styles], parts[numbering], mirrored=mirrored)
    if properties.words.say("language.tag").startswith(UPRIGHT):
        for name in (body, styles, "word/footnotes.xml"):
            parts[name] = SLANTED.sub(b"", parts[name])
    if not mirrored:
        parts[body] = RUN.sub(_whole_years, parts[body])
    else:
        parts[numbering] = numbers_mirrored(parts[numbering], parts[styles])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, written in parts.items():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            part.external_attr = 0o644 << 16
            package.writestr(part, written, compresslevel=6)
    return target.getvalue()


def _part(name: str, content: bytes, properties: Properties) -> bytes:
    words = properties.words
    mirrored = words.say("language.direction") == "rtl"
    match name:
        case "docProps/core.xml":
            return _core(properties).encode()
        case "word/document.xml":
            for wrong, right in MENDED:
                content = wrong.sub(right, content)
            content = TABLE.sub(lambda table: unsplit(widened(_together(table))), content)
            content = text_mirrored(content) if mirrored else content
            label, between, _ = escape(words.say("document.table", "\0", "\0")).encode().split(b"\0")
            return CAPTION.sub(lambda found: label + found[1] + between, content)
        case "word/footnotes.xml" if mirrored:
            return text_mirrored(content)
        case _ if FOOT.fullmatch(name):
            content = foot_mirrored(content) if mirrored else content
            number = escape(properties.number or "").encode()
            return PLACES.sub(lambda found: number + b"".join(re.findall(rb"<[^<>]*>", found[0])), content)
        case "word/numbering.xml":
            content = SYMBOL.sub("\\1–\\2".encode(), content)
            return content.replace(INDICATOR, escape(words.say("document.indicator_number", "%1")).encode())
        case "word/styles.xml" | "word/settings.xml":
            tag = words.say("language.tag").encode()
            left, right = (b"en-GB", tag) if mirrored else (tag, b"ar-SA")
            content = styles_mirrored(content) if mirrored else content
            return LANGUAGE.sub(rb'<w:\1 w:val="%b" w:eastAsia="zh-CN" w:bidi="%b" />' % (left, right), content)
        case _:
            return content


def _whole_years(run: re.Match[bytes]) -> bytes:
    """The run with the hyphen of Word that ends no line between years, and where the text asks for one."""
    look, text = run[1] or b"", run[2]
    if not YEARS.search(text):
        return run[0]
    between = b'</w:t></w:r><w:r>%b<w:noBreakHyphen /></w:r><w:r>%b<w:t xml:space="preserve">' % (look, look)
    return b'<w:r>%b<w:t xml:space="preserve">%b</w:t></w:r>' % (look, between.join(YEARS.split(text)))


def _together(table: re.Match[bytes]) -> bytes:
    """A short table with each row kept with the next, so that it stays on one page."""
    rows = ROW.findall(table[0])
    if len(rows) > SHORT or len(re.sub(rb"<[^<>]*>", b"", table[0])) > FEW:
        return table[0]
    left = len(rows)

    def kept(row: re.Match[bytes]) -> bytes:
        nonlocal left
        left -= 1
        return STYLED.sub(rb"\1<w:keepNext />", row[0]) if left else row[0]

    return ROW.sub(kept, table[0])


def _core(properties: Properties) -> str:
    dates = "".join(
        f'<dcterms:{event} xsi:type="dcterms:W3CDTF">{escape(properties.date)}T00:00:00Z</dcterms:{event}>'
        for event in ("created", "modified")
        if properties.date
    )
    tag = escape(properties.words.say("language.tag"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title><dc:subject>{escape(properties.subject)}</dc:subject>"
        f"<dc:creator>{escape(properties.creator)}</dc:creator><dc:language>{tag}</dc:language>"
        f"{dates}</cp:coreProperties>"
    )
