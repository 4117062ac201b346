"""A returned .ods file and what is wrong in it -> a copy for the sender, as `marks` makes it of .xlsx.

Runs in the child process. The copy is the file itself, with changes put into its bytes: a marked cell gets its own
style with a red ground, a note, and its formula as text; the list is one more table before the others.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from rbm_spec.collect.archive import Refused, parts_of
from rbm_spec.collect.marks import HEADER, LONGEST_CELL, LONGEST_NOTE, TITLE, Mark, plain
from rbm_spec.collect.opendocument import CONTENT
from rbm_spec.collect.spots import OTHER_NAMES, TAG, Line, Spot, Spots, spots_in

RED, HEAD, INK, HEAD_INK = "#f4b6b0", "#1b3a5c", "#7a1a12", "#ffffff"
WIDTHS = ("4cm", "2cm", "11cm")
SETTINGS = "settings.xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ACTIVE = re.compile(rb'(<config:config-item config:name="ActiveTable"[^<>]*>)[^<]*')
_VALUES = ("table:formula", "office:value-type", "office:value", "office:date-value", "office:time-value",
           "office:boolean-value", "office:string-value", "office:currency", "calcext:value-type")  # fmt: skip
_PROPERTIES = re.compile(rb"<style:table-cell-properties\b")
_THEN = (1980, 1, 1, 0, 0, 0)

Texts = Mapping[tuple[str, int], Mapping[int, str]]
"""What is wrong, by sheet and row, then by column."""


def mark(content: bytes, head: Sequence[str], marks: Sequence[Mark]) -> bytes:
    """The copy. `head` stands above the list. Raises Refused where the file is not written as programs write it."""
    part = parts_of(content)[CONTENT]
    texts = _by_row(marks)
    rows: dict[str, set[int]] = {}
    for sheet, row in texts:
        rows.setdefault(sheet, set()).add(row)
    spots = spots_in(part, {sheet: frozenset(several) for sheet, several in rows.items()})
    styles = _Styles(part, spots)
    edits = [_line(part, sheet, line, texts, styles) for sheet, several in spots.lines.items() for line in several]
    name = TITLE
    while name in spots.names:
        name += " +"
    edits.append((spots.first_table, spots.first_table, _list(name, head, marks)))
    edits.append((spots.styles_end, spots.styles_end, styles.made()))
    return _packed(content, _edited(part, edits), name)


def _by_row(marks: Sequence[Mark]) -> Texts:
    found: dict[tuple[str, int], dict[int, str]] = {}
    for sheet, cell, text in marks:
        if match := _CELL.fullmatch(cell):
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            known = found.setdefault((sheet, int(match[2])), {})
            known[column] = f"{known[column]}\n{text}" if column in known else text
    return found


class _Styles:
    """The styles that marked cells have: those that they had, on a red ground."""

    def __init__(self, part: bytes, spots: Spots) -> None:
        self._part, self._spots = part, spots
        self._names: dict[str, str] = {}

    def red(self, sheet: str, line: Line, cell: Mapping[str, str], column: int) -> str:
        """The name of the style for a cell."""
        base = cell.get("table:style-name") or line.said.get("table:default-cell-style-name") or self._of(sheet, column)
        return self._names.setdefault(base, f"rbm-marked-{len(self._names) + 1}")

    def _of(self, sheet: str, column: int) -> str:
        for many, style in self._spots.columns[sheet]:
            column -= many
            if column <= 0:
                return style
        return ""

    def made(self) -> bytes:
        """All styles of ours."""
        cells = b"".join(self._copy(base, name) for base, name in self._names.items())
        widths = "".join(
            f'<style:style style:name="rbm-width-{number}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}"/></style:style>'
            for number, width in enumerate(WIDTHS, start=1)
        )
        return cells + (widths + _LOOKS).encode()

    def _copy(self, base: str, name: str) -> bytes:
        known = self._spots.styles.get(base)
        if known is None:
            parent = f" style:parent-style-name={quoteattr(base)}" if base else ""
            return (
                f'<style:style style:name="{name}" style:family="table-cell"{parent}>'
                f'<style:table-cell-properties fo:background-color="{RED}"/></style:style>'
            ).encode()
        tag, body = _cut(self._part[known.start : known.end])
        inside = body.removesuffix(b"</style:style>")
        properties = _PROPERTIES.search(inside)
        if properties is None:
            inside = f'<style:table-cell-properties fo:background-color="{RED}"/>'.encode() + inside
        else:
            old = _tag(inside, properties.start())
            inside = inside.replace(old, _with(old, "fo:background-color", RED), 1)
        return _with(tag, "style:name", name) + inside + b"</style:style>"


_LOOKS = (
    f'<style:style style:name="rbm-title" style:family="table-cell"><style:text-properties fo:color="{INK}"'
    ' fo:font-size="14pt" fo:font-weight="bold"/></style:style>'
    f'<style:style style:name="rbm-head" style:family="table-cell"><style:table-cell-properties'
    f' fo:background-color="{HEAD}"/><style:text-properties fo:color="{HEAD_INK}" fo:font-weight="bold"/></style:style>'
    '<style:style style:name="rbm-text" style:family="table-cell"><style:table-cell-properties'
    ' fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
)


def _line(part: bytes, sheet: str, line: Line, texts: Texts, styles: _Styles) -> tuple[int, int, bytes]:
    """The row, cut where it stands for several of which not all are marked."""
    pieces, done = [], line.first
    for number in sorted(row for of, row in texts if of == sheet and line.first <= row < line.first + line.many):
        pieces += [_repeated(part, line, number - done), _marked(part, sheet, line, texts[sheet, number], styles)]
        done = number + 1
    pieces.append(_repeated(part, line, line.first + line.many - done))
    return line.start, line.end, b"".join(pieces)


def _repeated(part: bytes, line: Line, many: int) -> bytes:
    if many == 0:
        return b""
    tag, body = _cut(part[line.start : line.end])
    return _with(tag, "table:number-rows-repeated", str(many) if many > 1 else None) + body


def _marked(part: bytes, sheet: str, line: Line, texts: Mapping[int, str], styles: _Styles) -> bytes:
    edits = []
    for cell in line.cells:
        columns = sorted(column for column in texts if cell.first <= column < cell.first + cell.many)
        if columns:
            wrong = {column: (texts[column], styles.red(sheet, line, cell.said, column)) for column in columns}
            made = b"".join(_cells(part[cell.start : cell.end], cell, wrong))
            edits.append((cell.start - line.start, cell.end - line.start, made))
    beyond = sorted(column for column in texts if column > line.width)
    if beyond and line.cells_end >= 0:
        more, width = b"", line.width
        for column in beyond:
            empty = Spot(0, 0, {}, width + 1, column - width)
            red = styles.red(sheet, line, {}, column)
            more += b"".join(_cells(b"<table:table-cell/>", empty, {column: (texts[column], red)}))
            width = column
        edits.append((line.cells_end - line.start, line.cells_end - line.start, more))
    tag, body = _cut(_edited(part[line.start : line.end], edits))
    return _with(tag, "table:number-rows-repeated", None) + body


def _cells(raw: bytes, cell: Spot, wrong: Mapping[int, tuple[str, str]]) -> Iterator[bytes]:
    """A cell that may stand for several, cut around those that are marked."""
    tag, body = _cut(raw)
    done = cell.first
    for column, (text, style) in wrong.items():
        yield from _some(tag, body, column - done)
        yield _one(_with(tag, "table:number-columns-repeated", None), body, cell, text, style)
        done = column + 1
    yield from _some(tag, body, cell.first + cell.many - done)


def _some(tag: bytes, body: bytes, many: int) -> Iterator[bytes]:
    if many:
        yield _with(tag, "table:number-columns-repeated", str(many) if many > 1 else None) + body


def _one(tag: bytes, body: bytes, cell: Spot, text: str, style: str) -> bytes:
    formula = cell.said.get("table:formula")
    inside = body.removesuffix(b"</table:table-cell>")
    if formula is not None:
        for name in _VALUES:
            tag = _with(tag, name, None)
        tag = _with(tag, "office:value-type", "string")
        inside = _paragraph(formula.removeprefix("of:"), LONGEST_CELL)
    said = b"".join(_paragraph(each, LONGEST_NOTE) for each in text.split("\n"))
    if b"</office:annotation>" in inside:
        inside = inside.replace(b"</office:annotation>", said + b"</office:annotation>", 1)
    else:
        inside = b'<office:annotation office:display="false">' + said + b"</office:annotation>" + inside
    return _opened(_with(tag, "table:style-name", style)) + inside + b"</table:table-cell>"


def _list(name: str, head: Sequence[str], marks: Sequence[Mark]) -> bytes:
    columns = "".join(f'<table:table-column table:style-name="rbm-width-{n}"/>' for n in range(1, len(WIDTHS) + 1))
    rows = [[(text, "rbm-title" if number == 0 else "")] for number, text in enumerate(head)]
    rows += [[], [(text, "rbm-head") for text in HEADER], *([(text, "rbm-text") for text in each] for each in marks)]
    return (
        f"<table:table table:name={quoteattr(name)}>{columns}".encode()
        + b"".join(_row(each) for each in rows)
        + b"</table:table>"
    )


def _row(cells: Sequence[tuple[str, str]]) -> bytes:
    made = b"".join(
        _with(b'<table:table-cell office:value-type="string">', "table:style-name", style or None)
        + _paragraph(text, LONGEST_CELL)
        + b"</table:table-cell>"
        for text, style in cells
    )
    return b"<table:table-row>" + (made or b"<table:table-cell/>") + b"</table:table-row>"


def _paragraph(text: str, most: int) -> bytes:
    """A text as one paragraph; in XML several blanks are one."""
    return f"<text:p>{escape(' '.join(plain(text, most).split()))}</text:p>".encode()


def _tag(raw: bytes, at: int = 0) -> bytes:
    found = TAG.match(raw, at)
    if found is None:
        raise Refused(OTHER_NAMES)
    return found[0]


def _cut(raw: bytes) -> tuple[bytes, bytes]:
    """The opening tag, and what follows; nothing follows one that closes itself."""
    tag = _tag(raw)
    return tag, raw[len(tag) :]


def _opened(tag: bytes) -> bytes:
    return tag.removesuffix(b"/>").rstrip() + b">" if tag.endswith(b"/>") else tag


def _with(tag: bytes, name: str, value: str | None) -> bytes:
    """The tag with another value of an attribute, or without it."""
    without = re.sub(rb"\s+" + re.escape(name).encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag, count=1)
    if value is None:
        return without
    end = b"/>" if without.endswith(b"/>") else b">"
    return without.removesuffix(end).rstrip() + f" {name}={quoteattr(value)}".encode() + end


def _edited(content: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    pieces, done = [], 0
    for start, end, text in sorted(edits):
        pieces += [content[done:start], text]
        done = end
    return b"".join([*pieces, content[done:]])


def _packed(content: bytes, part: bytes, name: str) -> bytes:
    """The package with the other part in its place, opened at the list; the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            text = part if member.filename == CONTENT else source.read(member)
            if member.filename == SETTINGS:
                text = _ACTIVE.sub(lambda found: found[1] + escape(name).encode(), text)
            made = zipfile.ZipInfo(member.filename, _THEN)
            made.compress_type = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(made, text, compresslevel=6)
    return out.getvalue()
